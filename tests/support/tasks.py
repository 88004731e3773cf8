"""Calls, what was judged of them and what they cost besides, as a report per success."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from support.ledger_rows import stage
from support.usage import T0, usage_rows
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.engine import connect
from tokenomics.outcomes import asked_of, successes_of

LATER = T0 + timedelta(days=30)

Rows = Sequence[Mapping[str, Any]]


def outcome(
    target: str, label: str | None = None, *, kind: str = "task", **more: Any
) -> dict[str, Any]:
    """A judgement, an hour after the calls unless it says when."""
    return {
        "target_kind": kind,
        "target_id": target,
        "name": "outcome",
        "label": label,
        "ts": T0 + timedelta(hours=1),
        "observed_at": T0,
        **more,
    }


def numbered(rows: Rows, **more: Any) -> list[dict[str, Any]]:
    """Rows of a ledger, each with an id of its own."""
    return [
        {"record_id": bytes([i]) * 16, "merge_rank": "a", "source": "test", **more, **row}
        for i, row in enumerate(rows)
    ]


def tasks_report(  # noqa: PLR0913
    book: Book,
    calls: Rows,
    outcomes: Rows = (),
    *by: str,
    config: Config = Config(),  # noqa: B008
    per: str = "success",
    now: datetime = LATER,
    besides: Rows = (),
    charges: Rows = (),
    **options: Any,
) -> CostReport:
    """What tasks and their successes cost, a month after the calls."""
    with connect() as con:
        used = usage_rows(con, calls)
        told = stage(con, "outcome", numbered(outcomes))
        more = stage(con, "overhead", numbered(besides, currency="USD"))
        bills = stage(con, "charge", numbered(charges, currency="USD"))
        query = CostQuery(by=by, per=per, task_ids=config.task.id, **options)
        return successes_of(
            con, "usage", used, book, query, asked_of(config, now),
            outcomes=told, besides=more, charges=bills,
        )  # fmt: skip


def row_of(report: CostReport, *key: str | None) -> CostRow:
    """The row of that key."""
    (row,) = (row for row in report.rows if row.key == key)
    return row


def verdicts(row: CostRow) -> tuple[int, int, int, int]:
    """A row's successes, failures, open and unknown tasks."""
    assert row.tasks is not None
    return row.tasks[:4]
