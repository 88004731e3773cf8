"""How fast a budget burns, by long and short windows, against what is expected of them.

The burn rate of a window is what it cost over what was expected of it: 1 is as planned, by day and by
night, whatever the budget. An alert needs a long window, so that there is money in it, and a short one,
so that it is still going on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import inf
from types import MappingProxyType
from typing import NamedTuple


class Window(NamedTuple):
    """Long and short hours, and the part of the budget that the long ones may burn beyond the expected."""

    long: int
    short: int
    part: float


# Of a budget of a month: 2 % in an hour, 5 % in six, 10 % in three days, with a twelfth of it, of an hour
# at least, as the short window. That is 14, 6 and 1 times what the budget allows for the time.
OF_A_MONTH = (Window(1, 1, 0.02), Window(6, 1, 0.05), Window(72, 6, 0.10))
# Of a budget of a day, in which three days are no window: 5 and 3 times what it allows.
OF_A_DAY = (Window(1, 1, 0.2), Window(4, 1, 0.5))

# A window that strayed from the expected before may do so again, and by so much more.
_MARGIN = 1.5
_NEVER: Mapping[Window, float] = MappingProxyType({})


class Burn(NamedTuple):
    """A window that burns too fast: its rate, that of its short one, and the limit that both exceed."""

    window: Window
    rate: float
    short_rate: float
    limit: float


def burning(
    actual: Sequence[float],
    expected: Sequence[float],
    budget: float,
    windows: Sequence[Window] = OF_A_MONTH,
    strayed: Mapping[Window, float] = _NEVER,
) -> Burn | None:
    """The window up to the last hour that burns furthest beyond its limit; None where none does.

    `actual` and `expected` have the cost of the same hours. Of a window of which `expected` says E,
    the limit is 1 + part x budget / E: so much was burnt beyond the expected, or 1.5 times what
    it has `strayed` by before, if that is more. ValueError where they are not of one length or
    there is no budget.
    """
    if len(actual) != len(expected) or budget <= 0:
        raise ValueError("costs and expected costs are of the same steps, the budget is above 0")
    found: list[Burn] = []
    for window in windows:
        if len(actual) < window.long:
            continue
        usual = sum(expected[-window.long :])
        most = max(window.part * budget, _MARGIN * strayed.get(window, 0.0))
        limit = 1 + most / usual if usual > 0 else inf
        rate = _rate(actual, expected, window.long)
        short = _rate(actual, expected, window.short)
        beyond = sum(actual[-window.long :]) - usual
        if beyond > most and (short > limit or short == inf):
            found.append(Burn(window, rate, short, limit))
    return max(
        found, key=lambda burn: burn.rate / burn.limit if burn.limit < inf else inf, default=None
    )


def furthest(actual: Sequence[float], expected: Sequence[float], window: Window) -> float:
    """The most that a window was beyond what was expected of it, at any hour; 0 where it never was.

    >>> furthest([1, 1, 3, 2, 1], [1, 1, 1, 1, 1], Window(2, 1, 0.05))
    3.0
    """
    beyond = (float(cost) - usual for cost, usual in zip(actual, expected, strict=True))
    sums = [0.0, *accumulate(beyond)]
    return max((0.0, *(b - a for a, b in zip(sums, sums[window.long :], strict=False))))


def _rate(actual: Sequence[float], expected: Sequence[float], steps: int) -> float:
    spent, usual = sum(actual[-steps:]), sum(expected[-steps:])
    return spent / usual if usual > 0 else inf if spent > 0 else 0.0
