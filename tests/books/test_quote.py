"""Tests of what a call is quoted: dates, tiers, context, regions, variants, fall-backs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, Call, Quote, boundaries, bundled, load_book, quote
from tokenomics.records.money import plain

Write = Callable[..., Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)


def _ask(
    provider: str, model: str, at: datetime = NOON, *, book: Book | None = None, **more: Any
) -> Quote:
    call = Call(provider, model, None, None, None, 0, at)._replace(**more)
    return quote(book or bundled(), call)


def _per_million(answer: Quote, *meters: str) -> tuple[str | None, ...]:
    return tuple(
        plain(answer.rates[meter].rate.rate * 1_000_000) if meter in answer.rates else None
        for meter in meters
    )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_gpt_4_0613_in_november_2023() -> None:
    """30 and 60 dollars a million tokens are 0.00003 and 0.00006 a token."""
    answer = _ask("openai", "gpt-4-0613", _day("2023-11-16"))

    assert answer.rates["input"].rate.rate == Decimal("0.00003")  # 30 / 1,000,000
    assert answer.rates["output"].rate.rate == Decimal("0.00006")  # 60 / 1,000,000


@pytest.mark.parametrize(
    ("provider", "model", "at", "expected"),
    [
        ("openai", "o3", "2025-06-10", ("2", "8")),
        ("openai", "gpt-3.5-turbo", "2024-02-16", ("0.5", "1.5")),
        ("openai", "gpt-4o", "2024-10-02", ("2.5", "10")),
        ("openai", "gpt-4o-2024-05-13", "2026-06-01", ("5", "15")),
        ("openai", "gpt-5.6-sol", "2026-08-21", ("4", "20")),
        ("anthropic", "claude-3-5-haiku-20241022", "2024-12-05", ("0.8", "4")),
        ("google", "gemini-1.5-pro", "2024-10-01", ("1.25", "5")),
        ("mistral", "mistral-medium-latest", "2026-04-29", ("1.5", "7.5")),
        ("mistral", "mistral-medium-2508", "2026-04-29", ("0.4", "2")),
    ],
)
def test_a_price_holds_from_its_first_instant(
    provider: str, model: str, at: str, expected: tuple[str, str]
) -> None:
    """At midnight of its day the price is in force."""
    assert _per_million(_ask(provider, model, _day(at)), "input", "output") == expected


@pytest.mark.parametrize(
    ("provider", "model", "at", "expected"),
    [
        ("openai", "o3", "2025-06-10", ("10", "40")),
        ("openai", "gpt-3.5-turbo", "2024-02-16", ("1.5", "2")),
        ("openai", "gpt-4o", "2024-10-02", ("5", "15")),
        ("openai", "gpt-5.6-sol", "2026-08-21", ("5", "30")),
        ("anthropic", "claude-3-5-haiku-20241022", "2024-12-05", ("1", "5")),
        ("google", "gemini-1.5-pro", "2024-10-01", ("3.5", "10.5")),
        ("mistral", "mistral-medium-latest", "2026-04-29", ("0.4", "2")),
    ],
)
def test_the_price_before_holds_to_the_last_microsecond(
    provider: str, model: str, at: str, expected: tuple[str, str]
) -> None:
    """A microsecond before midnight the former price is in force."""
    answer = _ask(provider, model, _day(at) - MICRO)

    assert _per_million(answer, "input", "output") == expected


def test_a_cancelled_rise_never_prices() -> None:
    """Sonnet 5 stays at 2 and 10 after the day for which 3 and 15 were announced."""
    answer = _ask("anthropic", "claude-sonnet-5", _day("2026-09-02"))

    assert _per_million(answer, "input", "output") == ("2", "10")


def test_before_the_first_price_there_is_none() -> None:
    """A known model without a price at that time has none for tokens, and says why."""
    answer = _ask("openai", "gpt-4-0613", _day("2023-03-14") - MICRO)

    assert (answer.model, "input" in answer.rates) == ("gpt-4", False)
    assert answer.reason == "no price on 2023-03-13"


@pytest.mark.parametrize(
    ("provider", "model", "base", "context", "cheap", "dear"),
    [
        ("openai", "gpt-5.5", 272_000, 272_001, ("5", "0.5", "30"), ("10", "1", "45")),
        (
            "google",
            "gemini-3.1-pro-preview",
            200_000,
            200_001,
            ("2", "0.2", "12"),
            ("4", "0.4", "18"),
        ),
        (
            "anthropic",
            "claude-sonnet-4-5",
            200_000,
            200_001,
            ("3", "0.3", "15"),
            ("6", "0.6", "22.5"),
        ),
        (
            "anthropic",
            "claude-haiku-5-5",
            100_000,
            100_001,
            ("0.1", "0.01", "0.5"),
            ("0.5", "0.05", "2.5"),
        ),
    ],
)
def test_the_whole_request_is_priced_by_its_context_tier(
    *,
    provider: str,
    model: str,
    base: int,
    context: int,
    cheap: tuple[str, ...],
    dear: tuple[str, ...],
) -> None:
    """One token more than the base tier holds moves every token of the request."""
    meters = ("input", "cache_read", "output")

    assert _per_million(_ask(provider, model, AUTUMN, context_tokens=base), *meters) == cheap
    assert _per_million(_ask(provider, model, AUTUMN, context_tokens=context), *meters) == dear


def test_a_context_tier_ends_when_the_provider_drops_it() -> None:
    """Opus 4.6 costs the same at any length from 2026-03-13 on."""
    asked = [
        _ask("anthropic", "claude-opus-4-6", at, context_tokens=300_000)
        for at in (_day("2026-03-13") - MICRO, _day("2026-03-13"))
    ]

    assert [_per_million(answer, "input", "output") for answer in asked] == [
        ("10", "37.5"),
        ("5", "25"),
    ]


def test_a_call_of_a_tool_costs_the_same_in_every_context_tier() -> None:
    """10 dollars a thousand searches, however long the request."""
    answer = _ask("openai", "gpt-5.5", context_tokens=272_001)

    assert answer.rates["web_search"].rate.rate == Decimal("0.01")  # 10 / 1,000


def test_a_long_request_in_a_tier_without_a_long_price_has_none() -> None:
    """The base price of the tier is not taken for it."""
    answer = _ask("openai", "gpt-5.5", service_tier="priority", context_tokens=272_001)

    assert _per_million(answer, "input", "output") == (None, None)
    assert answer.reason == "no price for tier 'priority', 272001 input tokens or more"


@pytest.mark.parametrize(
    ("provider", "model", "tier", "expected"),
    [
        ("openai", "gpt-5.4", None, ("2.5", "15")),
        ("openai", "gpt-5.4", "", ("2.5", "15")),
        ("openai", "gpt-5.4", "default", ("2.5", "15")),
        ("openai", "gpt-5.4", "batch", ("1.25", "7.5")),
        ("openai", "gpt-5.4", "flex", ("1.25", "7.5")),
        ("openai", "gpt-5.4", "priority", ("5", "30")),
        ("openai", "gpt-5.4", "fast", ("5", "30")),
        ("openai", "gpt-5.4", "auto", (None, None)),
        ("openai", "gpt-5.4", "scale", (None, None)),
        ("openai", "gpt-5.4", "ultrafast", (None, None)),
        ("openai", "gpt-6-astra", "ultrafast", ("60", "300")),
        ("anthropic", "claude-opus-4-8", "standard", ("5", "25")),
        ("anthropic", "claude-opus-4-8", "batch", ("2.5", "12.5")),
        ("anthropic", "claude-opus-4-8", "priority", (None, None)),
        ("google", "gemini-2.5-flash", "ON_DEMAND", ("0.3", "2.5")),
        ("google", "gemini-2.5-flash", "ON_DEMAND_FLEX", ("0.15", "1.25")),
        ("google", "gemini-2.5-flash", "PROVISIONED_THROUGHPUT", (None, None)),
        ("mistral", "mistral-large-latest", "batch", ("0.25", "0.75")),
        ("mistral", "mistral-large-latest", "flex", (None, None)),
    ],
)
def test_the_served_tier_is_priced_and_an_unknown_one_is_not(
    provider: str, model: str, tier: str | None, expected: tuple[str | None, ...]
) -> None:
    """A tier that the book has no price for never costs the standard price."""
    answer = _ask(provider, model, _day("2026-10-01"), service_tier=tier)

    assert _per_million(answer, "input", "output") == expected


def test_a_meter_without_a_batch_price_has_none_in_batch() -> None:
    """GPT-4.1 states no cached reads in batch; they do not cost the standard price."""
    answer = _ask("openai", "gpt-4.1", service_tier="batch")

    assert _per_million(answer, "input", "cache_read") == ("1", None)


def test_us_inference_costs_a_tenth_more() -> None:
    """5, 0.5 and 25 dollars times 1.1; a search costs the same."""
    answer = _ask("anthropic", "claude-opus-5", _day("2026-07-24"), region="us")

    assert _per_million(answer, "input", "cache_read", "output") == ("5.5", "0.55", "27.5")
    assert answer.rates["web_search"].rate.rate == Decimal("0.01")  # 10 / 1,000


@pytest.mark.parametrize(
    ("provider", "model", "region", "expected"),
    [
        ("anthropic", "claude-opus-4-8", "global", ("5",)),
        ("anthropic", "claude-opus-4-8", "not_available", ("5",)),
        ("anthropic", "claude-sonnet-4-6", "us", ("3.3",)),
        ("anthropic", "claude-sonnet-4-5", "us", (None,)),
        ("anthropic", "claude-opus-4-8", "mars", (None,)),
        ("openai", "gpt-5.5", "eu", ("5.5",)),
        ("google", "gemini-2.5-flash", "europe-west4", ("0.3",)),
    ],
)
def test_a_region_is_priced_where_regions_have_prices(
    provider: str, model: str, region: str, expected: tuple[str | None, ...]
) -> None:
    """A region without a price never costs the global price; Google has one price for all."""
    assert _per_million(_ask(provider, model, region=region), "input") == expected


def test_fast_mode_costs_twice_as_much() -> None:
    """5, 6.25 and 25 dollars times 2."""
    answer = _ask("anthropic", "claude-opus-5", _day("2026-07-24"), variant="fast")

    assert _per_million(answer, "input", "cache_write_5m", "output") == ("10", "12.5", "50")


@pytest.mark.parametrize("variant", ["fast", "turbo"])
def test_a_variant_without_a_price_has_none(variant: str) -> None:
    """The plain price is not taken for it."""
    answer = _ask("anthropic", "claude-haiku-4-5", variant=variant)

    assert (dict(answer.rates), answer.reason) == ({}, f"no price for variant {variant!r}")


def test_thinking_costs_what_output_costs() -> None:
    """The rate of reasoning comes by way of output and is no assumption."""
    found = _ask("google", "gemini-2.5-flash").rates["reasoning"]

    assert (found.rate.rate, found.via, found.assumed) == (Decimal("0.0000025"), ("output",), False)


def test_a_cache_write_of_unknown_lifetime_is_taken_for_the_short_one() -> None:
    """6.25 dollars a million, and marked as an assumption."""
    found = _ask("anthropic", "claude-opus-4-8").rates["cache_write"]

    assert (found.rate.rate, found.via, found.assumed) == (
        Decimal("0.00000625"),
        ("cache_write_5m",),
        True,
    )


def test_a_fall_back_stays_within_its_tier() -> None:
    """A batch write has its own short price, and thinking in batch the price of batch output."""
    answer = _ask("anthropic", "claude-opus-5", _day("2026-07-24"), service_tier="batch")

    assert _per_million(answer, "cache_write", "reasoning", "cache_write_1h") == (
        "3.125",
        "12.5",
        "5",
    )


def test_a_rule_for_one_model_stands_before_the_rule_for_all(toml: Write) -> None:
    """Thinking costs what output does, but for the model of which that is not so."""
    path = toml(
        'provider = "acme"\n'
        'fallback = [{ meter = "reasoning", to = "output" }, { meter = "reasoning", to = "", model = "a" }]\n'
        '[[price]]\nmodel = ["a", "b"]\nrates = [{ output = 5 }]\n'
    )
    book = load_book(path)

    assert "reasoning" not in _ask("acme", "a", book=book).rates
    assert _ask("acme", "b", book=book).rates["reasoning"].via == ("output",)


def test_fall_backs_go_over_several_meters(toml: Write) -> None:
    """The whole way is shown, and one assumption on it makes the rate assumed."""
    path = toml(
        'provider = "acme"\n'
        'fallback = [{ meter = "citation", to = "reasoning", assumed = true }, { meter = "reasoning", to = "output" }]\n'
        '[[price]]\nmodel = "a"\nrates = [{ output = 5 }]\n'
    )

    found = _ask("acme", "a", book=load_book(path)).rates["citation"]

    assert (found.rate.meter, found.via, found.assumed) == ("output", ("reasoning", "output"), True)


def test_image_tokens_cost_what_text_costs_only_where_the_book_says_so() -> None:
    """Gemini has one price for both; nothing says so of OpenAI's audio models."""
    gemini, gpt = _ask("google", "gemini-2.5-flash"), _ask("openai", "gpt-audio")

    assert gemini.rates["input_image"].via == ("input",)
    assert _per_million(gpt, "input_audio", "input_image") == ("32", None)


