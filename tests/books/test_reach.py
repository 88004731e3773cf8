"""Tests of which rates an entry is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tokenomics.books import Book, load_book
from tokenomics.books.fields import Place, Table
from tokenomics.books.reach import Reach, covers_rate, own_names, reach_at
from tokenomics.books.windows import Window
from tokenomics.records.errors import PriceError

PLACE = Place("own.toml", "discount 1")
BOOK = """
provider = "acme"
synonyms = ["acme-cloud"]
aliases = { best = [{ model = "a", until = 2026-01-01 }, { model = "b", from = 2026-01-01 }] }
[[price]]
model = ["a", "b"]
rates = [{ input = 1, output = 2 }, { tier = "batch", input = 0.5 }]
"""


@pytest.fixture
def book(toml: Callable[..., Path]) -> Book:
    """Two models of one provider."""
    return load_book(toml(BOOK))


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        ({}, 6),
        ({"model": "a"}, 3),
        ({"model": "best"}, 6),
        ({"meter": ["input", "output"], "tier": "standard"}, 4),
        ({"meter": "input", "tier": "batch", "model": "b"}, 1),
    ],
)
def test_an_entry_reaches_what_it_names(book: Book, entry: Table, number: int) -> None:
    """Models (an alias is all it names), meters and tiers narrow it; what is not said is all."""
    reach = reach_at(PLACE, {"provider": "Acme-Cloud", **entry}, book.providers, book.rates)

    assert sum(covers_rate(reach, rate) for rate in book.rates) == number


def test_the_files_provider_stands_where_none_is_named(book: Book) -> None:
    """An entry of a provider's own file need not repeat it."""
    assert reach_at(PLACE, {}, book.providers, book.rates, "acme") == Reach(
        "acme", (), (), (), Window(None, None)
    )


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"provider": "acm"}, "own.toml: discount 1: .*'acm'.*did you mean 'acme'"),
        ({"provider": "acme", "model": "bets"}, "'bets'.*did you mean 'best'"),
        ({"provider": "acme", "meter": "imput"}, "'imput'.*did you mean 'input'"),
        ({"provider": "acme", "tier": "bach"}, "'bach'.*did you mean 'batch'"),
        ({"provider": "acme", "meter": "output", "tier": "batch"}, "matches no price"),
        ({}, "provider is missing"),
    ],
)
def test_a_name_that_the_book_does_not_know_is_refused(
    book: Book, entry: Table, message: str
) -> None:
    """With the nearest one, or with the reason why nothing is reached."""
    with pytest.raises(PriceError, match=message):
        reach_at(PLACE, entry, book.providers, book.rates)


def test_an_alias_is_every_model_it_named(book: Book) -> None:
    """A model is itself, also where nothing is known of it."""
    acme = book.providers["acme"]

    assert own_names("best", acme, {"a", "b"}) == ("a", "b")
    assert own_names("a", acme, {"a", "b"}) == ("a",)
    assert own_names("new", acme, {"a", "b"}) == ("new",)
