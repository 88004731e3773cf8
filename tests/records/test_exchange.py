"""Dated exchange rates, by arithmetic that is written out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rates import EUROS, era
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import (
    NO_RATES,
    Converted,
    Era,
    Exchange,
    Pair,
    convert,
    convert_at,
    converted_words,
    day_of,
    era_on,
    eras,
    rates_told,
)
from tokenomics.records.money import EXACT, Money, total

DAY = date(2026, 11, 1)
FIRST = date(2026, 1, 1)

amounts = st.decimals(-(10**9), 10**9, places=12)
some_rates = st.decimals("0.0001", "10000", places=8)
some_eras = st.lists(
    st.tuples(st.integers(0, 60), some_rates),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each[0],
).map(lambda found: tuple(Era(FIRST + timedelta(n), rate) for n, rate in sorted(found)))


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2025-12-31", None), ("2026-01-01", "1.08"), ("2026-11-07", "1.08"), ("2026-11-08", "1.10")],
)
def test_a_rate_holds_from_its_day_until_the_next_one_s(day: str, rate: str | None) -> None:
    """Before the first one nobody knows."""
    found = era_on(EUROS, "EUR", "USD", date.fromisoformat(day))

    assert (found and found.rate) == (rate and Decimal(rate))


def test_the_inverse_of_a_pair_is_rounded_once() -> None:
    """1 / 1.08 = 0.925925...925|925..., cut; 1 / 1.10 = 0.909090...909|0909..."""
    assert eras(EUROS, "USD", "EUR") == (
        era("2026-01-01", "0.925925925925925926"),
        era("2026-11-08", "0.909090909090909091"),
    )


def test_no_third_currency_is_gone_through() -> None:
    """Euros in dollars and pounds in dollars say nothing of euros in pounds."""
    both = Exchange((*EUROS.pairs, Pair("GBP", "USD", (era("2026-01-01", "1.30"),))))

    assert eras(both, "EUR", "GBP") == ()


def test_an_amount_at_a_rate() -> None:
    """1000.10 x 1.08 = 1080.108; of 18 decimals and more the 19th is half and goes to even."""
    found = convert(EUROS, Money(Decimal("1000.10"), "EUR"), "USD", DAY, "x")
    half = Money(Decimal("0.000000000000000025"), "EUR")
    rates = Exchange((Pair("EUR", "USD", (era("2026-01-01", "0.1"),)),))

    assert found.money == Money(Decimal("1080.108"), "USD")
    assert convert(rates, half, "USD", DAY, "x").money.amount == Decimal("0.000000000000000002")


def test_a_missing_rate_says_what_to_write() -> None:
    """The pair that is there already is named as it stands there."""
    with pytest.raises(
        PriceError,
        match=r'^bill: no exchange rate of EUR in USD is known on 2026-11-01: add to tokenomics\.toml,'
        r' below \[fx\], "EUR/USD" = \[\{ from = 2026-11-01, rate = "\.\.\." \}\]$',
    ):  # fmt: skip
        convert(NO_RATES, Money(Decimal(1), "EUR"), "USD", DAY, "bill")
    with pytest.raises(
        PriceError,
        match=r"no exchange rate of USD in EUR is known on 2025-12-31, the first is of 2026-01-01:"
        r' in tokenomics\.toml put \{ from = 2025-12-31, rate = "\.\.\." \} before it in \[fx\]'
        r' "EUR/USD"$',
    ):
        convert(EUROS, Money(Decimal(1), "USD"), "EUR", date(2025, 12, 31), "x")


def test_days_are_those_of_the_zone() -> None:
    """An hour before midnight in London is the next day in Berlin."""
    at = datetime(2026, 11, 7, 23, tzinfo=UTC)

    assert day_of(EUROS, at) == date(2026, 11, 7)
    assert day_of(EUROS._replace(tz=ZoneInfo("Europe/Berlin")), at) == date(2026, 11, 8)


def test_an_instant_is_of_its_day() -> None:
    """1 EUR an hour before midnight of the eighth in London is 1.08 dollars there, and 1.10 in Berlin."""
    at, euro = datetime(2026, 11, 7, 23, tzinfo=UTC), Money(Decimal(1), "EUR")
    rates = (EUROS, EUROS._replace(tz=ZoneInfo("Europe/Berlin")))

    assert [convert_at(each, euro, "USD", at, "x").money.amount for each in rates] == [
        Decimal("1.08"), Decimal("1.10"),
    ]  # fmt: skip


def test_rates_are_told_once_a_currency() -> None:
    """From the least to the greatest where there are several; nothing where nothing was converted."""

    def at(day: str) -> Converted:
        money = Money(Decimal(1000), "EUR")
        return convert(EUROS, money, "USD", date.fromisoformat(day), "x")

    one, two = at("2026-11-01"), at("2026-11-09")
    assert list(rates_told("bills", [one, one])) == [
        "bills in EUR count at 1.08 USD a EUR, the rate of 2026-01-01"
    ]
    assert list(rates_told("bills", [two, one])) == [
        "bills in EUR count at 1.08 to 1.1 USD a EUR, 2 rates of 2026-01-01 to 2026-11-08"
    ]
    assert list(rates_told("bills", [])) == []
    assert converted_words(one) == (
        "1,000.00 EUR, 1,080.00 USD at 1.08 USD a EUR, the rate of 2026-01-01"
    )


@given(some_eras, st.integers(-5, 70))
def test_a_rate_is_found_as_by_looking_at_every_day(found: tuple[Era, ...], n: int) -> None:
    """Day by day backwards until one has a rate of its own."""
    day = FIRST + timedelta(n)
    exchange = Exchange((Pair("CNY", "USD", found),))
    own = {each.start: each for each in found}
    looked = (own.get(day - timedelta(back)) for back in range(80))

    assert era_on(exchange, "CNY", "USD", day) == next((each for each in looked if each), None)


@given(some_eras, st.lists(amounts, min_size=1, max_size=8), st.booleans())
def test_converted_parts_sum_to_the_converted_whole(
    found: tuple[Era, ...], parts: list[Decimal], reverse: bool
) -> None:
    """Each is rounded once by half a unit of the 18th decimal at most, and so is the whole."""
    exchange = Exchange((Pair("CNY", "USD", found),))
    ways = ("USD", "CNY") if reverse else ("CNY", "USD")
    day = found[-1].start

    def worth(amount: Decimal) -> Decimal:
        return convert(exchange, Money(amount, ways[0]), ways[1], day, "x").money.amount

    apart = EXACT.subtract(total(map(worth, parts)), worth(total(parts)))
    assert abs(apart) <= (len(parts) + 1) * Decimal("0.5E-18")


@given(amounts, some_rates)
def test_there_and_back_again(amount: Decimal, rate: Decimal) -> None:
    """What is lost is the rounding of the inverse rate, half a unit of its 18th decimal, and of both products."""
    exchange = Exchange((Pair("CNY", "USD", (Era(FIRST, rate),)),))
    there = convert(exchange, Money(amount, "CNY"), "USD", DAY, "x").money
    back = convert(exchange, there, "CNY", DAY, "x").money

    bound = Decimal("0.5E-18") * (abs(there.amount) + 1 / rate + 2)
    assert abs(back.amount - amount) <= bound
