"""A report with everything in it: two days, an unpriced model, hostile names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import T0, book_of, call, report_of
from tokenomics.costing import CostReport
from tokenomics.report.origin import BookRef, Origin

ROWS = [
    call(input=1_000_000, output=100_000, cache_read=50, feature="search", user_id="u1"),
    call(input=333_333, feature="chat | <b>", user_id="u2", ts=T0.replace(day=3)),
    call(model_served="new", input=7, feature="=cmd()", user_id="u2"),
    call(model_served="undated", web_search=Decimal("1.5"), input=1, feature="\x1b[31mred"),
]


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., CostReport]:
    """Ask for a report of the rows: `report("feature", limit=1)`."""
    book = book_of(tmp_path)

    def ask(*by: str, **options: Any) -> CostReport:
        return report_of(book, options.pop("rows", ROWS), *by, **options)

    return ask


@pytest.fixture
def origin() -> Origin:
    """What the reports of these tests say they were made with."""
    return Origin(
        tool_version="0.1.0",
        generated_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        command="report",
        parameters={"by": ["feature"]},
        ledger_path=".tokenomics",
        ledger_version=3,
        config_digest="c0ffee",
        pricebooks=(BookRef("acme", "abc", datetime(2026, 11, 1, tzinfo=UTC).date()),),
    )
