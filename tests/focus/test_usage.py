"""Usage as FOCUS rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.usage import T0, book_of, call, usage_rows
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.slices import slices_of
from tokenomics.engine import connect
from tokenomics.focus.row import Row
from tokenomics.focus.usage import dims_of, rows, used
from tokenomics.records.errors import ConfigError


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The prices of tests."""
    return book_of(tmp_path_factory.mktemp("book"))


def _rows(
    book: Book,
    calls: Sequence[Mapping[str, Any]],
    *by: str,
    covered: bool = False,
    listed: Book | None = None,
) -> list[Row]:
    dims = dims_of(by)
    with connect() as con:
        names = usage_rows(con, calls)
        books = (book, listed or book)
        found = slices_of(con, "usage", names, books, CostQuery(), dims)
    return list(rows(used(found, dims), "USD", lambda _: covered))


def _figures(row: Row) -> dict[str, Any]:
    names = ("ConsumedQuantity", "PricingQuantity", "ListUnitPrice", "ListCost", "ContractedCost", "EffectiveCost", "BilledCost")  # fmt: skip
    return {name: row[name] for name in names}


def test_a_row_is_a_day_a_meter_and_a_price(book: Book) -> None:
    """1.5 and 0.5 million tokens in of one day are 2 million at 2 a million; the next day is a row of its own."""
    calls = [call(input=1_500_000), call(input=500_000), call(input=7, ts=T0 + timedelta(days=1))]
    one, two = _rows(book, calls)

    assert _figures(one) == {
        "ConsumedQuantity": 2_000_000, "PricingQuantity": 2, "ListUnitPrice": 2, "ListCost": 4,
        "ContractedCost": 4, "EffectiveCost": 4, "BilledCost": 4,
    }  # fmt: skip
    assert (one["ChargePeriodStart"], two["ChargePeriodStart"]) == (
        datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC),
    )  # fmt: skip
    assert two["ListCost"] == Decimal("0.000014")


def test_what_is_priced_apart_is_a_row_apart(book: Book) -> None:
    """A batch, a long context and another meter are prices, and so sku prices, of their own."""
    calls = [
        call(input=1), call(input=1, service_tier="batch"), call(output=1),
        call(model_served="large", input=300_000),
    ]  # fmt: skip
    ids = {row["SkuPriceId"]: row["SkuId"] for row in _rows(book, calls)}

    assert ids == {
        "acme/small/input/standard": "acme/small/input",
        "acme/small/input/batch": "acme/small/input",
        "acme/small/output/standard": "acme/small/output",
        "acme/large/input/standard/from-272001": "acme/large/input",
    }


def test_a_change_of_price_that_changes_nothing_parts_no_row(book: Book) -> None:
    """A model whose price changes within a day has two rows, all others one."""
    change = datetime(2026, 11, 15, tzinfo=UTC)
    calls = [
        call(model_served=name, input=1, ts=change + timedelta(hours=hours))
        for name in ("small", "moving") for hours in (-1, 1, 2)
    ]  # fmt: skip
    found = [(row["x_Model"], row["ListUnitPrice"]) for row in _rows(book, calls)]

    assert found == [("moving", 4), ("small", 2), ("moving", 3), ("small", 2)]


def test_the_details_of_a_price_tell_direction_and_cache(book: Book) -> None:
    """Under x_ until the drafts are part of the specification; what a cache did is of input alone."""
    names = ("input", "cache_read", "cache_write_5m", "output", "reasoning")
    found = _rows(book, [call(**dict.fromkeys(names, 1), web_search=1)])
    told = {
        row["x_Meter"]: (
            row["SkuMeter"],
            *(json.loads(str(row["SkuPriceDetails"])).get(f"x_Token{n}") for n in ("Direction", "CacheAction")),
        )
        for row in found
    }  # fmt: skip

    assert told == {
        "input": ("Input Tokens", "Input", "Uncached"),
        "cache_read": ("Cache Read Input Tokens", "Input", "Read"),
        "cache_write_5m": ("Cache Write 5m Input Tokens", "Input", "Write"),
        "output": ("Output Tokens", "Output", None),
        "reasoning": ("Reasoning Output Tokens", "Output", None),
        "web_search": ("Web Searches", None, None),
    }


