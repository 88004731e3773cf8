"""How fast a budget burns, by long and short windows, against what is expected of them.

The burn rate of a window is what it cost over what was expected of it: 1 is as planned, by day and by
night, whatever the budget. An alert needs a long window, so that there is money in it, and a short one,
so that it is still going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from tokenomics.projection import Length


class Window(NamedTuple):
    """Long and short steps, and the part of the budget that the long ones may burn beyond the expected."""

    long: int
    short: int
    part: float


# Of a budget of a month: 2 % in an hour, 5 % in six, 10 % in three days, with a twelfth of it, of an hour
# at least, as the short window.
WINDOWS: dict[Length, tuple[Window, ...]] = {
    "hour": (Window(1, 1, 0.02), Window(6, 1, 0.05), Window(72, 6, 0.10)),
    "day": (Window(1, 1, 0.05), Window(3, 1, 0.10)),
}


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
    windows: Sequence[Window] = WINDOWS["hour"],
) -> Burn | None:
    """The window up to the last step that burns furthest beyond its limit; None where none does.

    `actual` and `expected` have the cost of the same steps. Of a window of which `expected` says E,
    the limit is 1 + part x budget / E: so much was burnt beyond the expected. ValueError where they
    are not of one length or there is no budget.
    """
    if len(actual) != len(expected) or budget <= 0:
        raise ValueError("costs and expected costs are of the same steps, the budget is above 0")
    found: list[Burn] = []
    for window in windows:
        if len(actual) < window.long:
            continue
        usual = sum(expected[-window.long :])
        limit = 1 + window.part * budget / usual if usual > 0 else inf
        rate = _rate(actual, expected, window.long)
        short = _rate(actual, expected, window.short)
        beyond = sum(actual[-window.long :]) - usual
        if beyond > window.part * budget and (short > limit or short == inf):
            found.append(Burn(window, rate, short, limit))
    return max(
        found, key=lambda burn: burn.rate / burn.limit if burn.limit < inf else inf, default=None
    )


def _rate(actual: Sequence[float], expected: Sequence[float], steps: int) -> float:
    spent, usual = sum(actual[-steps:]), sum(expected[-steps:])
    return spent / usual if usual > 0 else inf if spent > 0 else 0.0
