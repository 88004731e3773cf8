"""Budgets as people and machines read them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.budgeting import at, budget, spend, stand
from support.usage import report_of
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.budgeting.listed import COLUMNS, listed
from tokenomics.report.listings import table

ROWS = [spend(f"2026-{month}-{day:02d}", "1", team="a") for month in ("10", "11") for day in range(1, 15)]  # fmt: skip


def _listed(folder: Path, book: Book, *budgets: Any, rows: Any = ROWS, **options: Any) -> Listing:
    found = stand(folder, book, rows, *budgets, now=at("2026-11-15"), forecast=True, **options)
    return listed(found, report_of(book, rows))


def _row(found: Listing, index: int = 0) -> dict[str, Any]:
    return dict(zip([c.name for c in COLUMNS], found.rows[index], strict=True))


def test_a_budget_is_a_row_of_exact_figures(tmp_path: Path, book: Book) -> None:
    """14 of 20 spent, 70 %, when 14 of 30 days are over: 1.5 times too fast."""
    row = _row(_listed(tmp_path, book, budget(amount="20")))

    assert (row["budget"], row["value"], row["spent"], row["limit"]) == ("all", "", 14, 20)
    assert (row["used"], row["remaining"]) == (Decimal("0.7"), Decimal(6))
    assert row["elapsed"] == Decimal("0.466666666666666667")
    assert row["pace"] == Decimal("1.5")
    assert row["period_end"] == "2026-12-01T00:00:00Z"


def test_what_is_over_is_told(tmp_path: Path, book: Book) -> None:
    """14 of 10: over by 4, with more than half of the month to go."""
    found = _listed(tmp_path, book, budget(amount="10"))

    assert _row(found)["status"] == "over"
    assert found.sentences == ("all: over by 4.00 USD, with 53 % of the period to go",)


def test_what_is_at_risk_is_told_with_the_day(tmp_path: Path, book: Book) -> None:
    """A dollar a day in the last two weeks: the limit is reached before December."""
    found = _listed(tmp_path, book, budget(amount="18"))

    assert _row(found)["status"] == "at risk"
    assert _row(found)["gone"] is not None
    assert found.sentences[0].startswith("all: ")
    assert "of 18.00 expected by 2026-11-30, gone on 2026-11-" in found.sentences[0]


def test_each_budget_says_which_prices_it_counts(tmp_path: Path, book: Book) -> None:
    """One that names no basis counts the prices of the report."""
    found = _listed(tmp_path, book, budget("a"), budget("b", basis="list"))

    assert [_row(found, i)["basis"] for i in range(2)] == ["list", "list"]


def test_the_table_draws_bars(tmp_path: Path, book: Book) -> None:
    """Seven of ten cells; a budget for each team has the team beside it, a single one nothing."""
    text = table(_listed(tmp_path, book, budget("each", amount="20", for_each="team"), budget("all", "20")))  # fmt: skip
    each, single = text.splitlines()[4:6]

    assert each.split()[:2] == ["each", "a"]
    assert "███████···  70 %" in each
    assert single.split()[:2] == ["all", "at"]


def test_calls_without_a_price_are_told(tmp_path: Path, book: Book) -> None:
    """They come on top of what is spent."""
    rows = [*ROWS, {**ROWS[-1], "model_served": "new"}]
    found = _listed(tmp_path, book, budget(amount="100"), rows=rows)

    assert found.sentences == ("all: 1 call without a price comes on top",)


def test_budgets_that_are_over_are_told_before_calls_without_a_price(
    tmp_path: Path, book: Book
) -> None:
    """What is urgent is read first, whichever budget it is of."""
    rows = [*ROWS, {**ROWS[-1], "model_served": "new"}]
    found = _listed(tmp_path, book, budget("wide", "100"), budget("tight", "1"), rows=rows)

    assert [text.split(",")[0].split(" by")[0] for text in found.sentences] == [
        "tight: over", "wide: 1 call without a price comes on top",
        "tight: 1 call without a price comes on top",
    ]  # fmt: skip


def test_what_is_not_carried_over_is_told(tmp_path: Path, book: Book) -> None:
    """A call of October has no price: what October left is not known."""
    rows = [*ROWS, spend("2026-10-20", model_served="unknown")]
    found = _listed(tmp_path, book, budget(amount="100", rollover=True), rows=rows)

    assert _row(found)["carried"] == 0
    assert "all: nothing is carried over, for calls of the period before have no price" in found.sentences  # fmt: skip


def test_what_burns_too_fast_is_told(tmp_path: Path, book: Book) -> None:
    """A dollar an hour for five weeks, and 12 in each of the last six: 66 beyond the expected, 5 % of 1,200 are 60."""
    end = at("2026-11-15")
    rows = [
        spend((end - timedelta(hours=n)).strftime("%Y-%m-%dT%H:05"), "12" if n <= 6 else "1")
        for n in range(1, 35 * 24)
    ]
    found = _listed(tmp_path, book, budget(amount="1200"), rows=rows)

    assert (_row(found)["burning"], _row(found)["burn_rate"]) == ("on", 12)
    assert "all: burns 12.0x as fast as expected for 6 hours (72.00 USD of 1,200.00 a month)" in found.sentences  # fmt: skip
