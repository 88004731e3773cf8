"""Tests of listed.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books import Book, Call, load_book, quote
from tokenomics.books.book import as_known
from tokenomics.books.fields import Place
from tokenomics.books.listed import in_turn, listed_providers
from tokenomics.records.errors import PriceError

TOP = Place("list.toml", "")
HEAD = 'imported = "litellm"\n'
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _entry(price: str, known_at: str, dates: str = "", more: str = "") -> str:
    return (
        f'[[price]]\nprovider = "acme"\nmodel = "m"\nknown_at = {known_at}\n{dates}\n'
        f"rates = [{{ input = {price} }}{more}]\n"
    )


def _asked(book: Book, meter: str = "input", tier: str | None = None) -> Decimal | None:
    answer = quote(book, Call("acme", "m", tier, None, None, 100, NOON)).rates.get(meter)
    return answer and answer.rate.rate * 1_000_000


def test_an_entry_holds_until_the_next_one(toml: Callable[..., Path]) -> None:
    """All of it: a tier that the next one does not state has no price any more."""
    text = (
        _entry("1", "2026-11-01", more=', { tier = "batch", input = 0.5 }')
        + _entry("2", "2026-11-10", "from = 2026-11-10")
        + _entry("3", "2026-11-30", "from = 2026-11-30")
    )
    book = load_book(toml(HEAD + text))

    assert _asked(book) == 2
    assert _asked(book, tier="batch") is None


def test_of_two_from_one_day_the_later_one_is_believed(toml: Callable[..., Path]) -> None:
    """The earlier one was believed until the day on which the later one came."""
    book = load_book(toml(HEAD + _entry("1", "2026-11-01") + _entry("2", "2026-11-10")))

    assert _asked(book) == 2
    assert _asked(as_known(book, date(2026, 11, 5))) == 1


def test_a_retracted_entry_ends_no_other(toml: Callable[..., Path]) -> None:
    """Who finds a price wrong says so in the file, and the one before it holds on."""
    wrong = "from = 2026-11-10\nretracted_at = 2026-11-11"
    book = load_book(toml(HEAD + _entry("1", "2026-11-01") + _entry("2", "2026-11-10", wrong)))

    assert _asked(book) == 1


def test_thoughts_cost_what_answers_cost(toml: Callable[..., Path]) -> None:
    """A list states a price of its own where they do not."""
    book = load_book(toml(HEAD + _entry("1", "2026-11-01", more=", { output = 8 }")))

    assert _asked(book, "reasoning") == 8
    assert _asked(book, "input_image") == 1
    assert _asked(book, "output_audio") is None


def test_a_provider_has_the_kinds_of_calls_that_its_lines_name() -> None:
    """Also those that no other provider has."""
    lines = [{"tier": "ultrafast", "input": 1}, {"region": "us", "times": 2}, {"variant": "fast"}]
    described = listed_providers(TOP, [{"provider": "acme", "rates": lines}], {})["acme"]

    assert described.tiers["ultrafast"] == "ultrafast"
    assert described.regions == {"*": "", "us": "us"}
    assert described.variants["fast"] == "fast"
    assert described.prefixes == ("acme/",)


def test_an_entry_without_a_provider_is_an_error() -> None:
    """The file is named."""
    with pytest.raises(PriceError, match=r"list\.toml"):
        list(in_turn(TOP, [{"model": "m"}]))
