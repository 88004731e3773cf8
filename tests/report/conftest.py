"""A report with everything in it: two days, an unpriced model, hostile names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import T0, book_of, call, report_of
from tokenomics.analysis.listing import Column, Listing
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
def listing(report: Callable[..., CostReport]) -> Listing:
    """Two of three flows with everything that a column may hold, their sum, and what it means."""
    columns = (
        Column("feature", "name", "The feature."),
        Column("calls", "count", "How many calls there were.", spare=True),
        Column("change", "part", "By how much the cost changed."),
        Column("per_task", "money", "What a task cost.", head="a task"),
        Column("rate", "share", "How many succeeded."),
        Column("multiple", "number", "Tokens of a task in those of a call."),
        Column("sentence", "text", "The row in words."),
    )
    rows = (
        ("chat | <b>", 1200, Decimal("-1.005"), Decimal("0.01234"), Decimal("0.5"), Decimal(20), "chat: less"),
        ("=cmd()", 3, Decimal("3.333"), None, None, Decimal("3.4567"), None),
    )  # fmt: skip
    total = (None, 1203, Decimal("2.328"), None, None, None, None)
    return Listing(
        "sample", "What changed by feature", columns, rows, report(), 3, total,
        sentences=("In all: \x1b[31mmore.",), remarks=("no call states a step",),
    )  # fmt: skip


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
