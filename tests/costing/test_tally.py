"""Records counted and priced in the engine, step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support.tallies import priced_step, scoped, tallied
from support.usage import T0, book_of, call, cost_of, report_of
from tokenomics.books import Book
from tokenomics.costing.answer import CostQuery
from tokenomics.costing.coverage import Sum
from tokenomics.costing.tally import (
    GROUPS,
    ROWS,
    ask,
    dims_sql,
    grouping_sql,
    part_sql,
    summarise,
    tally_of,
    whole,
)
from tokenomics.dimensions import dimension
from tokenomics.ledger import Known
from tokenomics.rate_keys import RateKey
from tokenomics.records.errors import InputError
from tokenomics.timezones import stretches, zone

_KEY = RateKey("acme", "small", None, None, None, None, billable=True, epoch=0, step=0)
_CHANGE = datetime(2026, 11, 15, tzinfo=UTC)


def _rows(con: duckdb.DuckDBPyConnection, columns: str = "*") -> list[tuple[Any, ...]]:
    return sorted(con.execute(f"SELECT {columns} FROM {ROWS}").fetchall())


def test_without_records_there_is_no_tally(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Neither an empty relation nor an empty period can be looked at."""
    for rows, since in (([], None), ([call(input=1)], T0 + timedelta(days=1))):
        scope = scoped(con, rows, since=since)
        assert tally_of(con, scope, book, CostQuery(), by=()) is None


