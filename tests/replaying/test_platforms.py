"""Calls through another platform."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import call
from support.worlds import M, figures, replayed, whole
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError
from tokenomics.replaying.platforms import Platform, platform_of

MONTH: dict[str, Any] = {
    "since": datetime(2026, 11, 1, tzinfo=UTC),
    "until": datetime(2026, 12, 1, tzinfo=UTC),
}


def test_a_platform_takes_a_share_of_every_call(tmp_path: Path, book: Book) -> None:
    """5.5 % of 2 are 0.11."""
    found = replayed(tmp_path, book, [call(input=M)], {"platform": ["openrouter"]})

    assert figures(found) == [(1, Decimal(2), Decimal("2.11"), Decimal("-0.11"))]
    assert any("openrouter.ai" in text for text in found.remarks)


def test_straight_to_the_provider_costs_what_it_did(tmp_path: Path, book: Book) -> None:
    """Nothing besides."""
    assert whole(replayed(tmp_path, book, [call(input=M)], {"platform": ["direct"]}))[2] == 0


def test_what_it_costs_a_month_is_added_for_the_period(tmp_path: Path, book: Book) -> None:
    """A month of 400 and of a quarter of 150,000 a year, 3,125, beside 2 for the calls: 3,527."""
    text = "fixed=400, engineers=0.25x150000"
    found = replayed(tmp_path, book, [call(input=M)], {"platform": [text]}, **MONTH)

    assert whole(found)[1] == 3527


def test_half_a_month_costs_half(tmp_path: Path, book: Book) -> None:
    """15 of 30 days of 400 are 200, beside 2."""
    period: dict[str, Any] = {**MONTH, "until": datetime(2026, 11, 16, tzinfo=UTC)}
    found = replayed(tmp_path, book, [call(input=M)], {"platform": ["fixed=400"]}, **period)

    assert whole(found)[1] == 202


def test_without_a_period_it_is_that_of_the_calls(tmp_path: Path, book: Book) -> None:
    """One day of 30 of 300 is 10, beside 2."""
    found = replayed(tmp_path, book, [call(input=M)], {"platform": ["fixed=300"]})

    assert whole(found)[1] == 12


def test_it_says_from_which_volume_on_it_pays(tmp_path: Path, book: Book) -> None:
    """400 a month against 5 % less 1 %: from 10,000 a month."""
    text = "spread=1%, fixed=400, instead=5%"
    found = replayed(tmp_path, book, [call(input=M)], {"platform": [text]})

    assert "once calls cost more than 10,000.00 USD a month" in found.sentences[1]


def test_what_takes_as_much_and_costs_besides_never_pays(tmp_path: Path, book: Book) -> None:
    """5 % instead of 5 %, and 400."""
    text = "spread=5%, fixed=400, instead=5%"
    found = replayed(tmp_path, book, [call(input=M)], {"platform": [text]})

    assert found.sentences[1].endswith("it never pays.")


def test_without_the_other_platform_it_asks_for_it(tmp_path: Path, book: Book) -> None:
    """Nothing to compare with."""
    found = replayed(tmp_path, book, [call(input=M)], {"platform": ["fixed=400"]})

    assert "say instead=PERCENT" in found.sentences[1]


def test_costs_by_the_month_are_added() -> None:
    """400 and 100."""
    assert platform_of("fixed=400, fixed=100") == Platform(monthly=Decimal(500))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("openruter", "did you mean 'openrouter'"),
        ("spread=5", "is no share"),
        ("fixed=-1", "not below zero"),
        ("engineers=2", "how many and what one costs"),
        ("price=2", "cannot read 'price=2'"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    """The sentence says what to write."""
    with pytest.raises(ConfigError, match=why):
        platform_of(text)


def test_calls_go_through_one_platform(tmp_path: Path, book: Book) -> None:
    """Two are two questions."""
    with pytest.raises(ConfigError, match="2 platforms"):
        replayed(tmp_path, book, [call(input=M)], {"platform": ["direct", "openrouter"]})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("spread=5%, spread=3%", "spread stands there twice"),
        ("fixed=much", "fixed=much: write an amount"),
        ("openroutr", r"did you mean 'openrouter'\? \(or write"),
    ],
)
def test_costs_that_cannot_be_meant_say_why(text: str, why: str) -> None:
    """One share of every call, an amount, and a name."""
    with pytest.raises(ConfigError, match=why):
        platform_of(text)


def test_several_things_may_cost_by_the_month() -> None:
    """400 for machines and 100 for a licence."""
    assert platform_of("fixed=400, fixed=100").monthly == 500
