"""Tests of prices by the hour, of known gaps, and of sums over a change of price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.books import Book, Call, Quote, agreed, boundaries, load_book, quote, why_unpriced
from tokenomics.records.money import plain

Write = Callable[..., Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MICRO = timedelta(microseconds=1)


def _ask(provider: str, model: str, at: datetime = NOON, *, book: Book, **more: Any) -> Quote:
    return quote(book, Call(provider, model, None, None, None, 0, at)._replace(**more))


def _input(answer: Quote) -> str:
    """The price of a million tokens."""
    return plain(answer.rates["input"].rate.rate * 1_000_000)


PEAK = """
provider = "acme"
[hours.peak]
zone = "Asia/Shanghai"
days = "mon-fri"
daily = ["09:00-12:00"]
[[price]]
model = "a"
rates = [
    { input = 1, output = 2, web_search = 10 },
    { hours = "peak", input = 2 },
    { tier = "batch", input = 0.5 },
]
[[gap]]
model = "a"
tier = "batch"
meter = "output"
why = "nobody states it"
[[gap]]
model = "b"
why = "never published"
"""
MONDAY_NINE = datetime(2026, 8, 24, 1, tzinfo=UTC)  # 09:00 in Shanghai


def test_a_call_in_named_hours_has_their_price(toml: Write) -> None:
    """From nine in Shanghai; a microsecond before it is the plain price."""
    book = load_book(toml(PEAK))

    assert _input(_ask("acme", "a", MONDAY_NINE, book=book)) == "2"
    assert _input(_ask("acme", "a", MONDAY_NINE - MICRO, book=book)) == "1"


def test_named_hours_without_a_token_price_have_none_but_other_prices_do_not_depend_on_them(
    toml: Write,
) -> None:
    """Output has no price in peak hours; a search costs 0.01 dollars at any hour."""
    answer = _ask("acme", "a", MONDAY_NINE, book=load_book(toml(PEAK)))

    assert "output" not in answer.rates
    assert answer.rates["web_search"].rate.rate == Decimal("0.01")  # 10 / 1,000


def test_a_kind_of_call_without_hours_of_its_own_costs_the_same_all_day(toml: Write) -> None:
    """Batch knows no peak."""
    answer = _ask("acme", "a", MONDAY_NINE, book=load_book(toml(PEAK)), service_tier="batch")

    assert _input(answer) == "0.5"


def test_the_hours_may_be_given_instead_of_the_clock(toml: Write) -> None:
    """A sum of calls knows its hours better than its first instant does."""
    book = load_book(toml(PEAK))
    peak = frozenset(boundaries(book, "acme", "a").hours)
    night = MONDAY_NINE - timedelta(hours=8)

    assert _input(_ask("acme", "a", night, book=book, hours=peak)) == "2"
    assert _input(_ask("acme", "a", MONDAY_NINE, book=book, hours=frozenset())) == "1"


def test_a_known_gap_says_why_a_meter_has_no_price(toml: Write) -> None:
    """For the tiers that it names, and for a model without any price."""
    book = load_book(toml(PEAK))
    batch = _ask("acme", "a", book=book, service_tier="batch")

    assert why_unpriced(batch, "output") == "nobody states it"
    assert why_unpriced(_ask("acme", "a", book=book), "output") == ""
    assert _ask("acme", "b", book=book).reason == "never published"


def test_answers_agree_on_what_costs_the_same_on_both_sides(toml: Write) -> None:
    """A search has one price; input has two and so none, and output none for one side."""
    book = load_book(toml(PEAK))
    both = agreed([_ask("acme", "a", at, book=book) for at in (MONDAY_NINE, MONDAY_NINE - MICRO)])

    assert set(both.rates) == {"web_search"}
    assert why_unpriced(both, "input") == "the sum spans a change of its price"


def test_one_answer_agrees_with_itself(toml: Write) -> None:
    """Most sums lie between boundaries."""
    answer = _ask("acme", "a", book=load_book(toml(PEAK)))

    assert agreed([answer]) == answer


TOOLS = """
provider = "acme"
[regions]
"" = ""
eu = "eu"
[[price]]
model = "*"
from = 2026-06-01
rates = [{ file_search = 2.5, code_session = 0.03 }, { region = "eu", file_search = 2.75 }]
[[price]]
model = "a"
rates = [{ input = 1 }, { tier = "batch", input = 0.5 }, { region = "eu", input = 2 }]
[[price]]
model = "b"
rates = [{ input = 1, file_search = 4 }]
[[gap]]
model = "b"
meter = "code_session"
why = "it has no sandbox"
"""


def _search(answer: Quote) -> str | None:
    """The price of a thousand searches."""
    found = answer.rates.get("file_search")
    return None if found is None else plain(found.rate.rate * 1_000)


def test_a_tool_costs_the_same_with_every_model_and_tier(toml: Write) -> None:
    """2.5 a thousand, 2.75 in Europe, and what a model states of its own where it does."""
    book = load_book(toml(TOOLS))

    assert _search(_ask("acme", "a", book=book)) == "2.5"
    assert _search(_ask("acme", "a", book=book, service_tier="batch")) == "2.5"
    assert _search(_ask("acme", "a", book=book, region="eu")) == "2.75"
    assert _search(_ask("acme", "b", book=book)) == "4"


def test_a_tool_has_a_price_without_a_known_model(toml: Write) -> None:
    """Tokens of an unknown model have none."""
    answer = _ask("acme", "", book=load_book(toml(TOOLS)))

    assert _search(answer) == "2.5"
    assert set(answer.rates) == {"file_search", "code_session"}
    assert answer.reason == "the book does not know the name"


def test_a_tool_that_a_model_lacks_has_no_price_with_it(toml: Write) -> None:
    """The gap says why."""
    answer = _ask("acme", "b", book=load_book(toml(TOOLS)))

    assert "code_session" not in answer.rates
    assert why_unpriced(answer, "code_session") == "it has no sandbox"


def test_a_tool_s_price_has_its_dates(toml: Write) -> None:
    """Before June there was none, and June is a boundary of every name."""
    book = load_book(toml(TOOLS))
    june = datetime(2026, 6, 1, tzinfo=UTC)

    assert _search(_ask("acme", "a", june - MICRO, book=book)) is None
    assert boundaries(book, "acme", "a").instants == (june,)
    assert boundaries(book, "acme", "nonsense").instants == (june,)
