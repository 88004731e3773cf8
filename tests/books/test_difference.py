"""Tests of difference.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, Difference, Rate, differences, load_book
from tokenomics.books.book import assemble
from tokenomics.books.rates import STANDARD
from tokenomics.books.windows import Window, covers

MARCH, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 6))
HEAD = 'provider = "acme"\n'


def _price(rates: str, dates: str = "") -> str:
    return f'[[price]]\nmodel = "m"\n{dates}\nrates = [{rates}]\n'


def _found(toml: Callable[..., Path], old: str, new: str) -> list[Difference]:
    books = (
        load_book(toml(HEAD + text, name)) for name, text in (("a.toml", old), ("b.toml", new))
    )
    return differences(*books)


def _told(found: list[Difference]) -> list[tuple[str, str, Decimal | None, Decimal | None]]:
    return [(d.kind, d.key.meter, d.old and d.old.rate, d.new and d.new.rate) for d in found]


def test_a_book_differs_in_nothing_from_itself(toml: Callable[..., Path]) -> None:
    """Equal prices are no difference, whatever else the files say."""
    old, new = _price("{ input = 5 }"), _price("{ input = 5 }", 'note = "the same"')

    assert _found(toml, old, new) == []


def test_prices_come_go_and_change(toml: Callable[..., Path]) -> None:
    """A price only in the new book is added, one only in the old removed, another one changed."""
    old = _price("{ input = 5, output = 30 }")
    new = _price("{ input = 4, cache_read = 0.5 }")

    assert _told(_found(toml, old, new)) == [
        ("added", "cache_read", None, Decimal("0.0000005")),
        ("changed", "input", Decimal("0.000005"), Decimal("0.000004")),
        ("removed", "output", Decimal("0.00003"), None),
    ]


def test_a_new_price_of_a_known_one_changes_what_is_after_it(toml: Callable[..., Path]) -> None:
    """Where a price ends and another begins, only the time from then on differs."""
    old = _price("{ input = 5 }")
    new = _price("{ input = 5 }", "until = 2026-03-01") + _price(
        "{ input = 4 }", "from = 2026-03-01"
    )
    found = _found(toml, old, new)

    assert _told(found) == [("changed", "input", Decimal("0.000005"), Decimal("0.000004"))]
    assert found[0].window == Window(MARCH, None)


def test_a_difference_lasts_as_long_as_both_prices(toml: Callable[..., Path]) -> None:
    """A window of a price that another book lacks is one row from its start to its end."""
    window = "from = 2026-03-01\nuntil = 2026-06-01"
    found = _found(
        toml, _price("{ output = 1 }"), _price("{ output = 1 }") + _price("{ input = 4 }", window)
    )

    assert [(d.kind, d.window) for d in found] == [("added", Window(MARCH, JUNE))]


def test_kinds_of_calls_differ_apart(toml: Callable[..., Path]) -> None:
    """A tier's price is compared with that tier's price."""
    old = _price('{ input = 5 }, { tier = "batch", input = 2.5 }')
    new = _price('{ input = 5 }, { tier = "batch", input = 2 }')

    assert [d.key.service_tier for d in _found(toml, old, new)] == ["batch"]


def test_another_currency_is_a_change(toml: Callable[..., Path]) -> None:
    """Five dollars are not five euros."""
    old, new = _price("{ input = 5 }"), 'currency = "EUR"\n' + _price("{ input = 5 }")

    assert [d.kind for d in _found(toml, old, new)] == ["changed"]


_CUTS = st.lists(st.integers(1, 28), max_size=4, unique=True).map(sorted)
_RATES = st.lists(st.integers(0, 2), min_size=5, max_size=5)


def _book(cuts: list[int], prices: list[int]) -> Book:
    """A book whose price changes on days of a month; 0 is no price."""
    ends = [datetime(2026, 3, day, tzinfo=UTC) for day in cuts]
    windows = zip((None, *ends), (*ends, None), prices, strict=False)
    rates = [
        Rate(
            "acme",
            "m",
            "input",
            Decimal(price),
            "USD",
            STANDARD,
            0,
            None,
            None,
            None,
            start=start,
            end=end,
            end_expected=None,
            known_at=None,
            retracted_at=None,
            source="",
            checked=None,
            note="",
            disputed="",
            undated=start is None,
        )
        for start, end, price in windows
        if price
    ]
    return assemble("b", "list", layers=(), providers=(), rates=rates)


@given(one=st.tuples(_CUTS, _RATES), two=st.tuples(_CUTS, _RATES), day=st.integers(1, 28))
def test_differences_tell_all_and_only_what_differs(
    one: tuple[list[int], list[int]], two: tuple[list[int], list[int]], day: int
) -> None:
    """At any instant there is one difference where the prices in force differ, else none."""
    old, new, at = _book(*one), _book(*two), datetime(2026, 3, day, 12, tzinfo=UTC)
    in_force = [
        next((r.rate for r in book.rates if covers(Window(r.start, r.end), at)), None)
        for book in (old, new)
    ]
    found = [d for d in differences(old, new) if covers(d.window, at)]

    assert len(found) == (in_force[0] != in_force[1])
