"""Requests and people counted record by record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from support.quantities import book_with
from support.tallies import Records, priced_step, tallied
from support.usage import book_of, call
from tokenomics.books import Book
from tokenomics.costing.counts import count_distinct, straddling, touched
from tokenomics.costing.coverage import Touched
from tokenomics.costing.others import price_others
from tokenomics.costing.scope import column_sql
from tokenomics.dimensions import dimension


def _touched(
    con: duckdb.DuckDBPyConnection, book: Book, rows: Records, *, others: bool = False
) -> Touched:
    step = priced_step(con, book, rows, "model")
    if others:
        price_others(step.tally, step.rates.same)
    return touched(step.tally, step.found, step.quantities, step.rates.same, others=others)


def _straddling(
    con: duckdb.DuckDBPyConnection, book: Book, rows: Records, *by: str, **options: Any
) -> int:
    tally = tallied(con, book, rows, *by, **options)
    return straddling(tally, [dimension(name) for name in by])


def _bucket(model: str, start: datetime, end: datetime) -> dict[str, Any]:
    return call(model_served=model, input=1, grain="bucket", ts=start, ts_end=end, requests=5)


def _days(model: str, first: int, last: int) -> dict[str, Any]:
    start, end = (datetime(2026, 11, day, tzinfo=UTC) for day in (first, last))
    return _bucket(model, start, end)


def test_a_request_is_counted_once_however_many_meters_lack_a_rate(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """2 requests with two such meters, 3 with one, none with a rate for all it uses."""
    rows = [
        call(input=1, citation=1, output_audio=1, requests=2),
        call(output_audio=1, requests=3),
        call(input=1, requests=50),
        call(input=1, citation=0, requests=50),
        call(model_served="new", input=1, requests=7),
        call(model_served=None, input=1, requests=11),
    ]

    assert _touched(con, book, rows) == Touched(
        {("acme", "small"): 2 + 3, ("acme", "new"): 7, ("acme", None): 11}, undated=0, assumed=0
    )


def test_the_same_meter_has_a_rate_in_one_tier_only(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Cache reads lack a rate in the batch tier, so only the batch call is counted."""
    rows = [call(cache_read=1), call(cache_read=1, service_tier="batch", requests=2)]

    assert _touched(con, book, rows).unpriced == {("acme", "small"): 2}


def test_undated_and_assumed_rates_are_counted(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """4 requests at a rate without a date, 2 whose cache writes are priced by assumption."""
    rows = [
        call(model_served="undated", input=1, output=1, requests=4),
        call(model_served="undated", requests=9),
        call(cache_write=1, requests=2),
        call(input=1),
    ]

    assert _touched(con, book, rows) == Touched({}, undated=4, assumed=2)


def test_a_fee_without_a_date_is_an_undated_rate(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Each request that is charged the fee is counted, whatever else it uses."""
    text = 'provider = "acme"\n[[price]]\nmodel = "small"\nsource = "x"\nrates = [{ requests = 1 }]'
    rows = [call(requests=3), call(requests=5, billing="free")]

    assert _touched(con, book_of(tmp_path, text), rows).undated == 3


def test_what_is_not_billed_touches_nothing(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Free usage has no gap and rests on no rate."""
    models = ("small", "undated", "new")
    rows = [call(model_served=model, citation=1, billing="free") for model in models]

    assert _touched(con, book, rows) == Touched({}, 0, 0)


def test_meters_outside_the_table_are_gaps_too(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """The book has a rate for gizmos; calls with gadgets count, once each, unless free."""

    def using(*names: str, **columns: Any) -> dict[str, Any]:
        items = [{"meter": name, "quantity": Decimal(1), "unit": None} for name in names]
        return call(input=1, other=items, **columns)

    rows = [
        using("gizmo"),
        using("gadget", "widget", "gizmo", requests=2),
        using("gadget", requests=3, citation=1),
        using("gadget", billing="free"),
    ]

    assert _touched(con, book, rows, others=True).unpriced == {("acme", "small"): 2 + 3}


def test_people_are_counted_by_group_and_over_all(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """One user of both teams is one user of the whole; a missing user is no user."""
    rows = [
        call(input=1, team=team, user_id=user)
        for team, user in (("a", "u"), ("a", "v"), ("a", "u"), ("b", "u"), ("c", None))
    ]
    tally = tallied(con, book, rows, "team")

    assert count_distinct(tally, "user_id") == {("a",): 2, ("b",): 1, ("c",): 0, (): 2}
    assert count_distinct(tallied(con, book, rows), "user_id") == {(): 2}
    unstated = column_sql(tally.scope, "session_id")
    assert count_distinct(tally, unstated) == {("a",): 0, ("b",): 0, ("c",): 0, (): 0}


def test_a_bucket_over_a_boundary_straddles(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Over the end of a day or a period; a bucket that ends there does not."""
    one_day, two_days = _days("small", 2, 3), _days("small", 2, 4)
    end = datetime(2026, 11, 3, tzinfo=UTC)

    assert _straddling(con, book, [one_day], "day") == 0
    assert _straddling(con, book, [two_days, one_day], "day") == 5
    assert _straddling(con, book, [two_days], "month") == 0
    assert _straddling(con, book, [two_days]) == 0
    assert _straddling(con, book, [two_days], until=end) == 5
    assert _straddling(con, book, [one_day], until=end) == 0


def test_a_price_that_stays_divides_no_bucket(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Nothing of this model changes on the 15th."""
    assert _straddling(con, book, [_days("small", 14, 16)]) == 0


def test_a_period_whose_quantity_counts_divides_buckets(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Two days over the end of November count by their start, where they use what is counted."""
    start = datetime(2026, 11, 30, tzinfo=UTC)
    bucket = _bucket("small", start, start + timedelta(days=2))
    searches = {**bucket, "web_search": Decimal(1), "scope_id": "acct"}
    book = book_with(tmp_path)

    assert _straddling(con, book, [searches, bucket]) == 5
    assert _straddling(con, book, [{**searches, "ts_end": start + timedelta(days=1)}]) == 0
    assert _straddling(con, book, [bucket]) == 0


def test_a_day_of_25_hours_is_one_day(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Berlin's 2026-10-25 ends at 23:00 UTC, an hour later than the day before it."""
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    whole = _bucket("small", start, start + timedelta(hours=25))
    longer = _bucket("small", start, start + timedelta(hours=25, microseconds=1))

    assert _straddling(con, book, [whole], "day", tz="Europe/Berlin") == 0
    assert _straddling(con, book, [longer], "day", tz="Europe/Berlin") == 5


def test_a_call_is_no_bucket(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """A call that ends on the next day belongs to the day on which it began."""
    row = {**_days("small", 2, 4), "grain": "request"}

    assert _straddling(con, book, [row], "day") == 0
    assert _straddling(con, book, [row, _days("small", 2, 3)], "day") == 0
