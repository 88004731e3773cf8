"""Tests of the bundled books: that every price in them is sourced, sane and exact."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Rate, as_known, bundled
from tokenomics.books.graduated import graduated_rate
from tokenomics.books.rates import RateKey, key_of
from tokenomics.books.reach import covers_rate
from tokenomics.books.windows import Window, common
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import EXACT, SCALE

RATES = bundled().rates
_BY_KEY: dict[RateKey, list[Rate]] = defaultdict(list)
for _rate in RATES:
    _BY_KEY[key_of(_rate)].append(_rate)


def test_each_provider_has_a_file_of_its_name() -> None:
    """No file prices what belongs into another one."""
    assert {layer.name for layer in bundled().layers} == {rate.provider for rate in RATES}


def test_every_rate_has_a_source_and_the_day_it_was_checked() -> None:
    """Nothing rests on memory alone."""
    assert [rate for rate in RATES if not rate.source or rate.checked is None] == []
    assert [rate for rate in RATES if "unverified" in rate.source] == []


def test_every_rate_fits_its_column_exactly() -> None:
    """DECIMAL(22,18): four digits before the point and no more than 18 after it."""
    for rate in RATES:
        sign, digits, exponent = rate.rate.as_tuple()
        assert isinstance(exponent, int)
        assert exponent >= -SCALE
        assert len(digits) + exponent <= 4
        assert sign == 0


def test_every_token_rate_is_of_a_sane_size() -> None:
    """From a tenth of a cent to a thousand dollars a million tokens, unless they are free."""
    tokens = [rate for rate in RATES if rate.rate and BY_NAME[rate.meter].unit == "token"]

    assert [r for r in tokens if not Decimal("1e-9") <= r.rate <= Decimal("1e-3")] == []


def test_only_what_is_called_free_costs_nothing() -> None:
    """A price of 0 in somebody's list is mostly a price that they do not know."""
    assert [rate for rate in RATES if not rate.rate and "free" not in rate.note.lower()] == []


def test_every_call_of_a_tool_is_of_a_sane_size() -> None:
    """From a tenth of a cent to ten cents a call."""
    calls = [rate for rate in RATES if BY_NAME[rate.meter].unit == "call"]

    assert [r for r in calls if not Decimal("0.001") <= r.rate <= Decimal("0.1")] == []


def test_a_cached_read_never_costs_more_than_reading_afresh() -> None:
    """A slip of a column would show here."""
    cached = [
        (rate, key_of(rate)._replace(meter="input")) for rate in RATES if rate.meter == "cache_read"
    ]
    dearer = [
        rate
        for rate, fresh in cached
        for other in _BY_KEY[fresh]
        if _meet(rate, other) and rate.rate > other.rate
    ]

    assert dearer == []


def test_no_two_rates_are_believed_and_in_force_at_one_time() -> None:
    """Whatever day the book is asked as of, it has one price of everything at every instant."""
    days = {day for rate in RATES for day in (rate.known_at, rate.retracted_at) if day}
    assert days

    for day in days:
        assert as_known(bundled(), day).rates


def _meet(one: Rate, two: Rate) -> bool:
    return common(Window(one.start, one.end), Window(two.start, two.end)) is not None


@pytest.mark.parametrize(
    ("region", "provider"), [("us", "anthropic"), ("us", "openai"), ("eu", "openai")]
)
def test_regional_tokens_cost_a_tenth_more(region: str, provider: str) -> None:
    """Each regional token price is 1.1 x a base price of the same model, meter and tier."""
    regional = [
        rate
        for rate in RATES
        if (rate.provider, rate.region) == (provider, region)
        and BY_NAME[rate.meter].unit == "token"
    ]
    assert len(regional) > 40

    for rate in regional:
        base = [other.rate for other in _BY_KEY[key_of(rate)._replace(region=None)]]
        assert rate.rate in [EXACT.multiply(other, Decimal("1.1")) for other in base], rate


def test_fast_tokens_cost_twice_as_much() -> None:
    """Each price of fast mode is 2 x a base price of the same model and meter; 6 x before 4.8."""
    fast = [
        rate for rate in RATES if rate.variant == "fast" and BY_NAME[rate.meter].unit == "token"
    ]
    times = {"claude-opus-4-6": 6, "claude-opus-4-7": 6} | dict.fromkeys(
        (
            "claude-opus-4-8",
            "claude-opus-5",
            "claude-opus-5-5",
            "claude-fable-5-2",
            "claude-mythos-5-2",
        ),
        2,
    )
    assert {rate.model for rate in fast} == times.keys()

    for rate in fast:
        base = [other.rate for other in _BY_KEY[key_of(rate)._replace(variant=None)]]
        assert rate.rate in [times[rate.model] * other for other in base], rate


@given(st.sampled_from(RATES), st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1))
def test_pricing_is_linear(rate: Rate, one: int, two: int) -> None:
    """Splitting a quantity changes no digit of what it costs."""
    whole = EXACT.multiply(rate.rate, Decimal(one + two))
    parts = EXACT.add(
        EXACT.multiply(rate.rate, Decimal(one)), EXACT.multiply(rate.rate, Decimal(two))
    )

    assert whole == parts


def test_no_rate_is_in_two_prices_by_quantity() -> None:
    """An allowance counts once."""
    for rate in RATES:
        assert sum(covers_rate(entry.reach, rate) for entry in bundled().graduated) <= 1


@pytest.mark.parametrize(
    ("model", "price", "used", "charged"),
    [
        # 35 a thousand; of 3,000 a day 1,500 are free: a half is charged
        ("gemini-2.5-flash", "0.035", 3_000, "0.0175"),
        ("gemini-2.5-flash-lite", "0.035", 1_500, "0"),
        # 14 a thousand; of 20,000 a month 5,000 are free: three quarters are charged
        ("gemini-3.5-flash", "0.014", 20_000, "0.0105"),
    ],
)
def test_groundings_of_gemini_are_free_at_first(
    model: str, price: str, used: int, charged: str
) -> None:
    """1,500 a day for the models of 2.5, 5,000 a month for those of 3."""
    key = ("google", model, "web_search")
    rate = next(r for r in RATES if (r.provider, r.model, r.meter) == key)
    (entry,) = (entry for entry in bundled().graduated if covers_rate(entry.reach, rate))
    found = graduated_rate(entry, rate, Fraction(used), "")

    assert (rate.rate, found.rate) == (Decimal(price), Decimal(charged))
