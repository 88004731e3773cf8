"""Rates converted at dated exchange rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rates import era
from tokenomics.books import Book, Call, Rate, as_known, exchanged, load_book, quote
from tokenomics.books.book import assemble
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import NO_RATES, Era, Exchange, Pair, era_on

Write = Callable[..., Path]

YUAN = Exchange((Pair("CNY", "USD", (era("2026-01-01", "0.1402"), era("2026-02-01", "0.15"))),))
TEXT = """
provider = "acme"
currency = "CNY"
known_at = 2025-11-01
[[price]]
model = "m"
from = 2025-12-01
source = "a letter"
rates = [{ input = 2, output = 8 }]
[[price]]
model = "m"
from = 2026-02-10
source = "another one"
rates = [{ input = 4 }]
"""


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _rate(book: Book, at: str, meter: str = "input") -> Rate:
    return quote(book, Call("acme", "m", None, None, None, 0, _at(at))).rates[meter].rate


def test_a_rate_is_several_where_exchange_rates_change(toml: Write) -> None:
    """2 CNY a million at 0.1402 are 0.2804 USD, at 0.15 0.30; 4 are 0.60; before 2026 nobody knows."""
    book = exchanged(load_book(toml(TEXT)), YUAN, "USD")
    found = [r for r in book.models["acme", "m"] if r.meter == "input"]

    assert [(r.rate * 1_000_000, r.currency, r.start, r.end) for r in found] == [
        (Decimal(2), "CNY", _at("2025-12-01"), _at("2026-01-01")),
        (Decimal("0.2804"), "USD", _at("2026-01-01"), _at("2026-02-01")),
        (Decimal("0.30"), "USD", _at("2026-02-01"), _at("2026-02-10")),
        (Decimal("0.60"), "USD", _at("2026-02-10"), None),
    ]
    assert _rate(book, "2026-01-31T23:59:59").source == (
        "a letter; at 0.1402 USD a CNY, the rate of 2026-01-01"
    )
    assert _rate(book, "2026-02-01", "output").rate == Decimal("0.0000012")


def test_a_converted_rate_is_rounded_once_half_to_even(toml: Write) -> None:
    """3 attodollars at 0.5 are 1.5, and half goes to the even 2."""
    text = TEXT.replace("input = 2,", "input = 0.000000000003,")
    half = Exchange((Pair("CNY", "USD", (era("2025-01-01", "0.5"),)),))

    assert _rate(exchanged(load_book(toml(text)), half, "USD"), "2026-01-01").rate == Decimal(
        "0.000000000000000002"
    )


def test_days_begin_in_the_zone_of_reports(toml: Write) -> None:
    """The first of February begins in Berlin at 23 o'clock UTC of the day before."""
    berlin = YUAN._replace(tz=ZoneInfo("Europe/Berlin"))
    book = exchanged(load_book(toml(TEXT)), berlin, "USD")

    assert [_rate(book, f"2026-01-31T{hour}:00").rate for hour in (22, 23)] == [
        Decimal("0.0000002804"), Decimal("0.0000003"),
    ]  # fmt: skip


def test_what_is_converted_is_a_layer_of_the_book(toml: Write) -> None:
    """Other exchange rates are another book; without any, and without what they are for, it stays."""
    book = load_book(toml(TEXT))
    found = exchanged(book, YUAN, "USD")
    other = exchanged(book, Exchange((Pair("CNY", "USD", (era("2026-01-01", "0.14"),)),)), "USD")

    assert found.layers[-1].name == "CNY at rates of [fx]"
    assert len({book.digest, found.digest, other.digest}) == 3
    assert found.basis == book.basis
    assert exchanged(book, NO_RATES, "USD") is book
    assert exchanged(book, YUAN, "CNY") is book
    assert (
        exchanged(book, Exchange((Pair("EUR", "USD", (era("2026-01-01", "1"),)),)), "USD") is book
    )


def test_it_holds_for_prices_as_they_were_known(toml: Write) -> None:
    """Also for those that are no longer believed."""
    text = TEXT.replace('source = "a letter"', 'source = "a letter"\nretracted_at = 2026-01-15')
    book = exchanged(as_known(load_book(toml(text)), date(2026, 1, 10)), YUAN, "USD")

    assert _rate(book, "2026-01-05").rate == Decimal("0.0000002804")
    assert {r.currency for r in exchanged(load_book(toml(text)), YUAN, "USD").retracted} == {
        "CNY", "USD",
    }  # fmt: skip


def test_steps_in_money_are_not_converted(toml: Write) -> None:
    """Up to how much a percent is off would be another amount every day."""
    steps = '[[volume]]\nname = "commitment"\nper = "month"\nmeasure = "cost"\nsource = "it"\nsteps = [{ upto = 9, percent_off = 0 }, { percent_off = 9 }]\n'

    with pytest.raises(
        PriceError, match="commitment: its steps count money, and acme m is priced in CNY"
    ):
        exchanged(load_book(toml(TEXT + steps)), YUAN, "USD")


_DAYS = st.integers(0, 40)
_FIRST = date(2026, 1, 1)


def _midnight(n: int) -> datetime:
    return _at((_FIRST + timedelta(n)).isoformat())


@given(
    st.lists(st.tuples(_DAYS, st.decimals("0.01", 99, places=4)), min_size=1, max_size=5, unique_by=lambda e: e[0]),
    st.none() | _DAYS,
    st.none() | st.integers(1, 20),
    st.decimals("0.000001", "0.001", places=12),
)  # fmt: skip
def test_each_day_has_the_rate_of_its_day(
    found: list[tuple[int, Decimal]], start: int | None, length: int | None, price: Decimal
) -> None:
    """Noon by noon: the price of the book times the exchange rate of the day, and never two."""
    eras = tuple(Era(_FIRST + timedelta(n), rate) for n, rate in sorted(found))
    exchange = Exchange((Pair("CNY", "USD", eras),))
    end = None if length is None else _midnight((start or 0) + length)
    since = None if start is None else _midnight(start)
    rate = Rate(
        "acme", "m", "input", price, "CNY", "standard", 0, None, None, None, since, end, None,
        None, None, "", None, "", "", undated=False,
    )  # fmt: skip
    book = assemble("x", "list", layers=(), providers=(), rates=[rate])
    parts = exchanged(book, exchange, "USD").models["acme", "m"]

    for n in range(-2, 62):
        noon = _midnight(n) + timedelta(hours=12)
        mine = [r for r in parts if (r.start or noon) <= noon and (r.end is None or noon < r.end)]
        in_force = (since or noon) <= noon and (end is None or noon < end)
        day = era_on(exchange, "CNY", "USD", noon.date())
        expected = (price, "CNY") if day is None else (price * day.rate, "USD")
        assert [(r.rate, r.currency) for r in mine] == ([expected] if in_force else [])
