"""A change of cost and its parts in a sentence that a manager reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.factors import CACHE, GONE, MIX, NEW, PRICE, TIER, TOKENS, VOLUME, input_of
from tokenomics.analysis.leaves import Model, Uses
from tokenomics.costing import CostReport
from tokenomics.records.meters import IN_CONTEXT, is_token
from tokenomics.records.money import EXACT, ZERO, round_fraction, total
from tokenomics.records.words import NONE, money_parts, percent, places_for

# So many parts are told, none that is less than this share of the greatest; and so many names.
_TOLD, _LEAST, _NAMES = 4, Decimal("0.01"), 2


# What no factor did.
UNEXPLAINED = "unexplained"
NOT_EXPLAINED = "not explained"

# What a part that adds to the cost is called, and one that takes from it.
_PLAIN: Mapping[str, tuple[str, str]] = {
    VOLUME: ("more requests", "fewer requests"),
    TOKENS: ("more tokens per request", "fewer tokens per request"),
    MIX: ("dearer models", "cheaper models"),
    CACHE: ("less of the input from cache", "more of the input from cache"),
    TIER: ("dearer service", "cheaper service"),
    PRICE: ("higher prices", "lower prices"),
    NEW: ("new models", "new models"),
    GONE: ("models no longer used", "models no longer used"),
}


class Told(NamedTuple):
    """A flow with what its change is made of: of each pair the base comes first.

    `costs` are None where nothing has a price. `parts` sum to the change, `by_model` are exact.
    """

    key: tuple[str | None, ...]
    requests: tuple[int, int]
    costs: tuple[Decimal | None, Decimal | None]
    parts: Mapping[str, Decimal | None]
    uses: tuple[Uses, Uses]
    by_model: Mapping[Model, Mapping[str, Fraction]]


def flow_sentence(told: Told, currency: str, label: str) -> str | None:
    """What changed a flow's cost; None where nothing did."""
    name = ", ".join(NONE if part is None else part for part in told.key if part != "")
    before, after = (cost or ZERO for cost in told.costs)
    change = EXACT.subtract(after, before)
    parts = {factor: part for factor, part in told.parts.items() if part}
    if not parts:
        return None
    places = places_for(max(abs(change), *(abs(part) for part in parts.values())))
    signed = _signed([change], places)[0]
    if not told.requests[0] or not told.requests[1]:
        what = f"new, without a call in {label}" if told.requests[1] else "no calls any more"
        return f"{name}: {signed} {currency}, {what}"
    listed = ", ".join(_listed(parts, places, lambda factor, part: _how(told, factor, part)))
    return f"{name}: {signed} {currency}{_relative(change, before)}: {listed}"


def whole_sentence(of: Mapping[str, object], currency: str) -> str | None:
    """What changed the cost of all flows, by a total's figures; None where nothing did."""
    known = {name: value for name, value in of.items() if isinstance(value, Decimal)}
    parts = {factor: known[factor] for factor in (*_PLAIN, UNEXPLAINED) if known.get(factor)}
    if not parts:
        return None
    places = places_for(max(map(abs, (known["change"], *parts.values()))))
    signed = _signed([known["change"]], places)[0]
    listed = ", ".join(_listed(parts, places, _plainly))
    return f"in all {signed} {currency}{_relative(known['change'], known.get('cost_before', ZERO))}: {listed}"


def _plainly(factor: str, part: Decimal) -> str:
    more, less = _PLAIN.get(factor, (NOT_EXPLAINED, NOT_EXPLAINED))
    return more if part > 0 else less


def share_of_unpriced(base: CostReport) -> Iterator[str]:
    """How much of the base has no price, in a sentence; what lacks one now is told with every report."""
    if base.coverage.unpriced:
        calls = percent(base.coverage.unpriced, base.coverage.requests)
        yield f"before, {calls} of the requests were without a price, and so are in no amount"


def _signed(amounts: Sequence[Decimal], places: int) -> list[str]:
    """Amounts rounded so that they sum to their rounded total, each with its sign."""
    return [text if text.startswith("-") else f"+{text}" for text in money_parts(amounts, places)]


def _relative(change: Decimal, before: Decimal) -> str:
    if not before or not change:
        return ""
    share = percent(change, before)
    return f" ({share})" if share.startswith("-") else f" (+{share})"


def _listed(
    parts: Mapping[str, Decimal], places: int, how: Callable[[str, Decimal], str]
) -> Iterator[str]:
    """The greatest parts in words, and what the others come to."""
    order = sorted(parts, key=lambda factor: -abs(parts[factor]))
    least = abs(parts[order[0]]) * _LEAST
    shown = [factor for factor in order[:_TOLD] if abs(parts[factor]) >= least]
    rest = total(parts[factor] for factor in order if factor not in shown)
    amounts = _signed([*(parts[factor] for factor in shown), rest], places)
    for factor, amount in zip(shown, amounts, strict=False):
        yield f"{amount} {how(factor, parts[factor])}"
    if amounts[-1].strip("+-0.,"):
        yield f"{amounts[-1]} the rest"


def _how(told: Told, factor: str, part: Decimal) -> str:
    return NOT_EXPLAINED if factor == UNEXPLAINED else _WORDS[factor](told, part)


def _volume(told: Told, _part: Decimal) -> str:
    before, after = told.requests
    return f"{'more' if after > before else 'fewer'} requests{_relative(Decimal(after - before), Decimal(before))}"


