"""The names under which unit costs and what they divide by are written, and those of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tokenomics.costing import CostRow
from tokenomics.costing.answer import PER_REVENUE
from tokenomics.records.money import ratio

_COUNTS = {
    "user": "users", "session": "sessions", "customer": "customers", "step": "steps",
    "task": "tasks", "success": "successes",
}  # fmt: skip


def count_name(per: str | None) -> str | None:
    """The column of the number of users, sessions and so on; None for requests, which every row has."""
    return _COUNTS.get(per) if per else None


def share_name(per: str | None) -> str | None:
    """The column of what the calls cost that state a user, session and the like; None as in `count_name`."""
    if per == "success":
        return "cost_of_closed_tasks"
    return f"cost_with_{per}" if count_name(per) else None


def unit_name(per: str | None) -> str | None:
    """The column of the cost of one request, user, session, customer, step, task or success."""
    return f"cost_per_{per}" if per and per != PER_REVENUE else None


def more_figures(per: str | None, row: CostRow) -> Mapping[str, Decimal | int | None]:
    """What a report per success or revenue says of a row besides: column -> value."""
    if per == PER_REVENUE:
        revenue = row.revenue
        share = ratio(row.cost, revenue) if row.cost is not None and revenue else None
        return {"revenue": revenue, "margin": row.margin, "cost_of_revenue": share}
    if per != "success":
        return {}
    tasks = row.tasks
    return {
        "overhead_cost": tasks and tasks.overheads,
        "labour_cost": tasks and tasks.labour,
        "failures": tasks and tasks.failures,
        "open": tasks and tasks.open,
        "unknown": tasks and tasks.unknown,
        "cost_per_success_low": tasks and tasks.low,
        "cost_per_success_high": tasks and tasks.high,
        "outcome_coverage": tasks and tasks.coverage,
    }