def test_an_undated_rate_is_marked() -> None:
    """codex-mini-latest has a price and no start: it prices at any time."""
    rate = _ask("openai", "codex-mini-latest", _day("2020-01-01")).rates["input"].rate

    assert (rate.undated, rate.start, rate.rate) == (True, None, Decimal("0.0000015"))


def test_an_unknown_name_is_not_priced() -> None:
    """It has no model and no rates but those of tools, and comes with the nearest names."""
    answer = _ask("openai", "gpt-5.5-proo")

    assert (answer.provider, answer.model) == (None, None)
    assert set(answer.rates) == {"file_search", "code_session"}
    assert answer.nearest[0] == "gpt-5.5-pro"
    assert answer.reason == "the book does not know the name"


def test_a_name_outside_of_its_time_is_not_priced() -> None:
    """gemini-1.5-pro-001 is known to have cost what gemini-1.5-pro did only until 2024-10-01."""
    answer = _ask("google", "gemini-1.5-pro-001", _day("2024-10-01"))

    assert (answer.model, answer.reason) == (None, "the name meant no known model at that time")


def test_boundaries_are_the_instants_and_thresholds_of_a_name() -> None:
    """Instants of an alias' models and moves, and the thresholds of their context tiers."""
    assert [f"{at:%Y-%m-%d}" for at in boundaries(bundled(), "openai", "gpt-4o").instants] == [
        "2024-05-13",
        "2024-08-06",
        "2024-10-01",
        "2024-10-02",
    ]
    assert boundaries(bundled(), "openai", "gpt-5.5").context == (272_001,)
    assert boundaries(bundled(), "openai", "nonsense") == ((), (), ())


