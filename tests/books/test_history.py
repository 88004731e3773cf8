"""Tests of history.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tokenomics.books import Book, bundled, load_book
from tokenomics.books.history import Episode, hidden, history, status
from tokenomics.records.errors import PriceError

BOOK = """
provider = "acme"
[aliases]
latest = [
    { model = "one", until = 2026-05-01 },
    { model = "two", from = 2026-05-01 },
]
[[price]]
model = "one"
from = 2026-01-01
rates = [{ input = 4 }, { tier = "batch", input = 2 }]
[[price]]
model = "one"
from = 2026-03-01
known_at = 2026-02-20
rates = [{ input = 2 }]
[[price]]
model = "two"
from = 2026-04-01
rates = [{ input = 3 }]
"""


def _book(toml: Callable[..., Path], more: str = "") -> Book:
    return load_book(toml(BOOK + more))


def _told(episodes: list[Episode]) -> list[tuple[str, str | None, str | None, int | None]]:
    """Model, first day, end and dollars a million of each episode."""
    return [
        (
            e.key.model,
            e.window.start and f"{e.window.start:%m-%d}",
            e.window.end and f"{e.window.end:%m-%d}",
            None if e.rate is None else int(e.rate.rate * 1_000_000),
        )
        for e in episodes
    ]


def test_prices_come_in_the_order_of_time(toml: Callable[..., Path]) -> None:
    """Each with the one before it, of the plainest calls only."""
    first, second = history(_book(toml), "one")

    assert _told([first, second]) == [("one", "01-01", "03-01", 4), ("one", "03-01", None, 2)]
    assert (first.before, second.before) == (None, first.rate)


def test_every_kind_of_call_can_be_asked_for(toml: Callable[..., Path]) -> None:
    """The price of the batch tier follows those of the standard one, and is counted without them."""
    book = _book(toml)

    assert [e.key.service_tier for e in history(book, "one", every=True)] == [
        "standard", "standard", "batch",
    ]  # fmt: skip
    assert hidden(book, "one") == 1


def test_an_alias_has_the_prices_of_what_it_meant(toml: Callable[..., Path]) -> None:
    """Until May it was the one model, since then the other: from 2 to 3 dollars."""
    found = history(_book(toml), "latest")

    assert _told(found) == [
        ("one", "01-01", "03-01", 4),
        ("one", "03-01", "05-01", 2),
        ("two", "05-01", None, 3),
    ]
    assert found[-1].before == found[-2].rate


def test_what_was_taken_back_is_told(toml: Callable[..., Path]) -> None:
    """A price that was announced and never came stands after the one that it should replace."""
    more = (
        '[[price]]\nmodel = "two"\nfrom = 2026-06-01\nknown_at = 2026-04-02\n'
        "retracted_at = 2026-05-20\nrates = [{ input = 9 }]\n"
    )
    stands, never = history(_book(toml, more), "two")

    assert _told([stands, never]) == [("two", "04-01", None, 3), ("two", "06-01", None, 9)]
    assert never.before == stands.rate
    assert never.rate is not None
    assert status(never.rate) == "retracted: announced 2026-04-02, taken back 2026-05-20"


def test_gaps_say_why(toml: Callable[..., Path]) -> None:
    """A known gap is an episode without a price, in its own window."""
    gap = '[[gap]]\nmodel = "two"\nmeter = "output"\nuntil = 2026-08-01\nwhy = "never stated"\n'
    (priced, unknown) = history(_book(toml, gap), "two")

    assert (priced.why, unknown.why) == ("", "never stated")
    assert (unknown.key.meter, unknown.rate) == ("output", None)
    assert _told([unknown]) == [("two", None, "08-01", None)]


def test_a_gap_of_another_tier_is_not_of_the_plainest_calls(toml: Callable[..., Path]) -> None:
    """It is there where every kind of call is asked for."""
    book = _book(toml, '[[gap]]\nmodel = "two"\ntier = "batch"\nwhy = "never stated"\n')

    assert [e.why for e in history(book, "two")] == [""]
    assert [e.why for e in history(book, "two", every=True)] == ["never stated", ""]


def test_time_between_prices_is_no_price(toml: Callable[..., Path]) -> None:
    """Where one ends before the next begins and no gap says why, that is an episode too."""
    more = '[[price]]\nmodel = "one"\nuntil = 2025-11-01\nrates = [{ input = 8 }]\n'
    found = history(_book(toml, more), "one")

    assert _told(found)[:2] == [("one", None, "11-01", 8), ("one", "11-01", "01-01", None)]
    assert found[1].why == "no price is known, and nothing says why"


def test_the_status_says_what_is_not_sure(toml: Callable[..., Path]) -> None:
    """Undated, promised until a day, disputed by somebody."""
    more = (
        '[[price]]\nmodel = "three"\nuntil_expected = 2026-12-01\n'
        'disputed = "LiteLLM has 7"\nrates = [{ input = 6 }]\n'
    )
    (only,) = history(_book(toml, more), "three")

    assert only.rate is not None
    assert status(only.rate) == "undated; promised until 2026-12-01; disputed: LiteLLM has 7"


def test_the_bundled_alias_moved() -> None:
    """OpenAI's gpt-4o is another model since 2024-10-02: 5 dollars, then 2.5."""
    found = [e for e in history(bundled(), "openai/gpt-4o") if e.key.meter == "input"]

    assert _told(found)[0] == ("gpt-4o-2024-05-13", "05-13", "10-02", 5)
    assert _told(found)[1] == ("gpt-4o-2024-08-06", "10-02", None, 2)


def test_an_unknown_name_gets_the_nearest() -> None:
    """As everywhere."""
    with pytest.raises(PriceError, match="did you mean 'gpt-4o'"):
        history(bundled(), "gpt4o")
