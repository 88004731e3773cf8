"""The names under which unit costs and what they divide by are written, and those of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tokenomics.costing import CostRow
from tokenomics.costing.answer import PER_REVENUE, PER_TASK
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


def cost_of_revenue(row: CostRow) -> Decimal | None:
    """All that a row cost as a share of its revenue; None where one of them is not known."""
    spent, revenue = row.full_cost, row.revenue
    return ratio(spent, revenue) if spent is not None and revenue else None


def more_figures(per: str | None, row: CostRow) -> Mapping[str, Decimal | int | None]:
    """What a report per task, success or revenue says of a row besides: column -> value."""
    besides = {
        "overhead_cost": row.besides and row.besides.overheads,
        "labour_cost": row.besides and row.besides.labour,
    }
    if per == PER_REVENUE:
        return {
            **besides,
            "revenue": row.revenue,
            "margin": row.margin,
            "cost_of_revenue": cost_of_revenue(row),
        }
    if per not in PER_TASK:
        return {}
    if per == "task":
        return besides
    tasks = row.tasks
    return {
        **besides,
        "failures": tasks and tasks.failures,
        "open": tasks and tasks.open,
        "unknown": tasks and tasks.unknown,
        "cost_per_success_low": tasks and tasks.low,
        "cost_per_success_high": tasks and tasks.high,
        "outcome_coverage": tasks and tasks.coverage,
    }
