"""Tests of price_rows.py."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tokenomics.books.rates import RateKey
from tokenomics_cli.price_rows import cut, percent, row, shown

KEY = RateKey("openai", "gpt-5.5", "input", "batch", 272_001, "us", None, None)
ROW = row("changed", KEY, Decimal("0.000005"), Decimal("0.000004"))


def test_a_row_has_prices_as_people_write_them() -> None:
    """Tokens are priced by the million: 0.000005 is 5, and 4 is 20 % less."""
    assert (ROW["old"], ROW["new"], ROW["change %"], ROW["per"]) == (5, 4, -20, "1M tokens")


def test_percent_is_of_the_old_price() -> None:
    """(3 - 4) * 100 / 4 = -25; without an old price, or with one of zero, there is none."""
    assert percent(Decimal(4), Decimal(3)) == -25
    assert percent(None, Decimal(3)) is None
    assert percent(Decimal(0), Decimal(3)) is None
    assert percent(Decimal(3), None) is None


def test_a_table_says_what_calls_a_price_is_for() -> None:
    """Tier, region and threshold stand in one column, columns without anything are left out."""
    dated = {**ROW, "from": datetime(2026, 3, 1, tzinfo=UTC), "until": None}

    assert shown([dated], "table", limit=None, width=200).splitlines() == [
        "what     model           meter  calls              old  new  change %  from",
        "changed  openai/gpt-5.5  input  batch us 272,001+    5    4       -20  2026-03-01",
    ]


def test_a_table_is_as_long_as_one_reads() -> None:
    """Forty rows are shown unless a limit says otherwise; other forms have all."""
    many = [ROW] * 50

    assert len(shown(many, "table", limit=None, width=200).splitlines()) == 41
    assert len(shown(many, "table", limit=3, width=200).splitlines()) == 4
    assert len(shown(many, "csv", limit=None, width=200).splitlines()) == 51


def test_what_is_left_out_is_said() -> None:
    """Of fifty rows a table shows forty, CSV all."""
    assert cut(50, "table", None) == "40 of 50 rows; --limit shows more, --format csv all"
    assert cut(50, "csv", None) == ""
    assert cut(50, "csv", 7).startswith("7 of 50")


def test_no_rows_are_no_table() -> None:
    """There are no headings without rows."""
    assert shown([], "table", limit=None, width=80) == ""
