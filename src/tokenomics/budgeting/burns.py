"""Whether a budget of calls burns faster right now than was expected of these hours.

What is expected of a window is what was usual of its hours of the week before it began, with the events
that are known: nothing is learnt from the window itself, and nothing of what comes after it. All is at
the prices of now, so a change of price is no faster burning.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from tokenomics.analysis.burning import OF_A_DAY, OF_A_MONTH, Burn, Window, burning, furthest
from tokenomics.analysis.rhythm import HOURLY, Course
from tokenomics.budgeting.periods import Cycle, Period
from tokenomics.budgeting.plan import Budget
from tokenomics.projection import Event, Seen, Step, added, adds, hour_of_week, multiples, unadded
from tokenomics.projection.flows import Key
from tokenomics.records.money import ZERO, ratio, round_fraction, total

_MONTH = timedelta(days=30)
# Where a window burns beyond half of its limit, it is too early to say that it is over.
_HALF = 0.5
# With each week of history that is short of three, so much more has to burn.
_YOUNG = 0.4


class Burning(NamedTuple):
    """How fast a budget burns in the `hours` up to `until`, of those that burn most too fast.

    They cost `spent` where so much was `expected`. `state` is `on` where that is too fast, `in doubt`
    where it is still near it, and `unknown` where only `known` hours of history lie before the windows.
    """

    state: Literal["on", "in doubt", "off", "unknown"]
    until: datetime
    known: int
    hours: int = 0
    spent: Decimal = ZERO
    expected: Decimal = ZERO

    @property
    def rate(self) -> Decimal | None:
        """How many times as fast as expected; None where nothing was expected."""
        return ratio(self.spent, self.expected)


def windows_of(cycle: Cycle) -> tuple[Window, ...]:
    """The windows in which budgets of a cycle are looked at: none where a period is a single hour."""
    if cycle.unit == "hour":
        return ()
    return OF_A_DAY if cycle.unit == "day" else OF_A_MONTH


class _Hours(NamedTuple):
    """What hours have cost, from the first cost on, by flows that the same events concern."""

    steps: Sequence[Step]
    costs: Sequence[tuple[tuple[Event, ...], Sequence[Decimal]]]
    added: Sequence[Event]
    tz: str

    def spent(self, at: int) -> Decimal:
        return total(costs[at] for _, costs in self.costs)


def burning_of(
    budget: Budget,
    period: Period,
    seen: Seen,
    keys: Sequence[Key],
    *,
    events: Sequence[Event] = (),
    where: Sequence[tuple[str, str]] = (),
) -> Burning | None:
    """How fast a budget burns in a period of its cycle, by the last hours of what was `seen`.

    `keys` are its flows, `where` picks them. None where its periods have no window, and where
    nothing was spent at all.
    """
    windows = windows_of(budget.cycle)
    hours = _hours(seen, keys, events, where)
    if not windows or not hours.steps:
        return None
    longest = max(window.long for window in windows)
    before, until = len(hours.steps) - longest, hours.steps[-1].end
    if before < HOURLY.first:
        return Burning("unknown", until, max(before, 0))
    months = 1.0 if budget.cycle.unit == "day" else _MONTH / (period.end - period.start)
    room = float(budget.amount) * months * _caution(before)
    # As doubles they are weighed against what is usual, a statistic; what is told is the exact money.
    costs = [float(hours.spent(at)) for at in range(len(hours.steps))]
    if not _may_burn(costs, room, windows):
        return Burning("off", until, before)
    usual = _usual(hours, before)
    strayed = {
        each: furthest(costs[HOURLY.season : before], usual[HOURLY.season : before], each)
        for each in windows
    }
    late, expected = costs[before:], usual[before:]
    found = burning(late, expected, room, windows, strayed)
    if found is not None:
        return _burning("on", found, hours, before, expected)
    half = {each._replace(part=each.part * _HALF): by * _HALF for each, by in strayed.items()}
    near = burning(late, expected, room, tuple(half), half)
    return Burning("off", until, before) if near is None else _burning("in doubt", near, hours, before, expected)  # fmt: skip


def _hours(
    seen: Seen, keys: Sequence[Key], events: Sequence[Event], where: Sequence[tuple[str, str]]
) -> _Hours:
    """The hours that are over and known: those up to the newest record of anybody."""
    number = sum(1 for step in seen.past if seen.newest is not None and step.start <= seen.newest)
    together: dict[tuple[Event, ...], list[Key]] = {}
    for key in keys:
        values = dict(zip(seen.flows.names, key, strict=True))
        concerning = tuple(e for e in events if not e.daily and e.concerns(values))
        together.setdefault(concerning, []).append(key)
    costs = [
        (of, [total(seen.flows.past[key][at] for key in mine) for at in range(number)])
        for of, mine in together.items()
    ]
    begun = next((at for at in range(number) if any(each[at] for _, each in costs)), number)
    return _Hours(
        seen.past[begun:number],
        [(of, each[begun:]) for of, each in costs],
        [event for event in events if event.daily and adds(event, where)],
        seen.tz,
    )


def _caution(before: int) -> float:
    """How many times as much has to burn, the shorter the history."""
    return 1 + _YOUNG * max(0.0, 3 - before / HOURLY.season)


def _may_burn(costs: Sequence[float], room: float, windows: Sequence[Window]) -> bool:
    """Whether hours cost enough to burn too fast where nothing at all is expected of them."""
    return any(sum(costs[-each.long :]) > each.part * room * _HALF for each in windows)


def _usual(hours: _Hours, before: int) -> list[float]:
    """What was expected of each hour: up to the windows step by step, of them by what was known before."""
    usual = [float(total(added(event, step) for event in hours.added)) for step in hours.steps]
    # What was added is no usual use: the rest of each hour is learnt.
    rest = [unadded(hours.spent(at), hours.added, step) for at, step in enumerate(hours.steps)]
    for events, costs in hours.costs:
        course = Course(HOURLY)
        for at, step in enumerate(hours.steps):
            times, slot = multiples(events, step), hour_of_week(step, hours.tz)
            if at < before:
                course.see(rest[at] * float(costs[at]) / times if times else None, slot)
                usual[at] += times * (course.expected[at] or 0.0)
            else:
                usual[at] += times * course.usual(slot)
    return usual


def _burning(
    state: Literal["on", "in doubt"], found: Burn, hours: _Hours, before: int, expected: Sequence[float]
) -> Burning:  # fmt: skip
    number, many = found.window.long, len(hours.steps)
    return Burning(
        state, hours.steps[-1].end, before, number,
        total(hours.spent(at) for at in range(many - number, many)),
        round_fraction(Fraction(sum(expected[-number:]))),
    )  # fmt: skip
