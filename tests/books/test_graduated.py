"""Tests of prices by quantity: steps, periods, and how they are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, as_known, load_book, with_overlay
from tokenomics.books.graduated import (
    Graduated,
    Step,
    graduated_rate,
    is_about,
    most_off,
    period_end,
    period_label,
    period_start,
    share_charged,
    shares,
    words,
)
from tokenomics.books.reach import Reach
from tokenomics.books.windows import Window
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]
BOOK = """
provider = "acme"
[sources]
page = { text = "a page", checked = 2026-11-01 }
[[price]]
model = ["a", "b"]
rates = [{ input = 1, output = 2, web_search = 10 }]
"""
FREE = """
[[graduated]]
name = "free searches"
model = "a"
meter = "web_search"
per = "month"
steps = [{ upto = 5_000, percent_off = 100 }]
source = "page"
"""
ENTRY = Graduated(
    name="free searches",
    reach=Reach("acme", ("a",), ("web_search",), (), Window(None, None)),
    volume=False,
    per="month",
    zone="UTC",
    measure="units",
    pooled=False,
    steps=(Step(Decimal(5_000), Decimal(100)),),
    known_at=None,
    retracted_at=None,
    source="a page",
    note="",
)
TIERED = ENTRY._replace(
    steps=(Step(Decimal(100), Decimal(0)), Step(Decimal(300), Decimal(10)), Step(None, Decimal(25)))
)


@pytest.fixture
def book(toml: Write) -> Book:
    """Two models of one provider, one with free searches."""
    return load_book(toml(BOOK + FREE, "list.toml"))


def test_an_entry_is_read(book: Book) -> None:
    """What is not stated has the plainest value, and the source is the one cited."""
    assert book.graduated == (ENTRY,)


def test_an_overlays_entry_replaces_the_one_of_its_name(book: Book, toml: Write) -> None:
    """Another name adds an entry, which acts after the others."""
    own = FREE.replace("5_000", "9_000").replace("[[", 'provider = "acme"\n[[')
    more = own.replace("free searches", "committed")

    renewed = with_overlay(book, toml(own)).graduated
    added = with_overlay(book, toml(more)).graduated

    assert [entry.steps[0].upto for entry in renewed] == [Decimal(9_000)]
    assert [entry.name for entry in added] == ["free searches", "committed"]


def test_an_overlay_without_entries_keeps_the_books(book: Book, toml: Write) -> None:
    """An allowance outlives a discount."""
    own = '[[discount]]\nprovider = "acme"\npercent = 10\n'

    assert with_overlay(book, toml(own)).graduated == book.graduated


def test_entries_are_known_from_a_day_on(toml: Write) -> None:
    """Before it was known, and once it was retracted, nothing is free."""
    dated = FREE + "known_at = 2026-06-01\nretracted_at = 2026-09-01\n"
    book = load_book(toml(BOOK + dated))
    known = [len(as_known(book, date(2026, month, 1)).graduated) for month in (5, 6, 8, 9)]

    assert known == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("per =", "pre =", "'pre'.*did you mean 'per'"),
        ('"month"', '"week"', "unknown per 'week'"),
        ("per =", 'zone = "Mars"\nper =', "graduated 1: unknown time zone 'Mars'"),
        ('meter = "web_search"', "", "counts calls and tokens together: name the meter"),
        ("steps = [{ upto = 5_000, percent_off = 100 }]", "", "steps are missing"),
        ("percent_off = 100", "percent_off = 101", "percent_off = 101 must be from 0 to 100"),
        ("{ upto", "{ upto = 9_000, percent_off = 0 }, { upto", "more than the one before"),
        ("{ upto", "{ percent_off = 0 }, { upto", "more than the one before"),
        ("5_000", "0", "upto = 0 must be more than 0"),
        ("per =", 'pooled = "yes"\nper =', "pooled must be true or false"),
        ('"a"', '"c"', "unknown model 'c'"),
    ],
)
def test_a_mistake_is_named(toml: Write, old: str, new: str, message: str) -> None:
    """The file, the entry, and the nearest valid name."""
    with pytest.raises(PriceError, match=message):
        load_book(toml(BOOK + FREE.replace(old, new)))


def test_tokens_and_calls_may_count_together_as_money(toml: Write) -> None:
    """A commitment is spent on everything."""
    text = FREE.replace("[[graduated]]", "[[volume]]").replace('meter = "web_search"\n', "")
    (entry,) = load_book(toml(f'{BOOK}{text}measure = "cost"\n')).graduated

    assert (entry.volume, entry.measure) == (True, "cost")


def test_each_step_has_its_own_percent() -> None:
    """Of 500 units the first 100 have nothing off, 200 have 10 % off, the other 200 25 %."""
    assert shares(TIERED, Fraction(500)) == ((100, 0), (200, 10), (200, 25))
    # (100 x 1 + 200 x 0.9 + 200 x 0.75) / 500 = 430 / 500
    assert share_charged(TIERED, Fraction(500)) == Fraction(43, 50)


def test_a_step_holds_its_last_unit() -> None:
    """5,000 searches are free; of 5,001 one is charged."""
    assert share_charged(ENTRY, Fraction(5_000)) == 0
    assert share_charged(ENTRY, Fraction(5_001)) == Fraction(1, 5_001)
    assert share_charged(ENTRY, Fraction(0)) == 1


def test_a_volume_price_is_for_all_units() -> None:
    """At 300 units all have 10 % off, at 301 all have 25 %."""
    volume = TIERED._replace(volume=True)

    assert share_charged(volume, Fraction(300)) == Fraction(9, 10)
    assert share_charged(volume, Fraction(301)) == Fraction(3, 4)


def test_a_rate_by_quantity_says_how_it_came_about(book: Book) -> None:
    """7,000 searches at 0.01, of which 5,000 are free, cost 0.01 x 2,000 / 7,000 each."""
    rate = next(rate for rate in book.rates if rate.meter == "web_search")

    found = graduated_rate(ENTRY, rate, Fraction(7_000), "in 2026-11 of acct")

    # 20 / 7000 = 0.002857142857142857142...
    assert found.rate == Decimal("0.002857142857142857")
    assert found.source == (
        "list.toml; free searches: 7,000 in 2026-11 of acct:"
        " 5,000 at 100 % off, 2,000 at 0 % off (a page)"
    )


def test_an_entry_is_about_its_rates_in_its_window(book: Book) -> None:
    """Another model, meter or day is charged as it was."""
    start = datetime(2026, 6, 1, tzinfo=UTC)
    dated = ENTRY._replace(reach=ENTRY.reach._replace(window=Window(start, None)))
    search = next(rate for rate in book.rates if rate.meter == "web_search")

    assert is_about(dated, search, start)
    assert not is_about(dated, search, start - timedelta(microseconds=1))
    assert not is_about(dated, search._replace(model="b"), start)
    assert not is_about(dated, search._replace(meter="input"), start)


@pytest.mark.parametrize(
    ("per", "zone", "start", "end", "label"),
    [
        ("month", "UTC", "2026-11-01T00:00Z", "2026-12-01T00:00Z", "2026-11"),
        ("day", "UTC", "2026-11-01T00:00Z", "2026-11-02T00:00Z", "2026-11-01"),
        # The clock is put back on that day: it has 25 hours.
        ("day", "America/Los_Angeles", "2026-11-01T07:00Z", "2026-11-02T08:00Z", "2026-11-01"),
        ("month", "America/Los_Angeles", "2026-11-01T07:00Z", "2026-12-01T08:00Z", "2026-11"),
    ],
)
def test_a_period_is_of_the_entrys_zone(
    per: str, zone: str, start: str, end: str, label: str
) -> None:
    """Days and months begin at midnight where the provider counts them."""
    entry = ENTRY._replace(per=per, zone=zone)  # pyright: ignore[reportArgumentType]
    at = datetime(2026, 11, 1, 20, tzinfo=UTC)
    first = datetime.fromisoformat(start)

    assert (period_start(entry, at), period_end(entry, at)) == (first, datetime.fromisoformat(end))
    assert period_label(entry, first) == label


@given(
    steps=st.lists(st.tuples(st.integers(1, 99), st.integers(0, 100)), min_size=1, max_size=4),
    quantity=st.fractions(0, 1_000),
)
def test_steps_take_off_what_they_say(steps: list[tuple[int, int]], quantity: Fraction) -> None:
    """The parts make up the quantity, and what is charged is what they cost one by one."""
    ends = [sum(width for width, _ in steps[: n + 1]) for n in range(len(steps))]
    entry = ENTRY._replace(
        steps=tuple(
            Step(Decimal(end), Decimal(off)) for end, (_, off) in zip(ends, steps, strict=True)
        )
    )
    parts = shares(entry, quantity)
    cost = sum((width * (1 - Fraction(off) / 100) for width, off in parts), Fraction())

    assert sum(width for width, _ in parts) == quantity
    assert share_charged(entry, quantity) * quantity == cost
    assert cost >= quantity * (1 - most_off(entry))


def test_an_entry_is_told_in_a_line() -> None:
    """Its steps, its period, and whose use counts together."""
    committed = TIERED._replace(name="deal", measure="cost", pooled=True, volume=True)

    assert words(ENTRY) == "free searches: 100 % off up to 5,000 a month and account"
    assert words(committed) == (
        "deal: 0 % off up to 100, 10 % off up to 300, 25 % off beyond of cost"
        " a month of all accounts, for all units"
    )
