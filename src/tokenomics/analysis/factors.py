"""The change of a flow's cost, split among what can change it. Pure and in exact rationals.

A cost is requests x the share of a model x the share of a way of serving x tokens per request x the
share of input from cache x the rate, summed over what was used. Each of these is a factor, and its
part is a Shapley value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.leaves import Leaf, Metered, Model, Use, Uses
from tokenomics.analysis.shapley import shapley

VOLUME, TOKENS, MIX, CACHE, TIER, PRICE = FACTORS = (
    "volume", "tokens_per_request", "model_mix", "cache_share", "tier_mix", "price",
)  # fmt: skip
NEW, GONE = "new_models", "vanished_models"
PARTS = (*FACTORS, NEW, GONE)

_INPUT = "input"
_READ, _WRITE = "cache_read", "cache_write"
_NOTHING = Metered(Fraction(), None)

Pair = tuple[Fraction, Fraction]


class Split(NamedTuple):
    """The parts of a change, and the same by model: what is left of the change is explained by none."""

    parts: Mapping[str, Fraction]
    by_model: Mapping[Model, Mapping[str, Fraction]]


def input_of(meter: str) -> str:
    """The meter that a meter would be without a cache; other meters are themselves.

    >>> input_of("cache_read"), input_of("cache_write_1h"), input_of("cache_read_audio"), input_of("output")
    ('input', 'input', 'input_audio', 'output')
    """
    if meter.startswith(_WRITE):
        return _INPUT
    return _INPUT + meter.removeprefix(_READ) if meter.startswith(_READ) else meter


def split(base: Uses, head: Uses) -> Split:
    """The parts of the change from a base to a head, of a flow's usage at each.

    `new` is what requests that went to models without any in the base cost, `gone` what those cost
    that had all theirs there; a flow that has no requests in the base is all new. A rate that one
    side does not tell is taken from the other one, so that it changed nothing. What has no rate on a
    side where it was used is in no part.
    """
    counts = [_counts(side) for side in (base, head)]
    by_model: dict[Model, dict[str, Fraction]] = defaultdict(
        lambda: dict.fromkeys(PARTS, Fraction())
    )
    for leaf in dict.fromkeys((*base, *head)):
        mine = by_model[leaf.model]
        for name, part in _leaf_parts(leaf, (base, head), counts).items():
            mine[_named(name, leaf.model, counts)] += part
    parts = {name: sum((of[name] for of in by_model.values()), Fraction()) for name in PARTS}
    return Split(parts, by_model)


class _Counts(NamedTuple):
    """The requests of a flow at one side: all, by model, and by model and way."""

    all: int
    models: Mapping[Model, int]
    ways: Mapping[tuple[Model, object], int]


def _counts(side: Uses) -> _Counts:
    models: dict[Model, int] = defaultdict(int)
    ways: dict[tuple[Model, object], int] = defaultdict(int)
    for leaf, use in side.items():
        models[leaf.model] += use.requests
        ways[leaf.model, leaf.way] += use.requests
    return _Counts(sum(models.values()), models, ways)


def _named(factor: str, model: Model, counts: Sequence[_Counts]) -> str:
    """The part that a model's share of a factor belongs to."""
    if factor != MIX:
        return factor
    if model not in counts[0].models:
        return NEW
    return factor if model in counts[1].models else GONE


def _leaf_parts(
    leaf: Leaf, sides: tuple[Uses, Uses], counts: Sequence[_Counts]
) -> dict[str, Fraction]:
    """The parts of what one leaf changed."""
    content = _content(leaf, sides, counts)
    if not all(of.all for of in counts):
        # Shares of no requests mean nothing: all there is came, or went, with the flow.
        signs = [
            (-1) ** (1 - at) * of.ways.get((leaf.model, leaf.way), 0)
            for at, of in enumerate(counts)
        ]
        everything = frozenset(FACTORS)
        return {MIX: signs[0] * content(frozenset()) + signs[1] * content(everything)}
    ways = [of.ways.get((leaf.model, leaf.way), 0) for of in counts]
    models = [of.models.get(leaf.model, 0) for of in counts]
    of_way = known_pair(*(_share(way, model) for way, model in zip(ways, models, strict=True)))
    shares = {
        VOLUME: (Fraction(counts[0].all), Fraction(counts[1].all)),
        MIX: (Fraction(models[0], counts[0].all), Fraction(models[1], counts[1].all)),
        TIER: of_way,
    }
    moving = [name for name in FACTORS if name not in shares or shares[name][0] != shares[name][1]]

    def value(moved: frozenset[str]) -> Fraction:
        product = content(moved)
        for name, pair in shares.items():
            product *= pair[name in moved]
        return product

    return shapley(moving, value)


def _content(
    leaf: Leaf, sides: tuple[Uses, Uses], counts: Sequence[_Counts]
) -> Callable[[frozenset[str]], Fraction]:
    """What a request of a leaf's way costs by this leaf, with some factors at the head."""
    groups: dict[str, list[tuple[tuple[Metered, Metered], Pair]]] = defaultdict(list)
    for meter, pair, rates in _known_meters(leaf, sides):
        groups[input_of(meter)].append((pair, rates))
    per: list[tuple[Pair, list[tuple[Pair, Pair]]]] = []
    for members in groups.values():
        sums = [sum((pair[at].quantity for pair, _ in members), Fraction()) for at in (0, 1)]
        shared = [
            (known_pair(*(_share(pair[at].quantity, sums[at]) for at in (0, 1))), rates)
            for pair, rates in members
        ]
        ways = [of.ways.get((leaf.model, leaf.way), 0) for of in counts]
        per.append((known_pair(*(_share(sums[at], ways[at]) for at in (0, 1))), shared))
    found: dict[tuple[bool, bool, bool], Fraction] = {}

    def content(moved: frozenset[str]) -> Fraction:
        tokens, cache, price = at = (TOKENS in moved, CACHE in moved, PRICE in moved)
        if at not in found:
            found[at] = sum(
                (
                    amount[tokens]
                    * sum((share[cache] * rate[price] for share, rate in shared), Fraction())
                    for amount, shared in per
                ),
                Fraction(),
            )
        return found[at]

    return content


def _known_meters(
    leaf: Leaf, sides: tuple[Uses, Uses]
) -> list[tuple[str, tuple[Metered, Metered], Pair]]:
    """The meters of a leaf whose rates are known wherever they were used."""
    nobody = Use(0, {})
    meters = [side.get(leaf, nobody).meters for side in sides]
    found: list[tuple[str, tuple[Metered, Metered], Pair]] = []
    for name in dict.fromkeys((*meters[0], *meters[1])):
        pair = meters[0].get(name, _NOTHING), meters[1].get(name, _NOTHING)
        if all(of.rate is not None or not of.quantity for of in pair) and any(
            of.quantity for of in pair
        ):
            found.append((name, pair, known_pair(*(of.rate for of in pair))))
    return found


def _share(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    return Fraction(part) / whole if whole else None


def known_pair(base: Fraction | None, head: Fraction | None) -> Pair:
    """Two values, of which one that is not known is the other."""
    known = head if base is None else base
    if known is None:
        return Fraction(), Fraction()
    return (known, known if head is None else head)
