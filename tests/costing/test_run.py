"""Costs against sums done by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import T0, book_of, by_key, call, cost_of, report_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.records.errors import ConfigError, InputError, PriceError


def test_a_cached_prompt_is_priced_meter_by_meter(book: Book) -> None:
    """Each meter costs its own rate."""
    row = call(input=1_000, cache_read=10_000, cache_write_5m=2_000, output=500)

    # 1000 x 2 + 10000 x 0.5 + 2000 x 2.5 + 500 x 8 = 2000 + 5000 + 5000 + 4000, per million
    assert cost_of(book, row) == Decimal("0.016")


def test_batch_costs_its_own_rates(book: Book) -> None:
    """A batch call is priced at the batch tier."""
    # 1000 x 1 + 500 x 4 per million
    assert cost_of(book, call(input=1_000, output=500, service_tier="batch")) == Decimal("0.003")


def test_a_batch_meter_without_a_batch_rate_is_unpriced(book: Book) -> None:
    """The batch tier never borrows a standard rate."""
    report = report_of(book, [call(input=1_000, cache_read=7, service_tier="batch")])

    assert report.totals.cost == Decimal("0.001")
    assert report.unpriced[0].meters == {"cache_read": 7}


@pytest.mark.parametrize(
    ("row", "cost"),
    [
        # 272000 x 5 + 10 x 30 = 1360300 per million
        ({"input": 272_000, "output": 10}, "1.3603"),
        # 272001 x 10 + 10 x 45 = 2720460 per million
        ({"input": 272_001, "output": 10}, "2.72046"),
        # cache counts towards the context: 272000 x 10 + 1 x 2 = 2720002 per million
        ({"input": 272_000, "cache_read": 1}, "2.720002"),
        # output does not: 272000 x 5 + 9 x 30 = 1360270 per million
        ({"input": 272_000, "output": 9}, "1.36027"),
    ],
)
def test_long_context_starts_at_its_first_token(book: Book, row: dict[str, Any], cost: str) -> None:
    """The whole request moves to the long tier at the exact token."""
    assert cost_of(book, call(model_served="large", **row)) == Decimal(cost)


def test_context_is_of_a_call_and_not_of_a_group(book: Book) -> None:
    """Two calls of 200000 tokens each stay below the threshold of 272001."""
    rows = [call(model_served="large", input=200_000)] * 2

    assert cost_of(book, *rows) == Decimal(2)  # 400000 x 5 per million


@pytest.mark.parametrize(("tier", "cost"), [(None, 2), ("0-200k", 2), ("> 272k", 4)])
def test_a_bucket_has_the_context_it_states(book: Book, tier: str | None, cost: int) -> None:
    """A bucket's sum of tokens is no context; only its stated tier counts."""
    row = call(model_served="large", input=400_000, grain="bucket", requests=9, context_tier=tier)

    assert cost_of(book, row) == cost


def test_a_price_changes_at_its_instant(book: Book) -> None:
    """A call is priced at the rate of its own instant, within one group too."""
    change = datetime(2026, 11, 15, tzinfo=UTC)
    before, after = change - timedelta(microseconds=1), change
    rows = [call(model_served="moving", input=1_000_000, ts=ts) for ts in (before, after)]
    report = report_of(book, rows, "day")

    assert by_key(report) == {("2026-11-14",): 4, ("2026-11-15",): 3}
    assert cost_of(book, *rows) == 7


def test_an_unpriced_meter_stands_beside_a_priced_one(book: Book) -> None:
    """A row shows its priced part, and what has no rate is listed with its requests."""
    rows = [call(input=1_000, output_audio=30), call(output_audio=12), call(input=1_000)]
    report = report_of(book, rows, "model")

    assert by_key(report) == {("small",): Decimal("0.004")}
    assert report.rows[0].has_unpriced
    assert report.unpriced[0].meters == {"output_audio": 42}
    assert (report.unpriced[0].requests, report.coverage.unpriced) == (2, 2)


def test_an_unknown_model_is_null_and_never_zero(book: Book) -> None:
    """Where nothing could be priced the cost is None and near names are given."""
    report = report_of(book, [call(model_served="smal", input=5), call(input=1_000_000)], "model")

    assert by_key(report) == {("small",): 2, ("smal",): None}
    assert report.totals.cost == 2
    assert (report.unpriced[0].model, report.unpriced[0].nearest[0]) == ("smal", "small")
    assert report_of(book, [call(model_served="smal", input=5)]).totals.cost is None


