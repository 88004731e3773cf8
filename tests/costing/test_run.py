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
from tokenomics.costing.run import no_costs
from tokenomics.records.errors import ConfigError, PriceError


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


def test_a_price_in_another_currency_is_refused(book: Book) -> None:
    """Without an exchange rate nothing is converted."""
    with pytest.raises(
        PriceError, match="priced in USD and the report is in EUR: no exchange rate of USD"
    ):
        report_of(book, [call(input=1)], currency="EUR")


def test_nothing_is_an_empty_report(book: Book) -> None:
    """A ledger without calls costs zero."""
    report = report_of(book, [], "model")

    assert (report.rows, report.totals.cost, report.first) == ((), 0, None)


def test_period_filters_and_rules_choose_what_is_priced(book: Book) -> None:
    """Of 1, 2 and 4 million at 2 per million only the second is in time and by a's rule."""
    rows = [
        call(input=1_000_000, api_key_id="k1", ts=T0 - timedelta(days=1)),
        call(input=2_000_000, api_key_id="k1"),
        call(input=4_000_000, api_key_id="k2"),
    ]
    rules = [Attribution({"api_key": "k1"}, {"team": "a"})]
    report = report_of(book, rows, "team", since=T0, where=(("team", "a"),), rules=rules)

    assert by_key(report) == {("a",): 4}


def test_a_wrong_question_is_refused_without_a_record(book: Book) -> None:
    """What cannot be answered is an error before anything is read."""
    with pytest.raises(ConfigError, match="did you mean 'model'"):
        report_of(book, [], "modle")


def test_unpriced_usage_beside_a_fee_costs_the_fee(tmp_path: Path) -> None:
    """The call's fee is priced, 1 x 0.005, though its only meter is not."""
    book = book_of(
        tmp_path,
        'provider = "acme"\n[[price]]\nmodel = "small"\nsource = "x"\n'
        "rates = [{ input = 2, requests = 0.005 }]",
    )
    report = report_of(book, [call(citation=3), call(model_served="new", input=1)], "model")

    assert by_key(report) == {("small",): Decimal("0.005"), ("new",): None}
    assert report.totals.cost == report.coverage.undated_cost == Decimal("0.005")
    assert report.coverage.undated == 1


def test_the_query_is_part_of_the_answer(book: Book) -> None:
    """A report names its dimensions as the table does."""
    report = report_of(book, [call(input=1)], "user_id")

    assert report.query == CostQuery(by=("user_id",))
    assert report.by == ("user",)


def test_a_question_about_no_calls_has_no_costs() -> None:
    """Nothing is counted, and no record is the first."""
    report = no_costs(CostQuery())

    assert (report.rows, report.first, report.totals.cost, report.totals.requests) == (
        (),
        None,
        0,
        0,
    )
