"""Questions about more than calls, asked of a ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery, costs
from tokenomics.intake import ingest
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import answering, asked_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "query", [CostQuery(per="success"), CostQuery(per="revenue"), CostQuery(by=("layer",))]
)
def test_refused_rows_are_told_by_every_report(
    tmp_path: Path, book: Book, query: CostQuery
) -> None:
    """A judgement that was refused may be why a task is unknown: as in `costs`, one row is rejected."""
    (tmp_path / "calls.csv").write_text(
        "ts,provider,model,task_id,input\n2026-11-02T10:00:00Z,openai,small,t1,2000\n", "utf-8"
    )
    (tmp_path / "outcomes.csv").write_text(
        "task_id,ts,outcome,review_minutes\nt1,2026-11-02T11:00:00Z,success,-1\n", "utf-8"
    )
    ingest([tmp_path], ledger=tmp_path / "ledger", config=Config(), now=NOW)
    ledger = open_ledger(tmp_path / "ledger")
    ask = answering(query)

    assert ask is not None
    report = ask(ledger, book, query, asked_of(Config(), NOW))
    assert report.coverage.rejects == costs(ledger, book, CostQuery()).coverage.rejects == 1
