"""Tests of models on machines of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, Call, Rate, bundled, quote, with_overlay
from tokenomics.books.fields import Table
from tokenomics.books.gpu import gpu_rates
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWN = '[[gpu]]\nprovider = "hosted_vllm"\nmodel = "acme-llama-70b"\nhourly = "8.40 USD"\n'


def _rates(book: Book) -> dict[str, Rate]:
    answer = quote(book, Call("hosted_vllm", "acme-llama-70b", None, None, None, 0, NOON))
    return {meter: found.rate for meter, found in answer.rates.items()}


def _book(toml: Write, more: str) -> Book:
    return with_overlay(bundled(), toml(OWN + more))


def test_an_hour_is_divided_by_its_tokens(toml: Write) -> None:
    """8.40 an hour at 1,400 tokens a second, all of the time, is 1.666... USD a million."""
    rates = _rates(_book(toml, "tokens_per_second = 1_400\nutilisation = 1\n"))

    # 8.40 / (3600 x 1400) = 0.00000166666...; by the million 1.666666666667
    assert rates["input"].rate == rates["output"].rate == Decimal("0.000001666666666667")
    assert rates["reasoning"].rate == rates["cache_read"].rate == rates["input"].rate


def test_idle_hours_make_tokens_dearer(toml: Write) -> None:
    """At 60 % utilisation four machines cost 4 x 8.40 / (3600 x 1400 x 0.6) a token."""
    more = "gpus = 4\ntokens_per_second = 1_400\nutilisation = 0.6\n"
    found = _rates(_book(toml, more))["output"]

    # 33.60 / 3,024,000 = 0.0000111111...
    assert found.rate == Decimal("0.000011111111111111")
    assert found.source == (
        "4 x 8.4 USD an hour / 1,400 tokens a second at 60 % utilisation by own.toml"
    )


def test_directions_have_speeds_of_their_own(toml: Write) -> None:
    """Input stands for all that is sent, a meter beside it for itself."""
    more = "tokens_per_second = { input = 20_000, cache_read = 200_000, output = 1_000 }\nutilisation = 0.5\n"
    rates = _rates(_book(toml, more))

    # 8.40 / (3600 x 20,000 x 0.5) = 8.40 / 36,000,000
    assert rates["input"].rate == rates["input_image"].rate == Decimal("0.000000233333333333")
    assert rates["cache_read"].rate == Decimal("0.000000023333333333")
    # 8.40 / (3600 x 1,000 x 0.5) = 8.40 / 1,800,000
    assert rates["reasoning"].rate == Decimal("0.000004666666666667")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("tokens_per_second = 1\n", "gpu 1: utilisation is missing"),
        ("tokens_per_second = 1\nutilisation = 60\n", "utilisation = 60 must be a share"),
        ("utilisation = 1\n", "gpu 1: tokens_per_second is missing"),
        ("tokens_per_second = 0\nutilisation = 1\n", "tokens_per_second = 0 must be more than 0"),
        (
            "tokens_per_second = { ouput = 1 }\nutilisation = 1\n",
            "'ouput'.*did you mean 'output'",
        ),
        ("tokens_per_second = 1\nutilisation = 1\ngpu = 2\n", "'gpu'.*did you mean 'gpus'"),
        ("tokens_per_second = 0.0000001\nutilisation = 1\n", "comes to 10000 or more a token"),
    ],
)
def test_a_mistake_is_named(toml: Write, more: str, message: str) -> None:
    """The file, the entry and what is wrong: no hour counts as used up unless that is stated."""
    with pytest.raises(PriceError, match=message):
        _book(toml, more)


def test_money_without_a_currency_is_in_the_files(toml: Write) -> None:
    """An hourly price may be a plain number."""
    own = OWN.replace('"8.40 USD"', "8.40") + "tokens_per_second = 1\nutilisation = 1\n"

    book = with_overlay(bundled(), toml(f'currency = "EUR"\n{own}'))

    assert _rates(book)["input"].currency == "EUR"


@given(
    hourly=st.decimals("0.01", 1000, places=2),
    speed=st.integers(1, 100_000),
    share=st.decimals("0.01", 1, places=2),
)
def test_a_full_hour_gives_back_its_price(hourly: Decimal, speed: int, share: Decimal) -> None:
    """The tokens of an hour cost the hour, but for half of 1e-18 a token."""
    entry: Table = {
        "provider": "own",
        "model": "m",
        "hourly": hourly,
        "tokens_per_second": speed,
        "utilisation": share,
    }
    rate = next(gpu_rates(Path("own.toml"), {"gpu": [entry]}, {})).rate
    tokens = 3_600 * speed * Fraction(share)

    assert abs(Fraction(rate) * tokens - Fraction(hourly)) <= tokens / 2 / 10**18
