"""What questions in a notebook have in common."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import tokenomics as tk
from support.logs import calls
from tokenomics.analysis.listing import Column, Listing
from tokenomics.books import Book
from tokenomics.costing import CostQuery, costs
from tokenomics.handle import answered, instant
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked


def test_a_date_begins_where_its_zone_is() -> None:
    """Midnight of 2 November in Berlin is 23:00 UTC of the day before; an instant stays."""
    eve = datetime(2026, 11, 1, 23, tzinfo=UTC)

    assert instant(date(2026, 11, 2), "Europe/Berlin") == eve
    assert instant("2026-11-02", "Europe/Berlin") == eve
    assert instant(eve, "Europe/Berlin") is eve
    assert instant(None) is None


def test_an_answer_is_what_is_asked(tmp_path: Path) -> None:
    """An analysis is handed the query that the question means, and its rows are a frame."""
    tk.ingest(calls(tmp_path / "calls.csv"), tmp_path / "ledger")
    column = Column("cost", "money", "What it cost.")

    def ask(ledger: Ledger, book: Book, query: CostQuery, _: Asked, /, **how: Any) -> Listing:
        report = costs(ledger, book, query, **how)
        return Listing("sample", "Cost", (column,), ((report.totals.cost,),), report, 1)

    handle = tk.open(tmp_path / "ledger")
    found = answered(handle, (), {"where": {"team": "search"}, "now": "2026-12-01"}, ask)
    assert found["cost"].to_list() == [Decimal("0.06")]


def test_money_in_another_currency_counts_at_the_rates_of_the_configuration(tmp_path: Path) -> None:
    """3,000 tokens at 200 yuan a million and 500 at 400 are 0.8 yuan, at 0.15 0.12 dollars."""
    tk.ingest(calls(tmp_path / "calls.csv"), tmp_path / "ledger")
    config, book = tmp_path / "tokenomics.toml", tmp_path / "yuan.toml"
    config.write_text('[fx]\n"CNY/USD" = [{ from = 2026-01-01, rate = "0.15" }]\n', "utf-8")
    book.write_text(
        'provider = "openai"\ncurrency = "CNY"\n[[price]]\nmodel = "gpt-4-0613"\nfrom = 2026-01-01\n'
        'source = "x"\nrates = [{ input = 200, output = 400 }]\n',
        "utf-8",
    )
    found = tk.costs(tk.open(tmp_path / "ledger", config=config), pricebooks=[book])

    assert found["cost"].to_list() == [Decimal("0.12")]