@pytest.mark.parametrize("dimension", ["model", "user"])
def test_unpriced_and_free_rows_of_one_group_are_null(book: Book, dimension: str) -> None:
    """A failure that costs nothing does not turn an unpriced group into zero, however grouped."""
    rows = [call(model_served="new", input=5), call(model_served="new", status="failure")]
    report = report_of(book, rows, dimension)

    assert [row.cost for row in report.rows] == [None]


def test_a_failure_without_meters_costs_nothing(book: Book) -> None:
    """A row without any meter is zero and is not unpriced, whatever its model."""
    report = report_of(book, [call(model_served="unheard of", status="failure")])

    assert (report.totals.cost, report.unpriced) == (0, ())


@pytest.mark.parametrize("billing", ["cached", "free"])
def test_what_is_not_billed_costs_nothing(book: Book, billing: str) -> None:
    """Cached and free calls are zero, priced or not."""
    rows = [
        call(input=10, billing=billing),
        call(model_served="new", input=10, billing=billing, other=_others("thing", 3)),
    ]
    report = report_of(book, rows)

    assert (report.totals.cost, report.unpriced) == (0, ())


def test_a_fee_is_charged_only_where_the_book_has_it(tmp_path: Path, book: Book) -> None:
    """Requests without a rate are free; with one, each costs it."""
    fees = book_of(
        tmp_path,
        'provider = "acme"\n[[price]]\nmodel = "small"\nfrom = 2026-01-01\nsource = "x"\n'
        "rates = [{ input = 2, requests = 0.005 }]",
    )
    rows = [call(input=1_000_000), call(input=1_000_000, requests=3)]

    assert cost_of(book, *rows) == 4
    assert cost_of(fees, *rows) == Decimal("4.02")  # 4 + 4 x 0.005


def _others(meter: str, quantity: str | int) -> list[dict[str, Any]]:
    return [{"meter": meter, "quantity": Decimal(quantity), "unit": "piece"}]


@pytest.mark.parametrize("dimension", ["model", "user"])
def test_other_meters_are_priced_where_the_book_has_a_rate(book: Book, dimension: str) -> None:
    """A meter outside the table is priced by name, or else unpriced; it never vanishes."""
    rows = [
        call(input=1_000_000, other=_others("gizmo", "1.5")),
        call(input=1_000_000, other=_others("gadget", 2)),
        call(other=_others("gadget", 1)),
    ]
    report = report_of(book, rows, dimension)

    assert report.totals.cost == Decimal("4.375")  # 2 + 2 + 1.5 x 0.25
    assert report.rows[0].cost == Decimal("4.375")
    assert report.rows[0].meters["other:gizmo"] == Decimal("1.5")
    assert report.unpriced[0].meters == {"other:gadget": 3}
    assert report.unpriced[0].requests == 2


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


def test_a_price_in_another_currency_is_refused(book: Book) -> None:
    """Without an exchange rate nothing is converted."""
    with pytest.raises(PriceError, match="priced in USD and the report is in EUR"):
        report_of(book, [call(input=1)], currency="EUR")


def test_nothing_is_an_empty_report(book: Book) -> None:
    """A ledger without calls costs zero."""
    report = report_of(book, [], "model")

    assert (report.rows, report.totals.cost, report.first) == ((), 0, None)


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
    ("where", "cost"),
    [
        ((("team", "a"),), 2),
        ((("team", "a"), ("team", "b")), 6),
        ((("team", ""),), 8),
        ((("team!", "a"),), 12),
        ((("team!", ""),), 6),
        ((("team", "a"), ("environment", "dev")), None),
        ((("tag:k", "v"),), 4),
        ((("service_tier", "standard"),), 14),
        ((("team", "a' OR true --"),), None),
    ],
)
def test_filters_choose_rows(
    book: Book, where: tuple[tuple[str, str], ...], cost: int | None
) -> None:
    """Names are joined by AND, values of one name by OR; empty is missing, ! excludes."""
    rows = [
        call(input=1_000_000, team="a", environment="prod"),
        call(input=2_000_000, team="b", tags={"k": "v"}),
        call(input=4_000_000),
    ]
    report = report_of(book, rows, where=where)

    assert report.totals.cost == (cost or 0)
    assert bool(report.rows) == (cost is not None)


