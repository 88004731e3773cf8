"""Usage by meter and price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given

from support.random_calls import LAW, LEDGERS
from support.usage import PRICES, T0, book_of, call, report_of, usage_rows
from tokenomics.books import Book, load_book, with_overlay
from tokenomics.costing import CostQuery
from tokenomics.costing.slices import Slice, slices_of
from tokenomics.dimensions import dimension
from tokenomics.engine import connect
from tokenomics.records.money import ZERO, total

DIMS = (dimension("day"), dimension("team"))


def _slices(
    book: Book, rows: Sequence[Mapping[str, Any]], listed: Book | None = None
) -> list[Slice]:
    with connect() as con:
        used = usage_rows(con, rows)
        return slices_of(con, "usage", used, (book, listed or book), CostQuery(), DIMS)


def _told(found: Sequence[Slice]) -> list[tuple[Any, ...]]:
    return sorted((of.key, of.meter, of.quantity, of.rate, of.listed) for of in found)


def test_a_slice_is_a_quantity_times_a_rate(book: Book) -> None:
    """2,000,000 tokens in at 2 a million and 10 out at 8, of two days; a count of requests has no price."""
    rows = [
        call(team="a", input=1_500_000), call(team="a", input=500_000, output=10),
        call(team="a", input=7, ts=T0 + timedelta(days=1)),
    ]  # fmt: skip
    found = [of for of in _slices(book, rows) if of.meter != "requests"]
    rates = Decimal("0.000002"), Decimal("0.000008")

    assert _told(found) == [
        (("2026-11-02", "a"), "input", 2_000_000, rates[0], rates[0]),
        (("2026-11-02", "a"), "output", 10, rates[1], rates[1]),
        (("2026-11-03", "a"), "input", 7, rates[0], rates[0]),
    ]
    assert found[0].cost == 4


def test_the_list_price_is_the_other_books(book: Book, tmp_path: Path) -> None:
    """A discount of 25 % makes 1.50 of 2 a million, and both are told."""
    overlay = tmp_path / "overlay.toml"
    overlay.write_text('[[discount]]\nprovider = "acme"\npercent = 25\n', "utf-8")
    contract = with_overlay(book, overlay)
    (found,) = (of for of in _slices(contract, [call(input=1)], book) if of.meter == "input")

    assert (found.rate, found.listed) == (Decimal("0.0000015"), Decimal("0.000002"))


def test_what_has_no_rate_has_no_cost_and_is_told(book: Book) -> None:
    """A model that the book does not know, and a meter that the table does not know: gizmos have a rate, gadgets none."""
    items = [
        {"meter": name, "quantity": Decimal(2), "unit": "piece"} for name in ("gizmo", "gadget")
    ]
    rows = [call(model_served="new", input=5), call(other=items)]
    found = {of.meter: (of.quantity, of.cost, of.unit) for of in _slices(book, rows)}

    assert found["input"] == (5, None, None)
    assert found["other:gizmo"] == (2, Decimal("0.50"), "piece")
    assert found["other:gadget"] == (2, None, "piece")


def test_a_fallback_names_the_meter_whose_rate_it_has(book: Book) -> None:
    """Reasoning costs what output does; what is not billed has no rate to name."""
    found = _slices(book, [call(reasoning=3), call(input=3, billing="cached")])
    rates = {of.meter: of.found and of.found.rate.meter for of in found}

    assert (rates["reasoning"], rates["input"]) == ("output", None)
    assert [of.rate for of in found if of.meter == "input"] == [0]


def test_buckets_over_a_change_of_price_cost_what_is_stated(book: Book) -> None:
    """14th to 16th of November at 4 and 3 a million: the 7 dollars that the source says, once."""
    start = datetime(2026, 11, 14, tzinfo=UTC)
    bucket = call(
        model_served="moving", grain="bucket", ts=start, ts_end=start + timedelta(days=2), input=2_000_000,
        requests=4, reported_cost=Decimal(7), reported_currency="USD",
    )  # fmt: skip
    (found,) = _slices(book, [bucket])

    assert (found.meter, found.quantity, found.rate, found.cost) == (None, 2_000_000, None, 7)


def test_no_records_have_no_slices(book: Book) -> None:
    """Of nothing there is nothing."""
    assert _slices(book, []) == []


def test_a_price_by_quantity_is_no_list_price(tmp_path: Path) -> None:
    """Of 4 searches in November the first 2 are free: half of the 10 a thousand, which stays the list price."""
    allowance = """
[[graduated]]
name = "allowance"
meter = "web_search"
per = "month"
steps = [{ upto = 2, percent_off = 100 }]
source = "a page"
"""
    text = f"{PRICES}{allowance}"
    book = book_of(tmp_path, text)
    plain = replace(load_book(tmp_path / "prices.toml"), graduated=())
    (found,) = (
        of
        for of in _slices(book, [call(web_search=4, scope_id="acct")], plain)
        if of.meter == "web_search"
    )

    assert (found.rate, found.listed) == (Decimal("0.005"), Decimal("0.01"))


@LAW
@given(rows=LEDGERS)
def test_slices_sum_to_the_report(book: Book, rows: list[dict[str, Any]]) -> None:
    """To the last digit, whatever the records are; and a slice lacks a cost only where the report says so."""
    found, report = _slices(book, rows), report_of(book, rows)

    assert total(of.cost for of in found) == (report.totals.cost or ZERO)
    assert any(of.cost is None for of in found) == bool(report.unpriced)
