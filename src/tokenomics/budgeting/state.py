"""How a budget stands: what may be spent in its period, what was, and which points are reached."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from tokenomics.budget_config import Threshold
from tokenomics.budgeting.burns import Burning
from tokenomics.budgeting.outlook import Outlook
from tokenomics.budgeting.periods import Period, before, period_of
from tokenomics.budgeting.plan import Budget, in_period
from tokenomics.budgeting.spending import Cell, Spending
from tokenomics.records.money import EXACT, ZERO

_UNPRICED = "calls of the period before have no price"
_UNKNOWN = "nothing is known of the end of the period before"

Status = Literal["over", "at risk", "within"]


class Present(NamedTuple):
    """The present, up to when spending is known, and the first call of anybody, None for none."""

    now: datetime
    until: datetime
    first: datetime | None


class BudgetState(NamedTuple):
    """A budget, or that of one `value` of the dimension that has one each, at an instant.

    `carried` is what the last period left, part of the `limit`: nothing where that is not
    known, with the reason in `left_unknown`. `spent` is what is known: `unpriced`
    calls, or usage that states no number of calls (`has_unpriced`), come on top. `outlook` is what is
    expected by the end, None where nobody asked; `spending` is what was spent when, also before;
    `burning` is how fast it goes right now.
    """

    budget: Budget
    value: str | None
    period: Period
    at: datetime
    carried: Decimal
    spent: Decimal
    requests: int
    unpriced: int
    has_unpriced: bool
    outlook: Outlook | None = None
    spending: Spending | None = None
    burning: Burning | None = None
    left_unknown: str | None = None

    @property
    def limit(self) -> Decimal:
        """What may be spent in the period."""
        return EXACT.add(self.budget.amount, self.carried)

    @property
    def remaining(self) -> Decimal:
        """What is left of the limit, less than nothing where it is passed."""
        return EXACT.subtract(self.limit, self.spent)

    @property
    def share(self) -> Fraction:
        """The share of the limit that is spent."""
        return Fraction(self.spent) / Fraction(self.limit)

    @property
    def elapsed(self) -> Fraction:
        """The share of the period that is over."""
        return self.period.elapsed(self.at)

    @property
    def burn(self) -> Fraction | None:
        """How fast money goes: 1 where share and time keep pace, 2 where it goes twice as fast.

        None where no time has passed.
        """
        return self.share / self.elapsed if self.elapsed else None

    @property
    def reached(self) -> tuple[Threshold, ...]:
        """The points of what was spent that are reached."""
        return tuple(each for each in self.budget.actual if reaches(each, self.spent, self.limit))

    @property
    def foreseen(self) -> tuple[Threshold, ...]:
        """The points of what is expected that are reached; none where nothing can be said."""
        return tuple(each for each in self.budget.forecast if _is_foreseen(self, each))

    @property
    def status(self) -> Status:
        """`over` where more is spent than may be, `at risk` where a point of the forecast is reached."""
        if self.spent > self.limit:
            return "over"
        return "at risk" if self.foreseen else "within"


def reaches(threshold: Threshold, amount: Decimal, limit: Decimal) -> bool:
    """Whether an amount has come to a threshold that is a share of the limit or an amount itself."""
    if threshold.kind == "amount":
        return amount >= threshold.value
    return EXACT.multiply(amount, Decimal(100)) >= EXACT.multiply(limit, threshold.value)


def _is_foreseen(state: BudgetState, threshold: Threshold) -> bool:
    outlook = state.outlook
    if outlook is None:
        return False
    if threshold.kind == "probability":
        likely = outlook.overrun
        return likely is not None and Decimal(likely) * 100 >= threshold.value
    return outlook.expected is not None and reaches(threshold, outlook.expected, state.limit)


def state_of(budget: Budget, spending: Spending, here: Present) -> BudgetState:
    """How a budget stands at present.

    Nothing is carried over from a period that was before the first call of anybody, or of which
    not all is known. Amounts in another currency than reports are converted by `in_period`; raises
    PriceError as that does.
    """
    period = period_of(budget.cycle, here.now)
    mine = within(spending, period)
    left = _left(budget, spending, period, here)
    return BudgetState(
        budget=in_period(budget, period),
        value=spending.value,
        period=period,
        at=here.now,
        carried=left if isinstance(left, Decimal) else ZERO,
        spent=mine.cost or ZERO,
        requests=mine.requests,
        unpriced=mine.unpriced,
        has_unpriced=mine.has_unpriced,
        spending=spending,
        left_unknown=None if isinstance(left, Decimal) else left,
    )


def within(spending: Spending, period: Period) -> Cell:
    """What was spent in a period."""
    found = Cell()
    for at, cell in spending.cells.items():
        if period.start <= at < period.end:
            found = found.plus(cell)
    return found


def _left(budget: Budget, spending: Spending, period: Period, here: Present) -> Decimal | str:
    """What the period before has left of the amount itself, at most all of it; at its own rate.

    Where something seems to be left and nobody knows how much, the reason.
    """
    last = before(budget.cycle, period)
    if not budget.rollover or here.first is None or here.first >= last.end:
        return ZERO
    amount = in_period(budget, last).amount
    was = within(spending, last)
    left = min(max(EXACT.subtract(amount, was.cost or ZERO), ZERO), amount)
    if left and (was.unpriced or was.has_unpriced):
        return _UNPRICED
    return _UNKNOWN if left and here.until < last.end else left
