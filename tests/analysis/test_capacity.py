"""Provisioned capacity: bought, used, idle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from support.ledger_rows import stage
from support.rates import EUROS
from support.tasks import numbered
from support.usage import T0, call, usage_rows
from support.waste import M, Rows
from tokenomics.analysis.capacity import Capacity, capacity
from tokenomics.analysis.stakes import base_of
from tokenomics.books import Book, bundled
from tokenomics.costing import CostQuery, costs_of
from tokenomics.engine import connect
from tokenomics.overlap import Counted


def on(hour: float, **columns: Any) -> dict[str, Any]:
    """A call on capacity some hours after the first."""
    return call(ts=T0 + timedelta(hours=hour), input=M, billing="provisioned", **columns)


def line(first: int, last: int | None, cost: int = 100, **columns: Any) -> dict[str, Any]:
    """A commitment that a bill charges from one hour to another."""
    end = None if last is None else T0 + timedelta(hours=last)
    return {
        "ts": T0 + timedelta(hours=first), "ts_end": end, "provider": "Acme", "line_kind": "commitment",
        "billed_cost": Decimal(cost), "currency": "USD", **columns,
    }  # fmt: skip


def capacity_of(book: Book, calls: Rows, bills: Rows, **options: Any) -> Capacity:
    """What is known of capacity from calls and lines of bills."""
    with connect() as con:
        once = Counted("usage", usage_rows(con, calls), ())
        charges = stage(con, "charge", numbered(bills))
        query = CostQuery(**options)
        report = costs_of(con, once.relation, once.used, book, query)
        return capacity(base_of(con, once, book, query, ()), charges, report)


def test_hours_without_a_call_are_idle(book: Book) -> None:
    """100 dollars for ten hours, calls in the first, the third and the last: seven are empty, 70 dollars."""
    found = capacity_of(book, [on(0), on(2.5), on(2.9), on(9)], [line(0, 10)])

    assert (found.bought, found.idle, found.paid, found.empty) == (100, 70, 10, 7)
    assert (found.calls, found.tokens, found.listed, found.remarks) == (4, 4 * M, 8, ())


def test_only_the_time_that_calls_are_logged_of_counts(book: Book) -> None:
    """Paid from ten hours before to ten after, logged for ten of thirty: a third of 300, eight hours empty."""
    found = capacity_of(book, [on(0), on(9)], [line(-10, 20, 300)])

    assert (found.bought, found.idle, found.paid, found.empty) == (100, 80, 10, 8)


def test_only_the_period_counts(book: Book) -> None:
    """Of ten hours the five from the third on, of which one has a call: 50 dollars, 40 of them idle."""
    calls = [on(0), call(ts=T0 + timedelta(hours=3)), on(5), on(9)]
    period = {"since": T0 + timedelta(hours=3), "until": T0 + timedelta(hours=8)}
    found = capacity_of(book, [*calls, call(ts=T0 + timedelta(hours=7))], [line(0, 10)], **period)

    assert (found.bought, found.idle, found.empty) == (50, 40, 4)


def test_lines_of_the_same_hours_are_two_amounts_and_one_time(book: Book) -> None:
    """100 and 60 dollars for the same four hours, of which two are empty: 160, 80 of them idle."""
    found = capacity_of(book, [on(0), on(3)], [line(0, 4), line(0, 4, 60)])

    assert (found.bought, found.idle, found.paid, found.empty) == (160, 80, 4, 2)


def test_capacity_units_are_capacity_whatever_the_line_is(book: Book) -> None:
    """An hour billed as usage of units is bought; tokens and credits are not."""
    bills = [
        line(0, 1, 7, line_kind="usage", meter="capacity_unit_hours"),
        line(0, 1, 5, line_kind="usage", meter="input"),
        line(0, 1, -5, line_kind="credit"),
    ]

    assert capacity_of(book, [on(0)], bills).bought == 7


def test_a_long_call_is_in_every_hour_that_it_lasts(book: Book) -> None:
    """From 10:00 to 12:00, which it does not reach: two hours of four, and one more call."""
    calls = [on(0, ts_end=T0 + timedelta(hours=2)), on(3)]

    assert capacity_of(book, calls, [line(0, 4)]).empty == 1


def test_a_provider_without_calls_may_log_elsewhere(book: Book) -> None:
    """Bought, and whether it was used is not known: no amount is called idle."""
    found = capacity_of(book, [call(input=M)], [line(0, 1, provider="\x1bother")])

    assert (found.bought, found.idle, found.calls, found.listed) == (100, None, 0, 0)
    assert found.remarks == (
        "\\x1bother charges capacity and no call on it is logged: whether it was used is not known",
    )


def test_calls_without_a_bill_are_served_by_nobody_knows_what(book: Book) -> None:
    """No price of capacity is supposed: what the calls would have cost by the token is all that is known."""
    found = capacity_of(book, [on(0)], [])

    assert (found.bought, found.idle, found.listed) == (None, None, 2)
    assert "what of it is idle is not known" in found.remarks[0]


def test_without_calls_and_bills_there_is_nothing_to_say(book: Book) -> None:
    """Nor to remark."""
    found = capacity_of(book, [call(input=M)], [])

    assert (found.bought, found.idle, found.calls, found.remarks) == (None, None, 0, ())


@pytest.mark.parametrize(
    ("odd", "remark"),
    [
        (
            {"currency": "EUR"},
            (
                "charges of capacity in EUR are left out: no exchange rate of EUR in USD is known on 2026-11-02:"
                ' add to tokenomics.toml, below [fx], "EUR/USD" = [{ from = 2026-11-02, rate = "..." }]'
            ),
        ),
        ({"ts_end": None}, "1 charge of capacity does not say until when: it is left out"),
        ({"ts_end": T0}, "1 charge of capacity does not say until when: it is left out"),
    ],
)
def test_lines_that_cannot_be_used_are_told(book: Book, odd: dict[str, Any], remark: str) -> None:
    """Another currency, no end, an end that is the start."""
    found = capacity_of(book, [on(0)], [{**line(0, 1), **odd}, line(0, 1, 7)])

    assert (found.bought, found.remarks) == (7, (remark,))


def test_lines_in_another_currency_count_at_the_rate_of_their_day(book: Book) -> None:
    """100 EUR for ten hours at 1.08 are 108 USD, nine hours empty: 97.20; a year ago needs no rate."""
    bills = [line(0, 10, currency="EUR"), line(-9000, -8990, currency="EUR")]
    found = capacity_of(
        book, [on(0), call(ts=T0 + timedelta(hours=9), input=M)], bills, exchange=EUROS
    )

    assert (found.bought, found.idle) == (Decimal(108), Decimal("97.2"))
    assert found.remarks == (
        "charges of capacity in EUR count at 1.08 USD a EUR, the rate of 2026-01-01",
    )


def test_something_unpriced_leaves_the_price_by_the_token_unknown(book: Book) -> None:
    """Not zero, and not a part."""
    found = capacity_of(book, [on(0), on(0, model_served="unknown")], [line(0, 1)])

    assert (found.listed, found.idle) == (None, 0)


def test_hours_are_those_of_the_world(book: Book) -> None:
    """A charge that begins at half past has half an hour of the first; a call in it fills it."""
    start = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    bill = {**line(0, 2, 30), "ts": start}
    found = capacity_of(book, [on(0), call(ts=T0 + timedelta(hours=1))], [bill])

    assert (found.paid, found.empty, found.idle) == (Fraction(3, 2), Fraction(1, 2), 10)


def test_bills_may_name_the_cloud_that_calls_are_served_by() -> None:
    """AWS charges what calls on Bedrock use: two hours of four are empty, 50 dollars."""
    calls = [on(hour, provider="aws-bedrock") for hour in (0, 3)]
    found = capacity_of(bundled(), calls, [line(0, 4, provider="AWS")])

    assert (found.idle, found.idle_of, found.remarks) == (50, {"aws-bedrock": 50}, ())
