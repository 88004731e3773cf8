"""What quantities make of prices, against sums done by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.quantities import COMMITTED, FREE, book_with
from support.tallies import tallied
from support.usage import T0, by_key, call, cost_of, report_of, usage_rows
from tokenomics.books import Book, Call, quote
from tokenomics.costing import CostQuery
from tokenomics.costing.coverage import Effect
from tokenomics.costing.volumes import (
    NOTHING,
    Place,
    charged,
    lacks_account,
    volumes_at,
    volumes_of,
)
from tokenomics.overlap import Counted
from tokenomics.records.money import ZERO, total

DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
LAW = few(8)


def _search(number: int | str, account: str | None = "acct", **more: Any) -> dict[str, Any]:
    return call(web_search=Decimal(number), scope_id=account, **more)


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """5,000 searches a month and account are free, shared by two models."""
    return book_with(tmp_path_factory.mktemp("free"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The same with a commitment in money upon it."""
    return book_with(tmp_path_factory.mktemp("both"), FREE + COMMITTED)


def test_an_allowance_is_shared_by_all_calls_of_a_month(free: Book) -> None:
    """4,000 and 4,000 searches are 8,000, of which 3,000 are charged: half to each."""
    rows = [_search(4_000, team="a"), _search(4_000, team="b", ts=T0 + timedelta(days=20))]

    # 3,000 x 0.01 = 30, and 0.01 x 3000 / 8000 = 0.00375 a search
    assert by_key(report_of(free, rows, "team")) == {("a",): Decimal(15), ("b",): Decimal(15)}


def test_every_account_and_month_has_its_own(free: Book) -> None:
    """5,000 searches are free for each of them, and the 5,001st costs 0.01."""
    rows = [_search(5_001, "a"), _search(5_000, "b"), _search(5_000, "a", ts=DECEMBER)]
    rates = by_key(report_of(free, rows, "month"))

    # 0.01 x 1 / 5001 = 0.000001999600079984, x 5001 = 0.009999999999999984
    assert rates == {("2026-11",): Decimal("0.009999999999999984"), ("2026-12",): ZERO}


def test_models_of_one_allowance_count_together(free: Book) -> None:
    """Of 4,000 searches at 0.01 and 6,000 at 0.014 a half is free, each at its own price."""
    rows = [_search(4_000), _search(6_000, model_served="large")]

    # 4,000 x 0.005 + 6,000 x 0.007 = 20 + 42
    assert report_of(free, rows).totals.cost == Decimal(62)


def test_a_report_of_a_part_knows_the_whole(free: Book) -> None:
    """One team's day is charged the share that follows from all of the account's month."""
    rows = [_search(4_000, team="a"), _search(4_000, team="b", ts=T0 + timedelta(days=20))]
    day = report_of(free, rows, since=T0, until=T0 + timedelta(days=1))

    assert day.totals.cost == Decimal(15)
    assert report_of(free, rows, where=(("team", "b"),)).totals.cost == Decimal(15)


def test_calls_without_an_account_are_charged_in_full(free: Book) -> None:
    """Nobody guesses whose they are: 10 searches cost 0.10, all of which may be free."""
    report = report_of(free, [_search(10, None), _search(10)])

    assert report.totals.cost == Decimal("0.1")
    assert report.coverage.graduated == (
        Effect("acme", "free searches", "month", Decimal("0.1"), Decimal("0.2"), Decimal("0.1")),
    )


def test_what_is_not_billed_takes_nothing(free: Book) -> None:
    """A call from a cache costs nothing and leaves the allowance to the others."""
    rows = [_search(4_000, billing="cached"), _search(5_000)]

    assert report_of(free, rows).totals.cost == 0


def test_reports_without_such_a_meter_know_nothing_of_it(free: Book) -> None:
    """No effect is told, and the money is what it was."""
    report = report_of(free, [call(input=1_000, scope_id="acct")])

    assert report.totals.cost == Decimal("0.002")
    assert report.coverage.graduated == ()


def test_a_commitment_is_measured_in_money_after_what_is_free(both: Book) -> None:
    """15,000 searches come to 100, which the first step holds; one more, and all have 20 % off."""
    # 0.01 x 10,000 / 15,000 = 0.006666666666666667, x 15,000
    assert cost_of(both, _search(15_000)) == Decimal("100.000000000000005")
    # 0.01 x 10,001 / 15,001 = 0.006666888874075062; x 0.8 = 0.005333511099260050 (half-even), x 15,001
    assert cost_of(both, _search(15_001)) == Decimal("80.00800000000001005")


def test_a_price_by_quantity_holds_in_its_window(tmp_path: Path) -> None:
    """What was searched before the allowance began costs its price and takes nothing of it."""
    book = book_with(tmp_path, f"{FREE}from = 2026-11-15\n")
    rows = [_search(6_000), _search(5_000, ts=T0 + timedelta(days=20))]

    assert by_key(report_of(book, rows, "day")) == {
        ("2026-11-02",): Decimal(60),
        ("2026-11-22",): ZERO,
    }


