"""Lines of bills spread over the usage that caused them, so that the parts sum to the bill.

- A line of a meter is spread by the quantity of that meter that was metered on its day, of its model and
  tier. Where it bills more than was metered, the part of what was metered is spread; the rest has
  no cause here.
- A meter that was metered under another name of its family (a cache's write of another lifetime, input
  that a log does not tell from a cache) bears the line by quantity too.
- A line without a meter or quantity is spread by the price book's cost of its day and model, by quantity where
  none of that has a price.
- What commitments charge for hours in which nobody called has no cause here either; the rest follows the calls
  that were on capacity, by what they are worth at the price book's prices.
- Other credits, taxes, commitments and corrections follow the usage lines of their model, else of their provider,
  in the period, those that had no cause included; where these cost nothing, as those of bought capacity
  do, what the usage is worth at the price book's prices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.factors import input_of
from tokenomics.analysis.shapley import in_decimals
from tokenomics.reconciling.lines import COMMITMENT
from tokenomics.reconciling.matching import Matched
from tokenomics.reconciling.sides import Amount, Group, Way, is_metered
from tokenomics.reconciling.timing import late
from tokenomics.reconciling.usage import Metered
from tokenomics.records.money import EXACT, ZERO, round_fraction

Key = tuple[str | None, ...]


class Spread(NamedTuple):
    """What each key bears of the bills, and what of them no usage here caused; together the bills."""

    by_key: Mapping[Key, Decimal]
    rest: Decimal


def spread(sides: Matched, metered: Sequence[Metered]) -> Spread:
    """The bills by the keys of the usage behind them, to 18 decimals.

    `sides` are matched of the same lines and usage.
    """
    used = _by_group(sides, metered)
    held = [each for each in metered if each.on_capacity]
    covered = [each for each in metered if sides.reaches(each)]
    placed, _ = late(sides.used, sides.billed)
    # What nobody caused has the key None.
    of_model: dict[tuple[str, str | None], dict[Key | None, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    for group, side in placed.items():
        own = used.get(group, {})
        lines = is_metered(side)
        for way, line in side.items():
            weights, share = _by_quantity(way, line, side, own) if lines else _by_cost(own)
            _spread_line(
                of_model[group.provider, group.model], line.cost or Fraction(), weights, share
            )
    for (group, kind), amount in sides.besides.items():
        if kind == IDLE:
            of_model[group.provider, _BESIDES][None] += Fraction(amount)
            continue
        weights = _by_worth(held, group) if kind == COMMITMENT else {}
        if not any(weights.values()):
            of_usage = of_model.get((group.provider, group.model)) or _of_provider(
                of_model, group.provider
            )
            weights = {key: abs(part) for key, part in of_usage.items()}
        if not any(weights.values()):
            weights = _by_worth(covered, group)
        _spread_line(of_model[group.provider, _BESIDES], Fraction(amount), weights, Fraction(1))
    return _rounded(of_model.values())


# The part of commitments that was for nobody.
IDLE = "idle"
# Lines that are no usage weigh nothing in what others follow.
_BESIDES = "\0besides"


def with_idle(sides: Matched, idle: Mapping[str, Decimal]) -> Matched:
    """The sides, with what of each provider's commitments was idle apart from the rest of them."""
    besides: dict[tuple[Group, str], Decimal] = {}
    whole: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for (group, kind), amount in sides.besides.items():
        if kind == COMMITMENT:
            whole[group.provider] = EXACT.add(whole[group.provider], amount)
    for (group, kind), amount in sides.besides.items():
        of = idle.get(group.provider, ZERO)
        if kind != COMMITMENT or not whole[group.provider]:
            besides[group, kind] = amount
            continue
        share = min(Fraction(1), Fraction(of) / Fraction(whole[group.provider]))
        part = round_fraction(Fraction(amount) * share)
        besides[group, IDLE] = part
        besides[group, COMMITMENT] = EXACT.subtract(amount, part)
    return sides._replace(besides=besides)


