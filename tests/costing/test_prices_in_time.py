"""Costs by the hour, of sums over a change of price, and at the prices of another day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.usage import T0, book_of, call, cost_of, report_of
from tokenomics.books import Book, as_known
from tokenomics.explain import explain_row
from tokenomics.report.grid import footnotes
from tokenomics.timezones import from_micros

# Peak is 09:00 to 12:00 in Shanghai on weekdays, 01:00 to 04:00 in UTC.
TEXT = """
provider = "acme"
[hours.peak]
zone = "Asia/Shanghai"
days = "mon-fri"
daily = ["09:00-12:00"]
[[price]]
model = "moving"
from = 2026-01-01
rates = [{ input = 4, output = 8 }]
[[price]]
model = "moving"
from = 2026-11-15
known_at = 2026-11-10
rates = [{ input = 3, output = 8 }]
[[price]]
model = "peaked"
rates = [{ input = 1, output = 2 }, { hours = "peak", input = 2, output = 4 }]
"""
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
FRIDAY = MONDAY - timedelta(days=3)  # 2026-11-13, before the change


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A model whose price changes on the 15th, and one that is dearer in peak hours."""
    return book_of(tmp_path, TEXT)


def _bucket(start: datetime, hours: int, model: str, **columns: Any) -> dict[str, Any]:
    return call(
        grain="bucket",
        ts=start,
        ts_end=start + timedelta(hours=hours),
        model_served=model,
        **columns,
    )


def test_calls_in_peak_hours_cost_the_peak_price(book: Book) -> None:
    """One token before nine at 1, one from nine at 2 dollars a million, one on Sunday at 1."""
    calls = [
        call(model_served="peaked", ts=at, input=1_000_000)
        for at in (
            MONDAY + timedelta(hours=1) - timedelta(microseconds=1),
            MONDAY + timedelta(hours=1),
            MONDAY - timedelta(hours=23),
        )
    ]

    assert cost_of(book, *calls) == 1 + 2 + 1


def test_a_bucket_within_the_hours_has_their_price(book: Book) -> None:
    """From one to four in UTC, the end not included; another one is of the night before."""
    peak = _bucket(MONDAY + timedelta(hours=1), 3, "peaked", input=1_000_000)
    night = _bucket(MONDAY - timedelta(hours=12), 13, "peaked", input=1_000_000)

    assert cost_of(book, peak) == 2
    assert cost_of(book, night) == 1


def test_a_bucket_over_a_change_of_price_is_unpriced_where_the_price_differs(book: Book) -> None:
    """Output costs 8 dollars a million on both sides of the 15th, input 4 and 3."""
    over = _bucket(FRIDAY, 72, "moving", input=1_000_000, output=1_000_000)
    report = report_of(book, [over])

    assert report.totals.cost == 8
    assert [(entry.meters, entry.reason) for entry in report.unpriced] == [
        ({"input": 1_000_000}, "the sum spans a change of its price")
    ]


def test_a_bucket_that_ends_at_the_change_has_the_price_before_it(book: Book) -> None:
    """From Friday to the end of Saturday at 4 dollars a million."""
    assert cost_of(book, _bucket(FRIDAY, 48, "moving", input=1_000_000)) == 4


def test_a_bucket_over_a_change_costs_what_its_source_states(book: Book) -> None:
    """3.7 dollars stand in the export, in dollars; in euros they say nothing."""
    stated = {"reported_cost": Decimal("3.7"), "reported_currency": "USD"}
    over = _bucket(FRIDAY, 72, "moving", input=1_000_000, output=1, **stated)
    report = report_of(book, [over, call(input=1, model_served="moving", ts=FRIDAY)])

    assert report.totals.cost == Decimal("3.7") + Decimal("0.000004")
    assert report.unpriced == ()
    assert report.coverage.stated_cost == Decimal("3.7")
    assert "as stated: 3.700 USD of sums that reach over a change of price" in " ".join(
        footnotes(report)
    )
    assert report_of(book, [{**over, "reported_currency": "EUR"}]).unpriced != ()


def test_a_stated_cost_says_nothing_where_the_price_is_known(book: Book) -> None:
    """A bucket before the change costs 4 dollars a million, whatever its source says."""
    stated = {"reported_cost": Decimal("3.7"), "reported_currency": "USD"}
    rows = [
        _bucket(FRIDAY, 24, "moving", input=1_000_000, **stated),
        _bucket(MONDAY, 24, "moving", input=1_000_000, **stated),
    ]

    assert report_of(book, rows).totals.cost == 4 + 3


def test_all_calls_may_be_priced_at_one_day(book: Book) -> None:
    """Calls of both sides cost 4 or 3 dollars a million, and the bucket between is certain."""
    rows = [
        call(model_served="moving", ts=FRIDAY, input=1_000_000),
        call(model_served="moving", ts=MONDAY, input=1_000_000),
        _bucket(FRIDAY, 72, "moving", input=1_000_000),
    ]

    assert report_of(book, rows, prices_at=FRIDAY).totals.cost == 12
    assert report_of(book, rows, prices_at=MONDAY).totals.cost == 9


def test_prices_as_known_before_a_change_was_announced_do_not_change(book: Book) -> None:
    """On the ninth nobody knew of the fall on the 15th."""
    row = call(model_served="moving", ts=MONDAY, input=1_000_000)

    assert cost_of(as_known(book, date(2026, 11, 9)), row) == 4
    assert cost_of(as_known(book, date(2026, 11, 10)), row) == 3


@few(sharing=True)
@given(
    st.lists(
        st.tuples(
            st.integers(-24 * 20, 24 * 20),
            st.integers(0, 40),
            st.sampled_from(("moving", "peaked")),
            st.integers(1, 10**6),
            st.one_of(st.none(), st.integers(1, 10**4)),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from((None, T0, MONDAY)),
)
def test_a_report_is_the_sum_of_what_is_explained(
    book: Book, drawn: list[tuple[int, int, str, int, int | None]], prices_at: datetime | None
) -> None:
    """Calls and buckets, in and over hours and changes, with and without a stated cost."""
    rows = [
        _bucket(
            MONDAY + timedelta(hours=start), hours, model, input=tokens, output=7, **_stated(cents)
        )
        if hours
        else call(ts=MONDAY + timedelta(hours=start), model_served=model, input=tokens)
        for start, hours, model, tokens, cents in drawn
    ]

    told = [explain_row(_as_read(row), book, prices_at=prices_at) for row in rows]

    assert report_of(book, rows, prices_at=prices_at).totals.cost == (
        sum((each.total or 0 for each in told), Decimal(0))
        if any(each.total is not None for each in told)
        else None
    )


def _stated(cents: int | None) -> dict[str, Any]:
    if cents is None:
        return {}
    return {"reported_cost": Decimal(cents) / 100, "reported_currency": "USD"}


def _as_read(row: dict[str, Any]) -> dict[str, Any]:
    """A record as `explain` reads it: instants are microseconds since 1970."""
    micros = {
        name: (row[name] - from_micros(0)) // timedelta(microseconds=1)
        for name in ("ts", "ts_end")
        if name in row
    }
    return {**row, **micros}
