"""Tests of recorded.py."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.price_lists import day, dollars
from tokenomics.imports.record import TIMES, Hours, Kind
from tokenomics.imports.recorded import Added, Entry, appended, head, in_force, quoted, recorded
from tokenomics.records.errors import InputError, PriceError

HOURS = {"UTC 01:00-02:00": Hours("UTC", ("mon-fri",), ("01:00-02:00",))}
PRICES = {
    Kind(TIMES, region="us"): Decimal("1.1"),
    Kind("input", "batch", 200_001, hours="UTC 01:00-02:00"): Decimal("0.0000005"),
    **dollars(input="1", output="2.5", web_search="10"),
}
ADDED = Added("acme", 'the "m"', Entry(day(3), PRICES), "Taken although: odd.")


def _write(folder: Path, text: str) -> Path:
    path = folder / "list.toml"
    path.write_text(head("litellm", "LiteLLM") + text, "utf-8")
    return path


def test_what_is_appended_reads_like_this() -> None:
    """Hours come first; in an entry the plain calls come first and multiples last."""
    assert (
        appended([ADDED], HOURS, day(4), "LiteLLM 1.0")
        == """
[hours."UTC 01:00-02:00"]
zone = "UTC"
days = ["mon-fri"]
daily = ["01:00-02:00"]

[[price]]
provider = "acme"
model = "the \\"m\\""
from = 2026-11-04
known_at = 2026-11-05
source = "LiteLLM 1.0"
note = "Taken although: odd."
rates = [
    { input = 1, output = 2.5, web_search = 10 },
    { tier = "batch", context_min = 200001, hours = "UTC 01:00-02:00", input = 0.5 },
    { region = "us", times = 1.1 },
]
"""
    )


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    """Every digit of every price, the start, and the names of hours."""
    book = recorded(_write(tmp_path, appended([ADDED], HOURS, day(4), "x")), "litellm")

    assert book.entries == {("acme", 'the "m"'): [ADDED.entry]}
    assert book.hours == {"UTC 01:00-02:00"}


def test_a_book_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """The first import makes it."""
    assert recorded(tmp_path / "none.toml", "litellm").entries == {}


def test_a_book_is_of_one_list(tmp_path: Path) -> None:
    """Two lists in one file would take each other for changed."""
    with pytest.raises(InputError, match='must say imported = "openrouter", has'):
        recorded(_write(tmp_path, ""), "openrouter")
    (tmp_path / "own.toml").write_text('provider = "acme"', "utf-8")
    with pytest.raises(InputError, match="has no such line"):
        recorded(tmp_path / "own.toml", "litellm")


def test_a_damaged_book_is_an_error_that_names_it(tmp_path: Path) -> None:
    """It is not taken for empty."""
    with pytest.raises(PriceError, match=r"list\.toml: not valid TOML"):
        recorded(_write(tmp_path, "[["), "litellm")


def test_the_latest_entry_is_in_force() -> None:
    """Of two from one day the last written one, of later ones none."""
    first, second = Entry(None, dollars(input="1")), Entry(day(2), dollars(input="2"))
    third = Entry(day(2), dollars(input="3"))

    assert in_force([first, second, third], day(1)) == first
    assert in_force([first, second, third], day(2)) == third
    assert in_force([second], day(1)) is None


@given(st.text())
def test_any_text_is_quoted(text: str) -> None:
    """What a list names is read back as it was, whatever is in it."""
    if not any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}