def _by_group(
    sides: Matched, metered: Iterable[Metered]
) -> Mapping[Group, Mapping[Way, Mapping[Key, Amount]]]:
    """The usage of the groups that bills have, by way and key."""
    found: dict[Group, dict[Way, dict[Key, Amount]]] = defaultdict(lambda: defaultdict(dict))
    for each in metered:
        tells = sides.telling.get(each.group.provider)
        if tells is None:
            continue
        group = tells.group(each.group, each.way.meter)
        if tells.covers(group):
            mine = found[group][tells.way(each.way)]
            mine[each.key] = mine[each.key].plus(each.amount) if each.key in mine else each.amount
    return found


def _by_quantity(
    way: Way, line: Amount, side: Mapping[Way, Amount], used: Mapping[Way, Mapping[Key, Amount]]
) -> tuple[Mapping[Key, Fraction], Fraction]:
    """What each key used of what a line bills, and which share of the line that is."""
    ways = [way] if way in used else [
        each for each in used
        if each not in side and input_of(each.meter or "") == input_of(way.meter or "")
    ]  # fmt: skip
    weights: dict[Key, Fraction] = defaultdict(Fraction)
    for each in ways:
        for key, amount in used[each].items():
            weights[key] += amount.quantity or Fraction()
    whole, quantity = sum(weights.values(), Fraction()), line.quantity or Fraction()
    return weights, min(Fraction(1), whole / quantity) if quantity > 0 else Fraction(1)


def _by_cost(
    used: Mapping[Way, Mapping[Key, Amount]],
) -> tuple[Mapping[Key, Fraction], Fraction]:
    return _worth(item for of_way in used.values() for item in of_way.items()), Fraction(1)


def _worth(amounts: Iterable[tuple[Key, Amount]]) -> dict[Key, Fraction]:
    """The price book's cost of usage by key; the quantity where none of it has a price."""
    costs: dict[Key, Fraction] = defaultdict(Fraction)
    quantities: dict[Key, Fraction] = defaultdict(Fraction)
    for key, amount in amounts:
        costs[key] += amount.cost or Fraction()
        quantities[key] += amount.quantity or Fraction()
    return costs if any(costs.values()) else quantities


def _spread_line(
    sums: dict[Key | None, Fraction],
    cost: Fraction,
    weights: Mapping[Key, Fraction] | Mapping[Key | None, Fraction],
    share: Fraction,
) -> None:
    """Add to each sum its part of a cost; what has no weight to go by is nobody's."""
    whole = sum(weights.values(), Fraction())
    if not whole:
        sums[None] += cost
        return
    for key, weight in weights.items():
        sums[key] += cost * share * weight / whole
    sums[None] += cost * (1 - share)


def _by_worth(metered: Iterable[Metered], group: Group) -> Mapping[Key, Fraction]:
    """What a model's usage is worth by key, else all of its provider's."""
    mine = [each for each in metered if each.group.provider == group.provider]
    mine = [each for each in mine if each.group.model == group.model] or mine
    return _worth((each.key, each.amount) for each in mine)


def _of_provider(
    of_model: Mapping[tuple[str, str | None], Mapping[Key | None, Fraction]], provider: str
) -> Mapping[Key | None, Fraction]:
    sums: dict[Key | None, Fraction] = defaultdict(Fraction)
    for (name, model), parts in of_model.items():
        if name == provider and model != _BESIDES:
            for key, part in parts.items():
                sums[key] += part
    return sums


def _rounded(every: Iterable[Mapping[Key | None, Fraction]]) -> Spread:
    """The sums to 18 decimals, so that they are the bills' to the last one."""
    sums: dict[Key | None, Fraction] = defaultdict(Fraction)
    for parts in every:
        for key, part in parts.items():
            sums[key] += part
    parts = {key: part for key, part in sums.items() if part}
    found = in_decimals(parts, round_fraction(sum(parts.values(), Fraction()))) if parts else {}
    return Spread(
        {key: part for key, part in found.items() if key is not None}, found.get(None, ZERO)
    )