def test_a_bill_charges_what_it_covers(book: Book) -> None:
    """Covered usage is billed 0 here, and what no bill covers is an estimate of its cost."""
    (covered,), (free,) = _rows(book, [call(input=1)], covered=True), _rows(book, [call(input=1)])

    assert (covered["BilledCost"], covered["x_Estimated"]) == (0, False)
    assert (free["BilledCost"], free["x_Estimated"]) == (free["ContractedCost"], True)
    assert covered["EffectiveCost"] == free["EffectiveCost"] == Decimal("0.000002")


def test_dimensions_become_tags(book: Book) -> None:
    """Those asked for, under their own names, with a project as sub account and what has columns left out."""
    mine = call(input=1, team="a", project="p", scope_id="acct", tags={"env": "x"}, region="eu")
    (row,) = _rows(book, [mine], "team", "feature", "tag:env", "model", "project", "region")

    assert json.loads(str(row["Tags"])) == {"env": "x", "team": "a"}
    assert [row[name] for name in ("SubAccountId", "SubAccountName", "BillingAccountId")] == [
        "p", "p", "acct",
    ]  # fmt: skip
    assert row["RegionId"] == "eu"


def test_a_dimension_that_is_none_is_told() -> None:
    """With the nearest name."""
    with pytest.raises(ConfigError, match="team"):
        dims_of(["teem"])


def test_what_has_no_price_is_no_row(book: Book) -> None:
    """A null cost is not allowed, and 0 would be a lie; a fee that nobody asks for is no row either."""
    assert _rows(book, [call(model_served="new", input=5, requests=1)]) == []


def test_what_is_not_billed_is_free(book: Book) -> None:
    """A call that a gateway's cache answered has its tokens, at a price of nothing."""
    (row,) = _rows(book, [call(input=5, billing="cached")])

    assert (row["ConsumedQuantity"], row["ListCost"], row["x_Billing"]) == (5, 0, "cached")
    assert str(row["SkuPriceId"]).endswith("/not-billed")


def test_without_a_list_price_the_contracts_stands_in_and_says_so(
    book: Book, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """2 a million by contract, of a model that the list does not have."""
    other = book_of(tmp_path_factory.mktemp("list"), 'provider = "acme"\n')
    (row,) = _rows(book, [call(input=1_000_000)], listed=other)

    assert (row["ListUnitPrice"], row["ListCost"], row["x_ListAssumed"]) == (2, 2, True)


def test_a_sum_of_a_stated_cost_is_one_piece(book: Book) -> None:
    """3 and 4 dollars for buckets over a change of price: 7 for one piece, with all their tokens."""
    start = datetime(2026, 11, 14, tzinfo=UTC)
    buckets = [
        call(
            model_served="moving", grain="bucket", ts=start, ts_end=start + timedelta(days=2), input=10,
            output=5, requests=None, reported_cost=Decimal(cost), reported_currency="USD",
        )
        for cost in (3, 4)
    ]  # fmt: skip
    (row,) = _rows(book, buckets)

    assert _figures(row)["ListCost"] == _figures(row)["ListUnitPrice"] == 7
    assert (row["PricingQuantity"], row["PricingUnit"], row["ConsumedQuantity"]) == (1, "Units", 30)
    assert (row["SkuMeter"], row["x_Meter"]) == ("All Tokens", None)


def test_marks_of_a_price_are_told(book: Book) -> None:
    """An undated rate, one of another meter by assumption, and counts that are estimated."""
    calls = [
        call(model_served="undated", input=1), call(cache_write=1),
        call(model_served="large", input=1, token_basis="estimated"),  # no password
    ]  # fmt: skip
    found = {
        row["x_Model"]: (row["x_RateUndated"], row["x_RateAssumed"], row["x_TokenBasis"])
        for row in _rows(book, calls)
    }

    assert found == {
        "undated": (True, False, "reported"),
        "small": (False, True, "reported"),
        "large": (False, False, "estimated"),
    }