def test_thresholds_that_no_call_can_reach_are_no_cuts(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Where the greatest counts together stay below a context tier, calls are not asked for it."""
    rows = [call(model_served="large", input=1, cache_read=2)]
    for greatest, context in (
        ({"input": 200_000, "cache_read": 72_000}, ()),
        ({"input": 200_000, "cache_read": 72_001}, (272_001,)),
        ({"input": 1}, (272_001,)),
    ):
        scope = scoped(con, rows, known=Known({}, greatest))
        tally = tally_of(con, scope, book, CostQuery(), by=())
        assert tally is not None
        assert tally.cuts.context == context


@pytest.mark.parametrize("billing", ["metered", "cached"])
def test_what_is_known_changes_no_sum(
    con: duckdb.DuckDBPyConnection, book: Book, billing: str
) -> None:
    """Sums are the same whether columns are read or known to hold one value throughout."""
    rows = [call(input=3, billing=billing), call(output=5, billing=billing)]
    plain = scoped(con, rows)
    same = {"billing": billing, "provider": "acme", "token_basis": "reported", "grain": "request"}
    sums = [
        summarise(tally, by=False)
        for scope in (plain, plain._replace(known=Known(same, {})))
        if (tally := tally_of(con, scope, book, CostQuery(), by=()))
    ]

    assert sums[0] == sums[1]


def test_calls_that_agree_in_everything_and_name_no_model_are_one_sum(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """3 and 4 tokens of which every column is known to be the same, or to be empty."""
    plain = scoped(con, [call(model_served=None, input=3), call(model_served=None, input=4)])
    names = ("provider", "billing", "token_basis", "grain", "source")
    known = Known({name: str(call()[name]) for name in names}, {})
    tally = tally_of(con, plain._replace(known=known), book, CostQuery(), by=())

    assert tally is not None
    key = _KEY._replace(model=None)
    found = Sum(key, "reported", "test", 2, {"requests": 2, "input": 7})
    assert summarise(tally, by=False) == [found]


def test_the_first_look_takes_span_meters_and_cuts(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Meters in the table's order, prices that change and context tiers of the models used."""
    rows = [
        call(model_served="moving", output=1, input=2),
        call(model_served="large", input=3, ts=_CHANGE),
    ]
    tally = tallied(con, book, rows, "team", "day")

    assert (tally.dims, tally.meters) == (("d0", "d1"), ("input", "output"))
    assert (tally.first, tally.last) == (T0, _CHANGE)
    assert (tally.cuts.instants, tally.cuts.context) == ((_CHANGE,), (272_001,))
    assert not tally.has_buckets


def test_a_period_bounds_the_span(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """The span is that of the records asked for, and a change outside of it cuts nothing."""
    rows = [
        call(model_served="moving", input=1, ts=T0 + timedelta(days=days)) for days in (0, 2, 30)
    ]
    since, until = T0 + timedelta(days=1), T0 + timedelta(days=3)
    tally = tallied(con, book, rows, since=since, until=until)

    only = T0 + timedelta(days=2)
    assert (tally.first, tally.last, tally.cuts.instants) == (only, only, ())


def test_a_bucket_is_looked_at_until_its_end(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Changes of price and clock within the last bucket are known; its start ends the span."""
    start, end = datetime(2026, 10, 24, 22, tzinfo=UTC), _CHANGE + timedelta(days=1)
    row = call(model_served="moving", input=1, grain="bucket", ts=start, ts_end=end)
    tally = tallied(con, book, [row], tz="Europe/Berlin")

    assert tally.has_buckets
    assert tally.last == start
    assert tally.cuts.instants == (_CHANGE,)
    assert tally.pieces[0].until == datetime(2026, 10, 25, 1, tzinfo=UTC)


def test_sums_are_by_rate_key_basis_and_source(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """1 + 2 tokens of one key, and each other key, basis and source apart."""
    rows = [
        call(input=1, team="a"),
        call(input=2, team="b"),
        call(input=4, source="other"),
        call(input=8, token_basis="partial"),
        call(web_search=Decimal("0.5"), service_tier="batch", requests=3, grain="bucket"),
    ]
    sums = summarise(tallied(con, book, rows), by=False)

    assert sorted(sums, key=lambda row: row.requests * 10 + len(row.source + row.basis)) == [
        Sum(_KEY, "partial", "test", 1, {"requests": 1, "input": 8}),
        Sum(_KEY, "reported", "other", 1, {"requests": 1, "input": 4}),
        Sum(_KEY, "reported", "test", 2, {"requests": 2, "input": 3}),
        Sum(
            _KEY._replace(service_tier="batch"),
            "reported",
            "test",
            3,
            {"requests": 3, "web_search": Decimal("0.5")},
        ),
    ]


@pytest.mark.parametrize("stated", [5, None])
def test_a_call_counts_one_request_and_a_bucket_what_it_states(
    con: duckdb.DuckDBPyConnection, book: Book, stated: int | None
) -> None:
    """Where nothing is stated, not even the column, a bucket counts nothing."""
    rows = [
        call(input=1, requests=None),
        call(input=1, requests=stated, grain="bucket", service_tier="batch"),
    ]
    sums = summarise(tallied(con, book, rows), by=False)

    assert {row.key.service_tier: row.requests for row in sums} == {None: 1, "batch": stated or 0}


def test_groups_are_kept_in_the_engine(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """By dimensions there is a group a combination and rate key; without, a rate key alone."""
    rows = [
        call(input=1, team=team, service_tier=tier) for team in "ab" for tier in (None, "batch")
    ]
    tally = tallied(con, book, [*rows, *rows], "team")
    count = f"SELECT count(*), sum(input) FROM {GROUPS}"

    summarise(tally, by=True)
    assert con.execute(count).fetchall() == [(4, 8)]
    summarise(tally, by=False)
    assert con.execute(count).fetchall() == [(2, 8)]


@pytest.mark.parametrize("grouped", [True, False])
def test_groups_and_records_are_priced_alike(
    con: duckdb.DuckDBPyConnection, book: Book, *, grouped: bool
) -> None:
    """a: 3 x 2 + 1 x 1 per million; b: 1 x 8 per million, and 2 citations without a rate."""
    rows = [
        call(input=1, team="a"),
        call(input=2, team="a"),
        call(input=1, team="a", service_tier="batch"),
        call(output=1, team="b"),
        call(citation=2, team="b"),
    ]
    step = priced_step(con, book, rows, "team", grouped=grouped)

    assert step.rates.same == ("service_tier",)
    assert _rows(con, "d0, requests, cost, priced, unpriced") == [
        ("a", 3, Decimal("0.000007"), True, False),
        ("b", 2, Decimal("0.000008"), True, True),
    ]


def test_a_group_without_any_price_is_not_priced(
    con: duckdb.DuckDBPyConnection, book: Book
) -> None:
    """Usage without a rate is no zero, and a group beside it stays priced."""
    rows = [call(input=1, team="a"), call(model_served="new", input=1, team="b")]
    priced_step(con, book, rows, "team")

    assert _rows(con, "d0, priced, unpriced") == [("a", True, False), ("b", False, True)]


@pytest.mark.parametrize("grouped", [True, False])
def test_a_fee_is_a_price(con: duckdb.DuckDBPyConnection, tmp_path: Path, *, grouped: bool) -> None:
    """A call without meters that costs its fee, 0.005, makes its group priced."""
    fees = book_of(
        tmp_path,
        'provider = "acme"\n[[price]]\nmodel = "small"\nfrom = 2026-01-01\nsource = "x"\n'
        "rates = [{ input = 2, requests = 0.005 }]",
    )
    rows = [call(), call(model_served="new", input=1)]
    priced_step(con, fees, rows, grouped=grouped)

    assert _rows(con, "requests, cost, priced, unpriced") == [(2, Decimal("0.005"), True, True)]


def test_quantities_with_decimals_keep_every_digit(tmp_path: Path) -> None:
    """A quantity of 6 decimals times a rate of 18 is exact."""
    book = book_of(
        tmp_path,
        'provider = "acme"\n[[price]]\nmodel = "small"\nfrom = 2026-01-01\nsource = "x"\n'
        'rates = [{ gb_hours = "0.000000000000000007" }]',
    )
    report = report_of(book, [call(gb_hours=Decimal("1.000001"))])

    assert report.totals.cost == Decimal("0.000000000000000007000007")


def test_a_count_beyond_exact_arithmetic_is_refused(book: Book) -> None:
    """Fifteen digits are priced exactly; sixteen are an error and no wrong figure."""
    assert cost_of(book, call(input=10**15 - 1)) == Decimal("1999999999.999998")
    with pytest.raises(InputError, match="too great to be priced exactly"):
        cost_of(book, call(input=10**15))


def test_a_question_binds_the_values_it_names(con: duckdb.DuckDBPyConnection) -> None:
    """Values of the scope that a text does not name are not sent along."""
    scope = scoped(con, [call(input=1)], where=[("team", "a"), ("team", "b")])

    assert ask(con, scope, f"SELECT ${scope.bindings['b']}") == [("b",)]
    assert ask(con, scope, "SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    ("name", "value"), [("hour", 1_793_710_800_000_000), ("month", 2026 * 12 + 11)]
)
def test_a_part_of_time_is_a_number(con: duckdb.DuckDBPyConnection, name: str, value: int) -> None:
    """An hour is the microseconds at which it starts, a month 12 times the year plus itself."""
    moment = datetime(2026, 11, 3, 13, 59, tzinfo=UTC)
    text = part_sql(dimension(name), "$ts", stretches(zone("UTC"), moment, moment))

    assert con.execute(f"SELECT {text}", {"ts": moment}).fetchall() == [(value,)]


def test_a_week_starts_on_its_monday(con: duckdb.DuckDBPyConnection) -> None:
    """Sunday 2026-11-08 is six days after the day that its week is named for."""
    moment = datetime(2026, 11, 8, 23, 59, tzinfo=UTC)
    pieces = stretches(zone("UTC"), moment, moment)
    day, week = (part_sql(dimension(name), "$ts", pieces) for name in ("day", "week"))

    assert con.execute(f"SELECT {day} - {week}", {"ts": moment}).fetchall() == [(6,)]


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("3.000000"), 3), (7, 7), (Decimal("1.500000"), Decimal("1.5"))]
)
def test_whole_quantities_are_integers(value: Decimal | int, shown: Decimal | int) -> None:
    """Only a fraction stays a decimal."""
    assert whole(value) == shown
    assert isinstance(whole(value), int) == isinstance(shown, int)


def test_dimensions_head_a_list_and_group_a_query() -> None:
    """Without dimensions there is nothing to list and nothing to group by."""
    assert (dims_sql(("d0", "d1")), dims_sql(())) == ("calls.d0, calls.d1, ", "")
    assert grouping_sql(("d0", "d1")) == "GROUP BY calls.d0, calls.d1"
    assert grouping_sql(()) == ""
