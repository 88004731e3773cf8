"""What one side of a comparison used and bought, in all or in one group."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.records.money import ZERO, ratio

Unit = Literal["request", "task", "success"]
UNITS: tuple[Unit, ...] = ("request", "task", "success")
COUNTS: dict[Unit, str] = {"request": "requests", "task": "tasks", "success": "successes"}

Key = tuple[str | None, ...]


class Group(NamedTuple):
    """Requests, tasks and successes, and what was spent on them; None is not known.

    `cost` is of the calls at the prices of their time, `then` the same calls at the prices that both
    sides are compared at. `task_cost` is spent on all tasks, `closed_cost` on those that are not open.
    """

    requests: int = 0
    cost: Decimal | None = ZERO
    then: Decimal | None = ZERO
    has_unpriced: bool = False
    tasks: int | None = None
    task_cost: Decimal | None = None
    successes: int | None = None
    closed_cost: Decimal | None = None

    def number(self, unit: Unit) -> int | None:
        """How many there are of a unit."""
        if unit == "request":
            return self.requests
        return self.tasks if unit == "task" else self.successes

    def spent(self, unit: Unit) -> Decimal | None:
        """What was spent on them."""
        if unit == "request":
            return self.cost
        return self.task_cost if unit == "task" else self.closed_cost

    def unit_cost(self, unit: Unit) -> Decimal | None:
        """What one of them cost; None where there is none."""
        spent, count = self.spent(unit), self.number(unit)
        return None if spent is None or not count else ratio(spent, count)


# What a group is at the side where no call is of it.
NOTHING = Group()