def test_days_and_months_count_side_by_side(tmp_path: Path) -> None:
    """Each price by quantity has periods and a zone of its own."""
    daily = (
        FREE.replace("month", "day")
        .replace("free searches", "daily")
        .replace('meter = "web_search"', 'meter = "input"\nzone = "Asia/Tokyo"')
    )
    book = book_with(tmp_path, FREE + daily.replace("5_000", "1_000_000"))
    midnight = datetime(2026, 11, 2, 15, tzinfo=UTC)  # of Tokyo
    rows = [
        _search(5_000, input=1_000_000, ts=midnight - timedelta(hours=1)),
        _search(5_000, input=1_500_000, ts=midnight),
        call(scope_id="acct", input=500_000, ts=midnight + timedelta(hours=23)),
    ]

    # 5,000 of 10,000 searches: 50; tokens of the first day are free, of the second a half: 2
    assert report_of(book, rows).totals.cost == Decimal(52)


def test_volumes_are_counted_by_account_and_period(
    con: duckdb.DuckDBPyConnection, free: Book
) -> None:
    """What nobody is billed for, and whose account is unknown, is in none."""
    rows = [_search(1), _search(2), _search(4, "b"), _search(8, None), _search(16, billing="free")]
    november = datetime(2026, 11, 1, tzinfo=UTC)
    found = volumes_of(tallied(con, free, rows), free, CostQuery())

    assert found.entries == free.graduated
    assert found.used == [{Place("acct", november): 3, Place("b", november): 4}]


def test_volumes_of_an_instant_are_those_of_its_periods(
    con: duckdb.DuckDBPyConnection, free: Book, book: Book
) -> None:
    """A book without prices by quantity has none."""
    used = usage_rows(con, [_search(1), _search(2, ts=T0 + timedelta(days=9))])
    usage = Counted("usage", used, ())

    assert volumes_at(con, usage, book, CostQuery(), T0) == NOTHING
    (volume,) = volumes_at(con, usage, free, CostQuery(), T0).used
    assert list(volume.values()) == [3]


def test_one_call_is_charged_by_its_accounts_volume(free: Book) -> None:
    """Of 20,000 searches three quarters are charged: 0.0075 each; without a volume 0.01."""
    (entry,) = free.graduated
    answer = quote(free, Call("acme", "small", None, None, None, 0, T0))
    volume = {Place("acct", datetime(2026, 11, 1, tzinfo=UTC)): Fraction(20_000)}

    rates = [
        charged(entry, answer, volume, account=account, at=T0, priced_at=T0).rates["web_search"]
        for account in ("acct", "other", None)
    ]

    assert [found.rate.rate for found in rates] == [Decimal("0.0075"), *2 * [Decimal("0.01")]]
    assert lacks_account(entry, None)
    assert not lacks_account(entry._replace(pooled=True), None)


_rows = st.lists(
    st.builds(
        _search,
        st.decimals(0, 9_000, places=2).map(str),
        st.sampled_from(["a", "b", None]),
        ts=st.sampled_from([T0, T0 + timedelta(days=20), DECEMBER]),
        team=st.sampled_from(["x", "y"]),
        input=st.none() | st.integers(0, 90_000_000),
        billing=st.sampled_from(["metered", "cached"]),
    ).map(lambda row: {**row, "user_id": row["team"]}),  # one priced by group, one by record
    max_size=6,
)


@LAW
@given(rows=_rows)
def test_pricing_records_equals_pricing_groups_and_sums_to_the_total(
    both: Book, rows: list[dict[str, Any]]
) -> None:
    """To the last digit, by whatever they are grouped."""
    by_group, by_record = (report_of(both, rows, name) for name in ("team", "user"))

    assert by_key(by_group) == by_key(by_record)
    assert by_group.coverage == by_record.coverage
    assert total(row.cost for row in report_of(both, rows, "hour", "team").rows) == (
        by_group.totals.cost or ZERO
    )


@LAW
@given(rows=_rows)
def test_an_account_pays_for_its_steps(free: Book, rows: list[dict[str, Any]]) -> None:
    """An account's month costs what is beyond 5,000 searches, but for half of 1e-18 a search."""
    mine = [dict(row, input=None) for row in rows if row["scope_id"] == "a"]
    november = [row for row in mine if row["ts"] < DECEMBER and row["billing"] == "metered"]
    used = sum((row["web_search"] for row in november), ZERO)
    report = report_of(free, [dict(row, input=None) for row in rows], where=(("team", "x"),))

    alone = report_of(free, mine, until=DECEMBER).totals.cost or ZERO
    assert abs(alone - max(used - 5_000, ZERO) * Decimal("0.01")) <= used / 2 * Decimal("1e-18")
    assert report.totals.requests == sum(row["team"] == "x" for row in rows)


@LAW
@given(rows=_rows, cut=st.decimals(0, 1, places=2))
def test_splitting_a_record_changes_nothing(
    free: Book, rows: list[dict[str, Any]], cut: Decimal
) -> None:
    """Two calls cost what one call of both costs."""
    halves = [
        dict(row, web_search=part)
        for row in rows
        for first in [(row["web_search"] * cut).quantize(Decimal("0.01"))]
        for part in (first, row["web_search"] - first)
    ]
    whole = [dict(row, input=None) for row in rows]

    assert report_of(free, [dict(row, input=None) for row in halves]).totals.cost == (
        report_of(free, whole).totals.cost
    )


@LAW
@given(rows=_rows)
def test_steps_that_take_nothing_off_change_nothing(
    book: Book, tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    """0 % off is the book's price, whoever used how much."""
    nothing = book_with(
        tmp_path_factory.mktemp("nothing"), (FREE + COMMITTED).replace("= 100 }", "= 0 }").replace("= 20 }", "= 0 }")
    )  # fmt: skip

    assert report_of(nothing, rows, "team").rows == report_of(book, rows, "team").rows
