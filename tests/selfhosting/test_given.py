"""Tests of given.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting.given import amount, named, number, required, share


def test_figures_are_exact() -> None:
    """Numbers, amounts with and without a currency, and shares in both forms."""
    assert number("hours", "1_400.5") == Fraction(2_801, 2)
    assert amount("hourly", "8.40", "USD") == amount("hourly", "8.40 usd", "USD") == Fraction(42, 5)
    assert share("utilisation", "0.6") == share("utilisation", "60%") == Fraction(3, 5)


def test_several_values_stand_under_their_names() -> None:
    """Blanks around them do not count."""
    assert named("owned", "price=1, years = 3", ("price", "years")) == {"price": "1", "years": "3"}


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: number("hours", "many"), "hours: 'many' is not a number"),
        (lambda: number("hours", "0"), "hours '0' must be more than 0"),
        (lambda: amount("hourly", "8,40", "USD"), "hourly: '8,40' is not an amount of money"),
        (lambda: amount("hourly", "8 EUR", "USD"), "'8 EUR' is not in USD"),
        (lambda: amount("hourly", "-8", "USD"), "must be 0 or more"),
        (lambda: share("utilisation", "60"), "must be a share such as 0.6 or 60%"),
        (lambda: share("utilisation", "0"), "must be a share"),
        (lambda: named("owned", "price", ("price", "years")), "write price=…,years=…"),
        (lambda: named("owned", "prize=1", ("price", "years")), "did you mean 'price'"),
        (lambda: named("owned", "price=1,price=2", ("price",)), "has price twice"),
        (lambda: required("owned", {"price": "1"}, "price", "years"), "owned needs years=…"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(read: object, sentence: str) -> None:
    """It names what was given, the value, and what to write."""
    assert callable(read)
    with pytest.raises(ConfigError) as error:
        read()

    assert sentence in str(error.value)
