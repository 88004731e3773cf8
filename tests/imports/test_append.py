"""Tests of append.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.price_lists import day, priced
from tokenomics.books import load_book
from tokenomics.imports import Reading, append, planned, recorded
from tokenomics.imports.record import Hours, Kind, Offer, Period
from tokenomics.records.errors import OutsideError


def _import(path: Path, reading: Reading, number: int) -> int:
    book = recorded(path, "litellm")
    plan = planned(book, reading, day(number))
    return append(path, "litellm", book=book, reading=reading, plan=plan, day=day(number))


def test_a_second_import_changes_no_byte(tmp_path: Path) -> None:
    """Nor the time at which the file was written."""
    path = tmp_path / "books" / "list.toml"

    assert _import(path, priced(a="1", b="2"), 0) == 2
    before, written = path.read_bytes(), path.stat().st_mtime_ns
    assert _import(path, priced(a="1", b="2"), 1) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, written)


def test_what_stands_in_a_book_stays(tmp_path: Path) -> None:
    """A change comes at the end, and so does what came back."""
    path = tmp_path / "list.toml"
    _import(path, priced(a="1"), 0)
    first = path.read_bytes()
    _import(path, priced(a="2"), 1)
    second = path.read_bytes()
    _import(path, priced(a="1"), 2)

    assert second.startswith(first)
    assert path.read_bytes().startswith(second)
    rates = load_book(path).models["acme", "a"]
    assert [(rate.rate * 1_000_000, rate.start and rate.start.date()) for rate in rates] == [
        (1, None),
        (2, day(1)),
        (1, day(2)),
    ]


def test_hours_are_written_once(tmp_path: Path) -> None:
    """A later entry names the hours that an earlier one brought."""
    hours = {"UTC 01:00-02:00": Hours("UTC", (), ("01:00-02:00",))}
    kind = Kind("input", hours="UTC 01:00-02:00")
    path = tmp_path / "list.toml"
    for number, price in enumerate(("1", "2")):
        (plain,) = priced(a=price).offers
        prices = {**plain.periods[0].prices, kind: plain.periods[0].prices[Kind("input")] / 2}
        offer = Offer("acme", "a", (Period(None, prices),))
        _import(path, Reading("List", (offer,), (), {}, hours), number)

    assert path.read_text("utf-8").count("[hours.") == 1
    assert {rate.hours for rate in load_book(path).rates} == {None, "UTC 01:00-02:00"}


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """The place is named, and nothing is left behind."""
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(OutsideError, match=r"list\.toml"):
        _import(tmp_path / "file" / "list.toml", priced(a="1"), 0)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
