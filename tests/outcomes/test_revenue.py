"""Margins against sums done by hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.margins import earned, margins_report
from support.rates import EUROS
from support.tasks import Rows
from support.usage import T0, call
from tokenomics.books import Book
from tokenomics.costing import CostReport, rest_of
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.report.grid import grid

# 2 dollars a million: 2, 1 and 0.2 dollars.
CALLS = [
    call(customer="a", feature="x", input=1_000_000),
    call(customer="b", feature="x", input=500_000),
    call(input=100_000),
]


def _margins(book: Book, revenue: Rows, *by: str, **options: Any) -> CostReport:
    return margins_report(book, CALLS, revenue, *by, **options)


def _told(report: CostReport) -> dict[Any, tuple[Decimal | None, Decimal | None, Decimal | None]]:
    return {row.key: (row.revenue, row.cost, row.margin) for row in report.rows}


def test_each_customer_has_what_it_brought_in_beside_what_it_cost(book: Book) -> None:
    """a: 10 - 2; b: nothing - 1; c brought 3 and called nothing; who called without a name 0.2."""
    of_two = [
        earned(4, customer="a"),
        earned(6, customer="a", feature="x"),
        earned(3, customer="c"),
    ]
    report = _margins(book, of_two, "customer")

    assert _told(report) == {
        ("a",): (10, 2, 8),
        ("b",): (0, 1, -1),
        (None,): (0, Decimal("0.2"), Decimal("-0.2")),
        ("c",): (3, 0, 3),
    }
    assert (report.totals.revenue, report.totals.margin) == (13, Decimal("9.8"))
    assert grid(report).body[0] == ("a", "1", "10.00", "2.000", "8.00", "20 %")


def test_what_belongs_to_no_single_group_is_told_apart(book: Book) -> None:
    """4 dollars of a customer are of no one feature; the total has them."""
    report = _margins(book, [earned(4, customer="a"), earned(6, feature="x")], "feature")

    assert _told(report)[("x",)] == (6, 3, 3)
    assert report.totals.revenue == 10
    assert report.apart is not None
    assert report.apart.revenue == 4
    assert grid(report).body[-1] == ("(of no single one)", "0", "4.00", "0.000", "4.00", "0 %")
    assert grid(report).total == ("total", "3", "10.00", "3.200", "6.80", "32 %")


def test_what_is_of_no_single_group_is_not_in_what_a_limit_cuts_off(book: Book) -> None:
    """A is shown; b and the calls of nobody are left, without the 5 dollars of no single customer."""
    report = _margins(book, [earned(4, customer="b"), earned(5)], "customer", limit=1)
    rest = rest_of(report)

    assert rest is not None
    assert (rest.cost, rest.revenue, rest.margin) == (Decimal("1.2"), 4, Decimal("2.8"))
    assert report.totals.revenue == 9


def test_only_money_of_the_period_counts(book: Book) -> None:
    """What came before it is none of it, as the calls before it are not: no margin, rather than one of 0."""
    report = _margins(book, [earned(4, customer="a")], "customer", since=T0 + timedelta(seconds=1))

    assert _told(report) == {}
    assert (report.totals.revenue, report.totals.margin) == (None, None)
    assert report.remarks == ("no revenue is recorded in this period, so there is no margin",)


def test_without_any_revenue_there_is_no_margin(book: Book) -> None:
    """What customers cost is shown, and nothing is said to be lost by them."""
    report = _margins(book, [], "customer")

    assert _told(report)[("a",)] == (None, 2, None)
    assert report.remarks == ("no revenue is recorded in this period, so there is no margin",)


def test_what_calls_without_a_price_cost_is_no_share_of_revenue(book: Book) -> None:
    """10 dollars beside calls of a model that the book does not know: no 0 %."""
    row = _margins(book, [earned(10, customer="d")], "customer").rows[-1]._replace(cost=None)
    report = _margins(book, [earned(10, customer="d")], "customer")

    assert grid(report._replace(rows=(row,))).body[0][-1] == ""


def test_sums_of_revenue_lose_no_digit(book: Book) -> None:
    """10^15 and 10^-15: 31 digits, more than Python's decimals keep by themselves."""
    least = earned("0.000000000000001", customer="a")
    report = _margins(book, [earned(10**15, customer="a"), least], "customer")

    assert report.rows[0].revenue == Decimal("1000000000000000.000000000000001")


def test_revenue_in_another_currency_counts_at_the_rate_of_its_day(book: Book) -> None:
    """4 EUR at 1.08 are 4.32 USD, 4 more a week later at 1.10 4.40; with 1 dollar 9.72."""
    later = {**earned(4, "EUR", customer="a"), "ts": T0 + timedelta(days=7)}
    first = earned(4, "EUR", customer="a")
    report = _margins(book, [first, later, earned(1, customer="a")], "customer", exchange=EUROS)

    assert report.rows[0].revenue == Decimal("9.72")
    assert report.remarks[-1] == (
        "amounts of revenue in EUR count at 1.08 to 1.1 USD a EUR,"
        " 2 rates of 2026-01-01 to 2026-11-08"
    )


def test_questions_that_cannot_be_answered_are_refused(book: Book) -> None:
    """Filters, times and other currencies."""
    with pytest.raises(ConfigError, match="--per revenue is by customer"):
        _margins(book, [], "day")
    with pytest.raises(ConfigError, match="without --where"):
        _margins(book, [], where=(("team", "a"),))
    with pytest.raises(PriceError, match="revenue: no exchange rate of EUR in USD"):
        _margins(book, [earned(4, "EUR", customer="a")], "customer")
