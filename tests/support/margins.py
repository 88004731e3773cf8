"""Calls and what was earned by them, as a report of margins."""

from __future__ import annotations

from typing import Any

from support.ledger_rows import stage
from support.tasks import LATER, Rows, numbered
from support.usage import T0, usage_rows
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery, CostReport
from tokenomics.engine import connect
from tokenomics.outcomes import asked_of
from tokenomics.outcomes.revenue import margins_of


def earned(amount: int | str, currency: str = "USD", **scope: str) -> dict[str, Any]:
    """Revenue of a scope, at the time of the calls."""
    return {"amount": amount, "currency": currency, "scope": scope, "ts": T0}


def owed(amount: int, allocate_by: str = "requests", **scope: str) -> dict[str, Any]:
    """An overhead of a scope, due at the time of the calls."""
    return {
        "name": "hosting", "amount": amount, "allocate_by": allocate_by, "scope": scope, "ts": T0,
    }  # fmt: skip


def margins_report(
    book: Book,
    calls: Rows,
    revenue: Rows,
    *by: str,
    besides: Rows = (),
    outcomes: Rows = (),
    config: Config = Config(),  # noqa: B008
    **options: Any,
) -> CostReport:
    """What groups brought in beside all that they cost, a month after the calls."""
    with connect() as con:
        used = usage_rows(con, calls)
        return margins_of(
            con, "usage", used, book, CostQuery(by=by, per="revenue", **options),
            asked_of(config, LATER),
            revenues=stage(con, "revenue", numbered(revenue)),
            outcomes=stage(con, "outcome", numbered(outcomes)),
            besides=stage(con, "overhead", numbered(besides, currency="USD")),
            charges=stage(con, "charge", []),
        )  # fmt: skip
