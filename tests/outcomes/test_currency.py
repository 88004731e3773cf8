"""Overheads in the currency of a question."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from support.ledger_rows import stage
from support.rates import EUROS
from support.tasks import numbered, tasks_report
from support.usage import T0, call
from tokenomics.books import Book
from tokenomics.config import Config, OverheadConfig
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.outcomes.currency import all_overheads, in_currency
from tokenomics.outcomes.overheads import Overhead
from tokenomics.outcomes.stated import stated
from tokenomics.records.errors import PriceError

QUERY = CostQuery(exchange=EUROS)
HOSTING = Overhead("hosting", "opex", T0, T0 + timedelta(days=10), Decimal(300), "EUR", {}, "cost")


def test_each_is_at_the_rate_of_the_day_it_starts() -> None:
    """300 EUR of ten days that begin on 2 November: 300 x 1.08 = 324, also for those after the 8th."""
    dollars = HOSTING._replace(currency="USD")
    later = HOSTING._replace(start=T0 + timedelta(days=6))
    found, converted = in_currency([HOSTING, dollars, later], QUERY, "overhead")

    assert [(each.amount, each.currency) for each in found] == [
        (Decimal(324), "USD"), (Decimal(300), "USD"), (Decimal(330), "USD"),
    ]  # fmt: skip
    assert [of.era.rate for of in converted] == [Decimal("1.08"), Decimal("1.10")]


def test_what_costs_nothing_in_the_period_needs_no_rate() -> None:
    """It stays as it is; what does is named where its rate is missing."""
    pounds = HOSTING._replace(currency="GBP")
    after = QUERY._replace(since=T0 + timedelta(days=10))

    assert in_currency([pounds], after, "overhead") == ([pounds], [])
    with pytest.raises(PriceError, match="overhead 'hosting': no exchange rate of GBP in USD"):
        in_currency([pounds], QUERY, "overhead")


def test_all_of_ledger_and_configuration() -> None:
    """2 EUR in the ledger, 3 stated, 4 billed: x 1.08 each, told in one sentence."""
    config = Config(
        overhead=(
            OverheadConfig(name="stated", amount="3 EUR", start=date(2026, 11, 4)),
            OverheadConfig(name="billed", from_charges={"service": "Search"}),
        )
    )
    mine = {"name": "mine", "ts": T0, "amount": Decimal(2), "currency": "EUR"}
    line = {"ts": T0, "service": "Search", "currency": "EUR", "billed_cost": Decimal(4)}
    with connect() as con:
        besides = stage(con, "overhead", numbered([mine]))
        charges = stage(con, "charge", numbered([line]))
        found, told = all_overheads(con, stated(config), QUERY, besides=besides, charges=charges)

    assert {each.name: each.amount for each in found} == {
        "mine": Decimal("2.16"), "stated": Decimal("3.24"), "billed": Decimal("4.32"),
    }  # fmt: skip
    assert told == ["overheads in EUR count at 1.08 USD a EUR, the rate of 2026-01-01"]


def test_tasks_bear_what_is_in_another_currency(book: Book) -> None:
    """100 EUR at 1.08 are 108 dollars of a task, and that is said."""
    config = Config(overhead=(OverheadConfig(name="x", amount="100 EUR", start=date(2026, 11, 2)),))
    report = tasks_report(
        book, [call(task_id="a", input=500_000)], config=config, exchange=EUROS, per="task"
    )

    assert report.totals.counted_cost == 109
    assert "overheads in EUR count at 1.08 USD a EUR, the rate of 2026-01-01" in report.remarks
