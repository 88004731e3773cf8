"""Tests of assembling a book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books.book import as_known, bundled, bundled_folder, load_book
from tokenomics.records.errors import PriceError
from tokenomics.records.money import plain

Write = Callable[..., Path]


def _entry(price: str, dates: str = "") -> str:
    return f'[[price]]\nmodel = "a"\n{dates}\nrates = [{{ input = {price} }}]\n'


HEAD = 'provider = "acme"\nknown_at = 2026-11-23\n'


def test_a_book_tells_what_it_is_made_of(toml: Write) -> None:
    """Name, digest, the day it was compiled and its cost basis are for the report's envelope."""
    book = load_book(toml(HEAD + _entry("1"), "acme.toml"))

    assert (book.name, book.basis, book.known_at) == ("acme", "list", date(2026, 11, 23))
    assert [(layer.name, layer.known_at) for layer in book.layers] == [("acme", date(2026, 11, 23))]
    assert len(book.digest) == len(book.layers[0].digest) == 64


def test_another_content_is_another_digest(toml: Write) -> None:
    """Two books are the same where their digests are."""
    one, same, other = (
        load_book(toml(HEAD + _entry(price), f"{n}.toml"))
        for n, price in enumerate(("1", "1", "2"))
    )

    assert one.digest == same.digest
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("from = 2026-01-01", "from = 2026-01-01"),
        ("until = 2026-02-02", "from = 2026-02-01"),
        ("from = 2026-01-01\nuntil = 2026-02-02", "from = 2026-02-01"),
    ],
)
def test_two_prices_in_one_instant_are_refused(toml: Write, first: str, second: str) -> None:
    """What a call costs is never a matter of order."""
    text = HEAD + _entry("1", first) + _entry("2", second)

    with pytest.raises(PriceError, match=r"acme a: two prices of input in one instant, 0\.000001 "):
        load_book(toml(text))


def test_windows_may_touch_and_a_retracted_price_may_overlap(toml: Write) -> None:
    """The end is no instant of a window, and what is retracted prices nothing."""
    text = (
        HEAD
        + _entry("1", "from = 2026-01-01\nuntil = 2026-02-01")
        + _entry("2", "from = 2026-02-01")
        + _entry("9", "from = 2026-01-15\nretracted_at = 2026-01-20")
    )

    book = load_book(toml(text))

    assert len(book.rates) == 3
    assert len(book.models["acme", "a"]) == 2


def test_an_alias_of_no_model_is_refused(toml: Write) -> None:
    """An alias that leads nowhere comes with the nearest model."""
    text = (
        HEAD
        + '[aliases]\nshort = "acme-model"\n[[price]]\nmodel = "acme-modell"\nrates = [{ input = 1 }]\n'
    )

    with pytest.raises(
        PriceError, match="alias 'short': unknown model 'acme-model': did you mean 'acme-modell'"
    ):
        load_book(toml(text))


def test_fall_backs_in_a_circle_are_refused(toml: Write) -> None:
    """A meter cannot fall back to itself, by whatever way."""
    rules = 'fallback = [{ meter = "reasoning", to = "output" }, { meter = "output", to = "reasoning" }]\n'

    with pytest.raises(PriceError, match="the fall-backs of reasoning go in a circle"):
        load_book(toml(HEAD + rules + _entry("1")))


def test_the_bundled_books_lie_in_one_folder_and_load_once() -> None:
    """Every file there is a layer, and the second call gives the same book."""
    book = bundled()

    files = sorted(bundled_folder().glob("*.toml"))
    assert [layer.name for layer in book.layers] == [file.stem for file in files]
    assert bundled() is book


def test_a_price_without_an_end_holds_until_its_successor_starts(toml: Write) -> None:
    """Whether it has a start or not, and whatever the order in the file."""
    text = (
        HEAD + _entry("2", "from = 2026-02-01") + _entry("1", "") + _entry("3", "from = 2026-03-01")
    )
    rates = load_book(toml(text)).models["acme", "a"]

    assert [(rate.start and rate.start.month, rate.end and rate.end.month) for rate in rates] == [
        (2, 3),
        (None, 2),
        (3, None),
    ]


RISE = (
    HEAD
    + """
[[price]]
model = "a"
from = 2026-06-30
rates = [{ input = 2 }]
[[price]]
model = "a"
from = 2026-09-01
known_at = 2026-06-30
retracted_at = 2026-08-10
rates = [{ input = 3 }]
"""
)


def test_a_retracted_price_is_not_charged(toml: Write) -> None:
    """What was announced and cancelled never ends the price before it."""
    rates = load_book(toml(RISE)).models["acme", "a"]

    assert [(rate.rate, rate.end) for rate in rates] == [(Decimal("0.000002"), None)]


@pytest.mark.parametrize(
    ("day", "prices"),
    [
        (date(2026, 6, 29), [("2", None)]),
        (date(2026, 6, 30), [("2", 9), ("3", None)]),
        (date(2026, 8, 9), [("2", 9), ("3", None)]),
        (date(2026, 8, 10), [("2", None)]),
    ],
)
def test_a_book_as_known_on_a_day_believes_what_was_believed_then(
    toml: Write, day: date, prices: list[tuple[str, int | None]]
) -> None:
    """The rise of September was expected from its announcement until its retraction."""
    rates = as_known(load_book(toml(RISE)), day).models["acme", "a"]

    assert [(plain(rate.rate * 1_000_000), rate.end and rate.end.month) for rate in rates] == prices


def test_what_ended_a_price_is_forgotten_with_it(toml: Write) -> None:
    """Before the successor was known nobody knew of an end, even where the file states it."""
    text = (
        HEAD
        + _entry("1", "until = 2026-03-01")
        + _entry("2", "from = 2026-03-01\nknown_at = 2026-02-15")
    )
    book = load_book(toml(text))

    assert [rate.end for rate in as_known(book, date(2026, 2, 14)).models["acme", "a"]] == [None]
    assert len(as_known(book, date(2026, 2, 15)).models["acme", "a"]) == 2


def test_a_model_of_which_only_a_gap_is_known_is_known(toml: Write) -> None:
    """It has no prices, and the book says why."""
    text = HEAD + '[[gap]]\nmodel = "b"\nwhy = "never published"'

    assert load_book(toml(text)).models["acme", "b"] == ()


def test_a_folder_is_a_book(toml: Callable[..., Path]) -> None:
    """The files of a folder are one book of that name."""
    path = toml('provider = "acme"\n[[price]]\nmodel = "m"\nrates = [{ input = 5 }]\n', "a.toml")
    toml('provider = "other"\n[[price]]\nmodel = "n"\nrates = [{ input = 5 }]\n', "b.toml")
    book = load_book(path.parent)

    assert book.name == path.parent.name
    assert set(book.models) == {("acme", "m"), ("other", "n")}


def test_a_folder_without_books_is_an_error(tmp_path: Path) -> None:
    """A folder that holds no pricebook is named."""
    with pytest.raises(PriceError, match="no pricebook in this folder"):
        load_book(tmp_path)