def test_since_is_inclusive_and_until_exclusive(book: Book) -> None:
    """A call at the very start counts, one at the very end does not."""
    rows = [call(input=1_000_000, ts=T0), call(input=2_000_000, ts=T0 + timedelta(hours=1))]
    report = report_of(book, rows, since=T0, until=T0 + timedelta(hours=1))

    assert report.totals.cost == 2


def test_the_first_matching_rule_gives_a_field_its_value(book: Book) -> None:
    """A rule wins over the record, earlier rules over later ones, field by field."""
    rules = [
        Attribution({"api_key_id": "k1"}, {"team": "rule one"}),
        Attribution({"api_key": "k1", "tag:x": "y"}, {"team": "rule two", "feature": "f2"}),
    ]
    rows = [
        call(input=1_000_000, api_key_id="k1", team="own", tags={"x": "y"}),
        call(input=2_000_000, api_key_id="k2", team="own"),
    ]
    report = report_of(book, rows, "team", "feature", rules=rules)

    assert by_key(report) == {("rule one", "f2"): 2, ("own", None): 4}
    assert report_of(book, rows, rules=rules, where=(("team", "rule one"),)).totals.cost == 2


@pytest.mark.parametrize(
    ("per", "count", "unit"), [("request", None, 3), ("user", 2, 6), ("session", 1, 12)]
)
def test_unit_costs_divide_by_what_there_is(
    book: Book, per: str, count: int | None, unit: int
) -> None:
    """12 dollars over 4 requests, 2 users, 1 session; a missing user is no user."""
    rows = [call(input=1_500_000, user_id=u, session_id="s") for u in ("a", "b", "a", None)]
    report = report_of(book, rows, "model", per=per)

    assert (report.rows[0].counted, report.rows[0].unit_cost) == (count, unit)
    assert (report.totals.counted, report.totals.unit_cost) == (count, unit)


def test_a_limit_keeps_the_totals_whole(book: Book) -> None:
    """Fewer rows are shown; what all cost stays."""
    rows = [call(input=n * 1_000_000, feature=str(n)) for n in range(1, 5)]
    report = report_of(book, rows, "feature", limit=1)

    assert ([r.key for r in report.rows], report.row_count) == ([("4",)], 4)
    assert report.totals.cost == 20


@pytest.mark.parametrize(
    ("by", "options", "message"),
    [
        (("modle",), {}, "did you mean 'model'"),
        (("user", "user_id"), {}, "named twice"),
        ((), {"tz": "Mars/Phobos"}, "unknown time zone"),
        ((), {"per": "reqest"}, "did you mean 'request'"),
        ((), {"limit": 0}, "a limit of 0 rows"),
        ((), {"where": (("taem", "a"),)}, "did you mean 'team'"),
        ((), {"where": (("day", "2026-11-02"),)}, "use since and until"),
        ((), {"since": T0, "until": T0}, "is empty"),
    ],
)
def test_wrong_questions_are_refused(
    book: Book, by: tuple[str, ...], options: dict[str, Any], message: str
) -> None:
    """Each mistake is named, with the nearest right name."""
    with pytest.raises(ConfigError, match=message):
        report_of(book, [call(input=1)], *by, **options)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (Attribution({}, {"team": "a"}), "no 'when'"),
        (Attribution({"team": "a"}, {"model": "b"}), "unknown attribute 'model'"),
        (Attribution({"tema": "a"}, {"team": "b"}), "did you mean 'team'"),
    ],
)
def test_wrong_rules_are_refused(book: Book, rule: Attribution, message: str) -> None:
    """A rule needs a condition, known dimensions and attributes that may be set."""
    with pytest.raises(ConfigError, match=message):
        report_of(book, [call(input=1)], rules=[rule])


def test_the_query_is_part_of_the_answer(book: Book) -> None:
    """A report names its dimensions as the table does."""
    report = report_of(book, [call(input=1)], "user_id")

    assert report.query == CostQuery(by=("user_id",))
    assert report.by == ("user",)
