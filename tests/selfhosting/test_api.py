"""Tests of api.py."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from support.usage import NOW, book_of
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.selfhosting.api import (
    Price,
    Prices,
    answer_of,
    is_amount,
    listed_price,
    mix_of,
    mixed_price,
    read_share,
    stated_price,
)

MILLION = 1_000_000


@pytest.fixture
def prices(tmp_path: Path) -> Prices:
    """Small costs 2 and 8 a million, 0.5 where it is read from a cache."""
    return Prices(book_of(tmp_path), NOW)


def test_a_mix_is_shares_of_all_tokens() -> None:
    """Weights need not sum to anything."""
    assert mix_of("input=3,output=1") == {"input": Fraction(3, 4), "output": Fraction(1, 4)}


def test_a_model_costs_what_its_mix_does(prices: Prices) -> None:
    """(6 x 0.5 + 2 x 2 + 2 x 8) / 10 = 2.30; three to one, 3.50, where nobody says it."""
    stated = listed_price("acme/small", "cache_read=6,input=2,output=2", prices)
    assumed = listed_price("small", None, prices)

    assert (stated.name, stated.rate, stated.is_assumed) == (
        "acme/small", Fraction("2.30") / MILLION, False,
    )  # fmt: skip
    assert (assumed.rate, assumed.is_assumed) == (Fraction("3.50") / MILLION, True)
    assert stated.how == (
        "60 % cache_read at 0.50 USD + 20 % input at 2.00 USD + 20 % output at 8.00 USD"
        " per 1M tokens, by the book of 2026-11-23"
    )


def test_a_price_may_be_stated(prices: Prices) -> None:
    """Per million tokens, whether or not that is said."""
    assert [is_amount(text) for text in ("2.50", " 2.50 USD/1M", "acme/small", "01/x", "1=1")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert stated_price("2.50/1M", "USD") == stated_price("2.50", "USD")
    assert stated_price("2.50", "USD")[:2] == ("2.50 USD/1M", Fraction("2.50") / MILLION)
    assert answer_of("acme/small", prices).model == "small"


def test_several_models_share_the_tokens(prices: Prices) -> None:
    """Three of four at 3.50 and one at 1.50 are 3.00; what one of them lacks, all lack."""

    def one(name: str) -> Price:
        return stated_price(name, "USD") if is_amount(name) else listed_price(name, None, prices)

    found = mixed_price("acme/small=3, 1.50=1", one)
    unpriced = mixed_price("a=1,b=1", lambda name: Price(name, None, ""))

    assert (found.rate, found.is_assumed) == (Fraction(3) / MILLION, True)
    assert found.name == "75 % acme/small + 25 % 1.50 USD/1M"
    assert found.how.endswith("; 1.50 USD/1M: 1.50 USD per 1M tokens, as stated")
    assert unpriced.rate is None
    for text, sentence in (("a=1,b", "write MODEL=WEIGHT"), ("a=1,a=2", "has a twice")):
        with pytest.raises(ConfigError, match=sentence):
            mixed_price(text, one)


def test_a_mix_says_how_much_is_read() -> None:
    """What comes from a cache too."""
    assert read_share("input=1,cache_read=2,output=1,reasoning=1") == Fraction(3, 5)


def test_what_has_no_price_is_an_error(prices: Prices) -> None:
    """An unknown model, a meter without a rate, and what is no meter of tokens."""
    with pytest.raises(PriceError, match="smal"):
        listed_price("acme/smal", None, prices)
    with pytest.raises(PriceError, match="acme/moving: no price of output"):
        listed_price("acme/moving", None, prices)
    with pytest.raises(ConfigError, match="unknown value 'imput': did you mean 'input'"):
        mix_of("imput=1")
