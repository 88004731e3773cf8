"""A ledger's calls with their costs in the engine."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from tokenomics.analysis.calls import priced_calls, task_of
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.costing.each import EACH
from tokenomics.dimensions import dimension
from tokenomics.intake import ingest
from tokenomics.ledger import open_ledger

NOW = datetime(2026, 12, 1, tzinfo=UTC)
CALLS = """ts,provider,model,feature,task_id,session_id,input
2026-11-02T10:00:00Z,acme,small,chat,t1,s1,1000000
2026-11-02T10:01:00Z,acme,small,search,,s1,500000
never,acme,small,search,,s1,500000
"""


def test_calls_stand_in_the_engine_with_their_costs_and_tasks(tmp_path: Path, book: Book) -> None:
    """1,000,000 x 2 dollars a million = 2, half of it 1; the task is its id, else the session; one row was refused."""
    (tmp_path / "calls.csv").write_text(CALLS, "utf-8")
    ingest([tmp_path / "calls.csv"], ledger=tmp_path / "ledger", config=Config(), now=NOW)
    ledger = open_ledger(tmp_path / "ledger")
    query = CostQuery()

    columns = {"feature": dimension("feature"), "task": task_of(query), "input": "input"}
    with priced_calls(ledger, book, query, columns) as calls:
        rows = calls.con.execute(
            f"SELECT feature, task, input, cost FROM {EACH} ORDER BY feature"
        ).fetchall()

    assert rows == [("chat", "t1", 1_000_000, Decimal(2)), ("search", "s1", 500_000, Decimal(1))]
    assert (calls.report.totals.cost, calls.report.coverage.rejects) == (Decimal(3), 1)
    assert not calls.is_empty


def test_a_question_that_no_call_answers_finds_none(tmp_path: Path, book: Book) -> None:
    """Nobody called for the feature `other`, so there is no table to ask."""
    (tmp_path / "calls.csv").write_text(CALLS, "utf-8")
    ingest([tmp_path / "calls.csv"], ledger=tmp_path / "ledger", config=Config(), now=NOW)
    query = CostQuery(where=(("feature", "other"),))

    with priced_calls(open_ledger(tmp_path / "ledger"), book, query, {}) as calls:
        assert calls.is_empty
