"""Usage that is billed on another day than it was metered on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tokenomics.reconciling.sides import Amount, Group, Side, Sides, Way

# So many days later something may be billed.
_LATE = 3


class Moved(NamedTuple):
    """What was used in one group and is billed in another: how much, for what."""

    used: Group
    billed: Group
    amount: Fraction


def late(used: Sides, billed: Sides) -> tuple[Sides, tuple[Moved, ...]]:
    """The bill with late lines put to the day of their usage, and what was moved.

    Late is what a meter has too much of on one of the three days after a day on which it was used
    and not billed at all; of a day with any line of the meter a difference is no matter of time.
    """
    placed: dict[Group, dict[Way, Amount]] = {group: dict(of) for group, of in billed.items()}
    moved: list[Moved] = []
    for group, way in _unbilled(used, billed):
        for days in range(1, _LATE + 1):
            later = group._replace(at=group.at + timedelta(days=days))
            if (amount := _excess(used, placed, later, way, used[group][way])) is not None:
                placed[later][way] = placed[later][way].plus(_negative(amount))
                placed.setdefault(group, {})[way] = amount
                moved.append(Moved(group, later, amount.cost or Fraction()))
                break
    return placed, tuple(moved)


def timing_of(moved: tuple[Moved, ...]) -> dict[Group, Fraction]:
    """By group what of its difference is a matter of time: less than nothing where it is billed later."""
    found: dict[Group, Fraction] = defaultdict(Fraction)
    for each in moved:
        found[each.used] -= each.amount
        found[each.billed] += each.amount
    return found


def last_day(billed: Sides, provider: str) -> date | None:
    """The last day that a provider's bill has any line of."""
    return max((group.at for group in billed if group.provider == provider), default=None)


def _unbilled(used: Sides, billed: Sides) -> list[tuple[Group, Way]]:
    """What was used and is in no line of its day, the earliest first."""
    nothing: Side = {}
    found = [
        (group, way)
        for group, side in used.items()
        for way, of in side.items()
        if of.quantity and way not in billed.get(group, nothing) and way.meter is not None
    ]
    return sorted(found, key=lambda each: (each[0].at, str(each)))


def _excess(
    used: Sides, billed: dict[Group, dict[Way, Amount]], later: Group, way: Way, wanted: Amount
) -> Amount | None:
    """What of a later day's line is more than was used then, at most what is wanted; None for nothing."""
    line = billed.get(later, {}).get(way)
    if line is None or not line.quantity or line.quantity <= 0 or wanted.quantity is None:
        return None
    own = used.get(later, {}).get(way)
    more = line.quantity - ((own.quantity if own else None) or 0)
    if more <= 0:
        return None
    part = min(more, wanted.quantity) / line.quantity
    return Amount(*(None if value is None else value * part for value in line))


def _negative(of: Amount) -> Amount:
    return Amount(*(None if value is None else -value for value in of))
