"""Tasks counted by what became of them, and what a success of theirs cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tokenomics.records.money import ratio

SUCCESS, FAILURE, OPEN, UNKNOWN = VERDICTS = ("success", "failure", "open", "unknown")


class TaskCounts(NamedTuple):
    """How many tasks of a group succeeded, failed, await their judgement, or were never judged.

    `closed_cost` is everything spent on those that are not open, None where nothing of it could be
    priced.
    """

    successes: int
    failures: int
    open: int
    unknown: int
    closed_cost: Decimal | None

    @property
    def tasks(self) -> int:
        """All of them."""
        return self.successes + self.failures + self.open + self.unknown

    @property
    def cost_per_success(self) -> Decimal | None:
        """All that was spent on closed tasks a success; None without a success."""
        return self._per(self.successes)

    @property
    def low(self) -> Decimal | None:
        """The cost per success if every task that was never judged had succeeded."""
        return self._per(self.successes + self.unknown)

    @property
    def high(self) -> Decimal | None:
        """The cost per success if none of them had; None where that leaves no success."""
        return self._per(self.successes)

    @property
    def coverage(self) -> Decimal | None:
        """The share of closed tasks that were judged, rounded to 18 decimals; None without any."""
        judged = self.successes + self.failures
        return ratio(Decimal(judged), judged + self.unknown)

    def _per(self, count: int) -> Decimal | None:
        return ratio(self.closed_cost, count) if self.closed_cost is not None and count else None


def counts_of(by_verdict: Mapping[str, int], closed_cost: Decimal | None) -> TaskCounts:
    """The counts from the number of tasks of each verdict."""
    successes, failures, still_open, unknown = (by_verdict.get(verdict, 0) for verdict in VERDICTS)
    return TaskCounts(successes, failures, still_open, unknown, closed_cost)
