"""Bills that state the same charges by several groupings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.ledgers import take
from support.reported import Result, openai_bucket, page, write
from tokenomics.engine import connect
from tokenomics.ledger import open_ledger, relation
from tokenomics.overlap import charged_once


def cost(value: str, project: str | None) -> Result:
    """A line of OpenAI's costs."""
    return {
        "object": "organization.costs.result",
        "amount": {"value": value, "currency": "usd"},
        "line_item": "gpt-5.6-sol, input",
        "project_id": project,
    }


def billed(ledger: Path) -> tuple[int, Decimal]:
    """Lines of the bills that count, and their sum."""
    with connect(allowed=[ledger]) as con:
        (found,) = con.execute(
            f"SELECT count(*), sum(billed_cost) FROM {charged_once(open_ledger(ledger))}"
        ).fetchall()
    return found


def test_costs_pulled_by_two_groupings_count_once(tmp_path: Path) -> None:
    """3 dollars by line item are the 1 + 2 by line item and project."""
    whole = write(tmp_path / "a.jsonl", page(openai_bucket(cost("3", None))))
    parts = write(tmp_path / "b.jsonl", page(openai_bucket(cost("1", "p"), cost("2", "q"))))
    take(tmp_path / "ledger", whole, parts)

    assert billed(tmp_path / "ledger") == (2, Decimal(3))


def test_without_series_nothing_is_compared(tmp_path: Path) -> None:
    """A bill in FOCUS has none: its lines are read as they are."""
    (tmp_path / "bill.csv").write_text(
        "ChargePeriodStart,BilledCost,BillingCurrency,ServiceName\n2026-11-02,1.5,USD,Search\n",
        "utf-8",
    )
    take(tmp_path / "ledger", tmp_path / "bill.csv")
    ledger = open_ledger(tmp_path / "ledger")

    assert charged_once(ledger) == relation(ledger, "charge")
