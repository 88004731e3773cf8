"""Money as whole numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.guard.units import amount_of, limit_of, told, units_of, whole
from tokenomics.records.errors import ConfigError, InputError


@given(st.decimals(0, 10**9, places=18))
def test_amounts_come_back(amount: Decimal) -> None:
    """18 decimals are whole units, whatever stands before the point."""
    assert amount_of(units_of(amount)) == amount


def test_what_is_finer_than_a_unit_counts_as_one() -> None:
    """A limit is never passed by what was rounded away."""
    assert units_of(Decimal("1e-19")) == 1


def test_a_limit_is_money_above_nothing() -> None:
    """In the currency of prices."""
    assert limit_of("0.50 USD") == limit_of(Decimal("0.5")) == 5 * 10**17
    with pytest.raises(ConfigError, match="is not in USD"):
        limit_of("1 EUR")
    with pytest.raises(ConfigError, match="give more than 0"):
        limit_of("0")
    with pytest.raises(InputError, match="not an amount of money"):
        limit_of("a lot")


@pytest.mark.parametrize(
    ("amount", "text"),
    [("12.345", "12.34"), ("0", "0.00"), ("0.5", "0.500"), ("0.041234", "0.0412"), ("0.0000012345", "0.00000123")],
)  # fmt: skip
def test_amounts_in_sentences_keep_three_digits(amount: str, text: str) -> None:
    """From a dollar on, cents are enough."""
    assert told(units_of(Decimal(amount))) == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "12", None, [1]])
def test_what_is_no_number_is_no_count(number: object) -> None:
    """What is not a number is below every limit, and would open it."""
    with pytest.raises(InputError, match=r"input = .* is no number"):
        whole("input", number)


def test_a_part_counts_as_one() -> None:
    """1.2 tokens are two, whatever kind of number they are."""
    assert [whole("input", number) for number in (1.2, Decimal("1.2"), 2)] == [2, 2, 2]
