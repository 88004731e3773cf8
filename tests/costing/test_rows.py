"""The rows of a report: their order, their keys, their unit costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest

from support.tallies import priced_step
from support.usage import T0, call, report_of
from tokenomics.books import Book
from tokenomics.costing import CostQuery, CostRow
from tokenomics.costing.rows import read_rows
from tokenomics.dimensions import dimension


def test_rows_are_ordered_by_cost_and_times_by_time(book: Book) -> None:
    """The dearest comes first, equal costs go by name, days go forward."""
    rows = [
        call(input=1, feature="b"),
        call(input=1, feature="a"),
        call(input=9, feature="c", ts=T0 + timedelta(days=1)),
    ]

    assert [r.key for r in report_of(book, rows, "feature").rows] == [("c",), ("a",), ("b",)]
    assert [r.key for r in report_of(book, rows, "day", "feature").rows] == [
        ("2026-11-02", "a"),
        ("2026-11-02", "b"),
        ("2026-11-03", "c"),
    ]


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("month", "2026-11"),
        ("week", "2026-11-02"),
        ("day", "2026-11-08"),
        ("hour", "2026-11-08T23:00+00:00"),
        ("service_tier", "standard"),
        ("feature", None),
        ("tag:env", "dev"),
        ("tag:none", None),
        ("user_id", "u1"),
        ("model", "asked"),
    ],
)
def test_every_dimension_has_its_value(book: Book, by: str, key: str | None) -> None:
    """Times are in the zone, a missing tier is standard, what is missing is None."""
    row = call(
        ts=datetime(2026, 11, 8, 23, 30, tzinfo=UTC),
        model_served=None,
        model_requested="asked",
        tags={"env": "dev"},
        user_id="u1",
    )

    assert [r.key for r in report_of(book, [row], by).rows] == [(key,)]


def test_the_hour_a_clock_is_put_back_is_two_hours(book: Book) -> None:
    """New York's 1:30 of 2026-11-01 happens twice and is told apart by its offset."""
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    rows = [call(input=1, ts=first), call(input=1, ts=first + timedelta(hours=1))]
    report = report_of(book, rows, "hour", tz="America/New_York")

    assert [r.key[0] for r in report.rows] == [
        "2026-11-01T01:00-04:00",
        "2026-11-01T01:00-05:00",
    ]
    assert len(report_of(book, rows, "day", tz="America/New_York").rows) == 1


@pytest.mark.parametrize(
    ("per", "count", "share", "unit"),
    [("request", None, None, "3"), ("user", 2, 9, "4.5"), ("session", 1, 12, "12")],
)
def test_unit_costs_divide_what_is_of_somebody(
    book: Book, per: str, count: int | None, share: int | None, unit: str
) -> None:
    """12 dollars over 4 requests or 1 session; 9 of them over 2 users, for 3 are of nobody's call."""
    rows = [call(input=1_500_000, user_id=u, session_id="s") for u in ("a", "b", "a", None)]
    report = report_of(book, rows, "model", per=per)

    for row in (report.rows[0], report.totals):
        assert (row.counted, row.counted_cost, row.unit_cost) == (count, share, Decimal(unit))


def test_a_limit_keeps_the_totals_whole(book: Book) -> None:
    """Fewer rows are shown; what all cost stays."""
    rows = [call(input=n * 1_000_000, feature=str(n)) for n in range(1, 5)]
    report = report_of(book, rows, "feature", limit=1)

    assert ([r.key for r in report.rows], report.row_count) == ([("4",)], 4)
    assert report.totals.cost == 20


def test_unpriced_rows_come_last(book: Book) -> None:
    """What has no price stands after what costs nothing."""
    rows = [
        call(model_served="new", input=1),
        call(model_served="large", billing="free", input=1),
        call(input=1),
        call(model_served=None, input=1),
    ]
    report = report_of(book, rows, "model")

    assert [row.key[0] for row in report.rows] == ["small", "large", "new", None]


def test_the_cost_of_nobody_is_not_divided(book: Book) -> None:
    """Without a user there is no cost of one, and without a price there is none of a request."""
    rows = [call(input=1), call(model_served="new", input=1)]
    by_user = report_of(book, rows, "model", per="user").rows
    by_request = report_of(book, rows, "model", per="request").rows

    assert [(r.counted, r.counted_cost, r.unit_cost) for r in by_user] == [(0, 0, None)] * 2
    assert [row.unit_cost for row in by_request] == [Decimal("0.000002"), None]


def test_a_unit_cost_says_what_it_leaves_out(book: Book) -> None:
    """Only what is unpriced among the calls of somebody is missing from the cost of somebody."""
    rows = [
        call(input=1_000_000, team="a", user_id="u"),
        call(model_served="new", input=1, team="a"),
        call(input=1_000_000, team="b", user_id="v"),
        call(model_served="new", input=1, team="b", user_id="v"),
        call(model_served="new", input=1, team="c", user_id="w"),
    ]
    report = report_of(book, rows, "team", per="user")
    found = {
        row.key[0]: (row.unit_cost, row.unit_unpriced, row.has_unpriced) for row in report.rows
    }

    assert found == {"a": (2, False, True), "b": (2, True, True), "c": (None, True, True)}
    # 2 + 2 dollars over u, v and w.
    assert report.totals.unit_cost == Decimal("1.333333333333333333")
    assert report.totals.unit_unpriced


def test_a_unit_cost_is_rounded_to_18_decimals(book: Book) -> None:
    """0.000002 over 3 requests is 0.0000006 and so on, half to even at the last digit."""
    row = report_of(book, [call(input=1, requests=3)], "model", per="request").rows[0]

    assert row.unit_cost == Decimal("0.000000666666666667")


@pytest.mark.parametrize(("limit", "shown"), [(None, 3), (2, 2)])
def test_read_rows_counts_what_it_does_not_show(
    con: duckdb.DuckDBPyConnection, book: Book, limit: int | None, shown: int
) -> None:
    """Three rows, two of which have a gap, cost 2 x 2 + 1 x 2 per million together."""
    rows = [
        call(input=2, team="a"),
        call(input=1, citation=3, team="b"),
        call(citation=4, cache_read=0, team="c"),
    ]
    step = priced_step(con, book, rows, "team")
    query = CostQuery(by=("team",), limit=limit)
    found = read_rows(step.tally, query, [dimension("team")], has_others=False, stated={})

    assert (
        found.rows
        == (
            CostRow(("a",), 1, {"input": 2}, Decimal("0.000004")),
            CostRow(("b",), 1, {"input": 1, "citation": 3}, Decimal("0.000002"), has_unpriced=True),
            CostRow(("c",), 1, {"citation": 4}, None, has_unpriced=True),
        )[:shown]
    )
    assert (found.row_count, found.unpriced_count) == (3, 2)
    assert found.totals == CostRow(
        (), 3, {"input": 3, "citation": 7}, Decimal("0.000006"), has_unpriced=True
    )
