"""Money as decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.records.errors import InputError
from tokenomics.records.money import (
    Money,
    decimal,
    derived,
    largest_remainder,
    parse_money,
    plain,
    rate_per_unit,
    ratio,
    round_fraction,
    rounded,
    shared_out,
    total,
)

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=18)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1200.00 USD", Money(Decimal("1200.00"), "USD")),
        ("100usd", Money(Decimal(100), "USD")),
        ("0.15", Money(Decimal("0.15"), "USD")),
        ("1_000 EUR", Money(Decimal(1000), "EUR")),
    ],
)
def test_parse_money(text: str, money: Money) -> None:
    """An amount is written with or without its currency."""
    assert parse_money(text) == money


@pytest.mark.parametrize("text", ["", "USD", "1,5", "ten", "1 DOLLAR", "1e3"])
def test_no_money(text: str) -> None:
    """What is no amount is refused with an example of one."""
    with pytest.raises(InputError, match="write it like"):
        parse_money(text)


@pytest.mark.parametrize("text", ["abc", "NaN", "Infinity", ""])
def test_no_number(text: str) -> None:
    """What is no finite number is refused."""
    with pytest.raises(InputError, match="number"):
        decimal(text)


def test_rate_per_unit_is_exact() -> None:
    """3.75 dollars a million tokens are 0.00000375 a token; a third is rounded half to even."""
    assert rate_per_unit(Decimal("3.75"), 1_000_000) == Decimal("0.00000375")
    assert rate_per_unit(Decimal("0.003625"), 1_000_000) == Decimal("0.000000003625")
    assert rate_per_unit(Decimal(1), 3) == Decimal("0.333333333333333333")


def test_rounded_half_to_even() -> None:
    """A tie goes to the even digit."""
    assert rounded(Decimal("0.5"), 0) == Decimal(0)
    assert rounded(Decimal("1.5"), 0) == Decimal(2)
    assert rounded(Decimal("0.0000000000000000025")) == Decimal("0.000000000000000002")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.500E+3", "1500"),
        ("0.10", "0.1"),
        ("-0.00", "0"),
        ("1E-18", "0.000000000000000001"),
        ("12", "12"),
    ],
)
def test_plain(value: str, text: str) -> None:
    """Decimal text has no exponent, no trailing zeros and no negative zero."""
    assert plain(Decimal(value)) == text


@given(AMOUNTS)
def test_plain_keeps_the_value(value: Decimal) -> None:
    """Plain text reads back as the same number."""
    assert Decimal(plain(value)) == value


def test_ratio() -> None:
    """A ratio is for display; nothing divided by nothing is no number."""
    assert ratio(Decimal(1), 3) == Decimal("0.333333333333333333")
    assert ratio(Decimal(1), 0) is None


def test_largest_remainder() -> None:
    """Three thirds of a dollar are shown as 34, 33 and 33 cents."""
    third = Decimal(1) / Decimal(3)
    assert largest_remainder([third + Decimal("1E-20"), third, third], 2) == [
        Decimal("0.34"),
        Decimal("0.33"),
        Decimal("0.33"),
    ]


@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.integers(0, 6))
def test_parts_sum_to_the_rounded_whole(parts: list[Decimal], places: int) -> None:
    """Parts shown sum to the total shown, and none moves by a unit or more."""
    shown = largest_remainder(parts, places)

    assert sum(shown) == rounded(sum(parts, Decimal(0)), places)
    assert all(abs(a - b) < Decimal(1).scaleb(-places) for a, b in zip(shown, parts, strict=True))


@pytest.mark.parametrize(("halves", "whole"), [(1, 0), (3, 2), (5, 2), (-3, -2), (-1, 0)])
def test_a_fraction_is_rounded_half_to_even(halves: int, whole: int) -> None:
    """Halves of the last of 18 decimals go to the even neighbour."""
    assert round_fraction(Fraction(halves, 2 * 10**18)) == Decimal(whole).scaleb(-18)


def test_a_derived_rate_is_rounded_once() -> None:
    """Two thirds of 0.000000000000000001 are rounded after, not before they are multiplied."""
    assert derived(Decimal("0.000000000000000001"), Fraction(2, 3)) == Decimal("1e-18")
    assert derived(Decimal("2.8"), 1 / (1 - Fraction(30, 100))) == 4


def test_an_amount_is_shared_out_by_weights() -> None:
    """300 by 1 : 3 is 75 and 225; a credit likewise; a third of a unit's remainder goes to the first."""
    assert shared_out(Decimal(300), [Fraction(1), Fraction(3)]) == [75, 225]
    assert shared_out(Decimal(-300), [Fraction(1), Fraction(3)]) == [-75, -225]
    assert shared_out(Decimal("1e-18"), [Fraction(1)] * 3) == [Decimal("1e-18"), 0, 0]


@given(
    st.decimals(-(10**9), 10**9, places=18),
    st.lists(st.fractions(0, 10**6), min_size=1, max_size=9).filter(any),
)
def test_shares_sum_to_the_amount(amount: Decimal, weights: list[Fraction]) -> None:
    """Each within a unit of its exact part, nothing for no weight."""
    parts = shared_out(amount, weights)

    assert total(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(amount) * weight / sum(weights)
        assert abs(Fraction(part) - exact) < Fraction(1, 10**18)
        assert weight or not part


def test_what_cannot_be_shared_out_is_refused() -> None:
    """No weight, or an amount finer than money is kept."""
    with pytest.raises(ValueError, match="cannot be shared out"):
        shared_out(Decimal(1), [Fraction(0)])
    with pytest.raises(ValueError, match="cannot be shared out"):
        shared_out(Decimal("1e-19"), [Fraction(1)])