NAMES = sorted(bundled().models) + [
    (provider.name, alias)
    for provider in bundled().providers.values()
    for alias in provider.aliases
]


@given(st.sampled_from(NAMES), st.data())
def test_a_quote_is_constant_between_boundaries(name: tuple[str, str], data: st.DataObject) -> None:
    """Two calls between the same boundaries and on the same side of each part of the week have the
    same rates, whatever their kind.
    """
    cuts = boundaries(bundled(), *name)
    starts = (_day("2019-01-01"), *cuts.instants)
    index = data.draw(st.integers(0, len(starts) - 1))
    start, end = starts[index], (*starts[1:], _day("2030-01-01"))[index]
    steps = (0, *cuts.context, 10_000_000)
    step = data.draw(st.integers(0, len(steps) - 2))
    first = Call(
        *name,
        data.draw(st.sampled_from((None, "batch", "priority"))),
        data.draw(st.sampled_from((None, "us"))),
        data.draw(st.sampled_from((None, "fast"))),
        steps[step],
        start,
        frozenset(hours for hours in cuts.hours if data.draw(st.booleans())),
    )

    inside = first._replace(
        at=data.draw(
            st.datetimes(
                *(at.replace(tzinfo=None) for at in (start, end - MICRO)), timezones=st.just(UTC)
            )
        ),
        context_tokens=data.draw(st.integers(steps[step], steps[step + 1] - 1)),
    )

    assert quote(bundled(), inside).rates == quote(bundled(), first).rates
