"""Tests of below.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from tokenomics.books import Book, Call, load_book, quote, with_overlay

Write = Callable[..., Path]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OURS = """provider = "google"
synonyms = ["gemini"]
[aliases]
"latest" = "m"
[[price]]
model = "m"
rates = [{ input = 1 }]
"""
LIST = """imported = "litellm"
[hours."UTC 11:00-13:00"]
daily = ["11:00-13:00"]
"""


def _entry(provider: str, model: str, price: str, more: str = "") -> str:
    return (
        f'[[price]]\nprovider = "{provider}"\nmodel = "{model}"\nknown_at = 2026-11-01\n'
        f"rates = [{{ input = {price} }}{more}]\n"
    )


def _laid(toml: Write, *entries: str) -> Book:
    book = load_book(toml(OURS, "google.toml"))
    return with_overlay(book, toml(LIST + "".join(entries), "list.toml"))


def _asked(book: Book, provider: str, model: str, meter: str = "input") -> Decimal | None:
    answer = quote(book, Call(provider, model, None, None, None, 100, NOON)).rates.get(meter)
    return answer and answer.rate.rate * 1_000_000


def test_a_model_that_the_book_does_not_know_is_filled_in(toml: Write) -> None:
    """It is found under the book's name of its provider; the cost basis stays list prices."""
    book = _laid(toml, _entry("gemini", "n", "5"))

    assert _asked(book, "google", "n") == 5
    assert (book.name, book.basis) == ("google + list", "list")
    assert [layer.name for layer in book.layers] == ["google", "list"]


def test_a_model_that_the_book_knows_stays_as_it_is(toml: Write) -> None:
    """By whatever name, and with the meters that only the list prices."""
    book = _laid(
        toml,
        _entry("google", "m", "9", ", { output = 9 }"),
        _entry("google", "latest", "9"),
    )

    assert _asked(book, "google", "m") == 1
    assert _asked(book, "google", "latest") == 1
    assert _asked(book, "google", "m", "output") is None


def test_hours_come_with_the_prices(toml: Write) -> None:
    """At noon the price of 11 to 13 o'clock holds."""
    at_noon = ', { hours = "UTC 11:00-13:00", input = 3 }'
    book = _laid(toml, _entry("google", "n", "5", at_noon), _entry("acme", "x", "7", at_noon))

    assert _asked(book, "google", "n") == 3
    assert _asked(book, "acme", "x") == 3


def test_a_model_of_one_provider_is_taken_once(toml: Write) -> None:
    """Where a list's two providers are one for the book, the first one's price counts."""
    book = _laid(toml, _entry("google", "n", "5"), _entry("gemini", "n", "6"))

    assert _asked(book, "google", "n") == 5


def test_a_contract_lies_above(toml: Write) -> None:
    """A discount holds of what was filled in too: 5 less 10 % is 4.5."""
    cheaper = toml('[[discount]]\nprovider = "google"\npercent = 10\n', "contract.toml")
    book = with_overlay(_laid(toml, _entry("google", "n", "5")), cheaper)

    assert _asked(book, "google", "n") == Decimal("4.5")
    assert book.basis == "contract"


def test_prices_by_quantity_outlive_an_imported_book(toml: Write) -> None:
    """An allowance of the book is still one."""
    free = '[[graduated]]\nname = "free"\nper = "day"\nsteps = [{ upto = 1, percent_off = 100 }]\n'
    book = load_book(toml(OURS + free, "google.toml"))

    assert with_overlay(book, toml(LIST, "list.toml")).graduated == book.graduated != ()