def _tokens(told: Told, part: Decimal) -> str:
    before, after = (_per_request(side) for side in told.uses)
    if (after > before) != (part > 0) or after == before:
        return "other tokens per request"
    share = round_fraction(Fraction(after - before))
    return f"{'more' if after > before else 'fewer'} tokens per request{_relative(share, round_fraction(before))}"


def _per_request(side: Uses) -> Fraction:
    requests = sum(use.requests for use in side.values())
    return _sum(side, is_token) / requests if requests else Fraction()


def _sum(side: Uses, counts: Callable[[str], bool]) -> Fraction:
    return sum(
        (of.quantity for use in side.values() for meter, of in use.meters.items() if counts(meter)),
        Fraction(),
    )


def _cache(told: Told, part: Decimal) -> str:
    before, after = (_cached(side) for side in told.uses)
    if before == after or (after > before) != (part < 0):
        return "other use of caches"
    how = "more" if after > before else "less"
    shares = percent(before, 1), percent(after, 1)
    if shares[0] == shares[1]:
        return f"slightly {how} of the input from cache ({shares[0]})"
    return f"{how} of the input from cache ({shares[0]} to {shares[1]})"


def _cached(side: Uses) -> Decimal:
    """The share of the input that was read from a cache."""
    every = _sum(side, IN_CONTEXT.__contains__)
    read = _sum(side, lambda meter: meter.startswith("cache_read") and input_of(meter) != meter)
    return round_fraction(read / every) if every else ZERO


def _mix(told: Told, part: Decimal) -> str:
    names = _name_of(told)
    shares = [_shares(side) for side in told.uses]
    moved = {
        names(model): shares[1][model] - share
        for model, share in shares[0].items()
        if model in shares[1]
    }
    which = _in_place(moved)
    return f"{'dearer' if part > 0 else 'cheaper'} models{which}"


def _tier(told: Told, part: Decimal) -> str:
    which = _in_place(_between_tiers(told.uses))
    return f"{'dearer' if part > 0 else 'cheaper'} service{which or ' (regions, hours or billing)'}"


def _in_place(moved: Mapping[str, Fraction]) -> str:
    """Which of the names won most requests, and which lost most."""
    won = max(sorted(moved), key=lambda name: moved[name], default="")
    lost = min(sorted(moved), key=lambda name: moved[name], default="")
    more = won if won and moved[won] > 0 else ""
    less = lost if lost and moved[lost] < 0 else ""
    if more and less:
        return f" ({more} in place of {less})"
    return f" (more of {more})" if more else f" (less of {less})" if less else ""


def _shares(side: Uses) -> dict[Model, Fraction]:
    """The share of the requests that each model has."""
    counts: dict[Model, int] = defaultdict(int)
    for leaf, use in side.items():
        counts[leaf.model] += use.requests
    every = sum(counts.values())
    return {model: Fraction(count, every) for model, count in counts.items() if every}


def _between_tiers(sides: Sequence[Uses]) -> dict[str, Fraction]:
    """How many requests moved to each tier within models, on average of both sides' requests."""
    counts: list[dict[Model, dict[str, int]]] = [
        defaultdict(lambda: defaultdict(int)) for _ in sides
    ]
    for of, side in zip(counts, sides, strict=True):
        for leaf, use in side.items():
            of[leaf.model][leaf.way.tier] += use.requests
    moved: dict[str, Fraction] = defaultdict(Fraction)
    for model, before in counts[0].items():
        after = counts[1].get(model)
        if after is None:
            continue
        sums = sum(before.values()), sum(after.values())
        for tier in (*before, *(name for name in after if name not in before)):
            shares = Fraction(after.get(tier, 0), sums[1] or 1) - Fraction(
                before.get(tier, 0), sums[0] or 1
            )
            moved[tier] += shares * sum(sums) / 2
    return moved


def _price(told: Told, part: Decimal) -> str:
    return f"{'higher' if part > 0 else 'lower'} prices{_most(told, PRICE, part)}"


def _new(told: Told, part: Decimal) -> str:
    return f"new models{_most(told, NEW, part)}"


def _gone(told: Told, part: Decimal) -> str:
    return f"models no longer used{_most(told, GONE, part)}"


def _most(told: Told, factor: str, part: Decimal) -> str:
    """The models that moved a part most in its own direction."""
    names = _name_of(told)
    sign = 1 if part > 0 else -1
    moved = {names(model): sign * of[factor] for model, of in told.by_model.items()}
    order = sorted((name for name in moved if moved[name] > 0), key=lambda n: (-moved[n], n))
    more = f" and {len(order) - _NAMES} more" if len(order) > _NAMES else ""
    return f" ({', '.join(order[:_NAMES])}{more})" if order else ""


def _name_of(told: Told) -> Callable[[Model], str]:
    """The name of a model, with its provider where several have one of that name."""
    count = Counter(model for _, model in told.by_model)

    def named(of: Model) -> str:
        provider, model = of
        return f"{provider}/{model or NONE}" if count[model] > 1 else model or NONE

    return named


_WORDS: Mapping[str, Callable[[Told, Decimal], str]] = {
    VOLUME: _volume, TOKENS: _tokens, CACHE: _cache, MIX: _mix, TIER: _tier, PRICE: _price, NEW: _new,
    GONE: _gone,
}  # fmt: skip
