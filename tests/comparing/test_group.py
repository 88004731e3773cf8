"""One side's figures."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.comparing.group import NOTHING, Group


def test_each_unit_has_its_number_and_its_money() -> None:
    """4 requests cost 8, so 2 each; 2 tasks with their overheads 10, so 5; of closed ones 9 a success of 2: 4.5."""
    group = Group(
        4, Decimal(8), tasks=2, task_cost=Decimal(10), successes=2, closed_cost=Decimal(9)
    )

    assert [group.unit_cost(unit) for unit in ("request", "task", "success")] == [
        Decimal(2), Decimal(5), Decimal("4.5"),
    ]  # fmt: skip


def test_what_is_not_there_has_no_cost() -> None:
    """Without requests, tasks or a price there is nothing to divide."""
    assert NOTHING.unit_cost("request") is None
    assert NOTHING.unit_cost("task") is None
    assert Group(3, None).unit_cost("request") is None
