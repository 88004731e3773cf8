"""Prices that tables of prices are known to get wrong, each by its name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.books import Book, Call, as_known, bundled, quote
from tokenomics.records.money import EXACT, ZERO

MICRO = timedelta(microseconds=1)


def _cost(
    provider: str, model: str, at: str | datetime, *, book: Book | None = None, **usage: int
) -> Decimal:
    """What a call of these counts costs; its input is all in `input`."""
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    call = Call(provider, model, None, None, None, usage.get("input", 0), instant)
    rates = quote(book or bundled(), call).rates
    cost = ZERO
    for meter, count in usage.items():
        cost = EXACT.add(cost, EXACT.multiply(rates[meter].rate.rate, Decimal(count)))
    return cost


def _million(provider: str, model: str, at: str | datetime, **more: Any) -> tuple[Decimal, Decimal]:
    """The price of a million tokens sent, and of a million generated, in requests of no length."""
    rates = {
        meter: 1_000_000 * _cost(provider, model, at, **{meter: 1}, **more)
        for meter in ("input", "output")
    }
    return rates["input"], rates["output"]


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("at", ["2024-05-13", "2024-10-02", "2026-08-20"])
def test_the_first_gpt_4o_is_never_reduced(at: str) -> None:
    """gpt-4o-2024-05-13 costs 5 and 15 from its first day on, whatever its alias costs."""
    assert _million("openai", "gpt-4o-2024-05-13", at) == (5, 15)


def test_the_name_gpt_4o_moves() -> None:
    """Until 2024-10-02 it means the model at 5 and 15, from then on the one at 2.50 and 10."""
    moved = _day("2024-10-02")

    assert _million("openai", "gpt-4o", moved - MICRO) == (5, 15)
    assert _million("openai", "gpt-4o", moved) == (Decimal("2.5"), 10)


def test_the_name_gpt_3_5_turbo_moves() -> None:
    """From 2024-02-16 it costs 0.50 and 1.50 instead of 1.50 and 2."""
    moved = _day("2024-02-16")

    assert _million("openai", "gpt-3.5-turbo", moved - MICRO) == (Decimal("1.5"), 2)
    assert _million("openai", "gpt-3.5-turbo", moved) == (Decimal("0.5"), Decimal("1.5"))


def test_o3_falls_by_four_fifths() -> None:
    """From 2025-06-10 it costs 2 and 8 instead of 10 and 40."""
    fell = _day("2025-06-10")

    assert _million("openai", "o3", fell - MICRO) == (10, 40)
    assert _million("openai", "o3", fell) == (2, 8)


def test_claude_instant_has_no_slip_of_the_point() -> None:
    """A million tokens generated cost 5.51, not 55.1."""
    assert _cost("anthropic", "claude-instant-1", "2023-08-01", output=1_000_000) == Decimal("5.51")


def test_one_token_over_272_000() -> None:
    """272,000 x 5 = 1.36; 272,001 x 10 = 2.72001 USD, and output goes from 30 to 45 a million."""
    at = "2026-08-21"

    assert _cost("openai", "gpt-5.5", at, input=272_000) == Decimal("1.36")
    assert _cost("openai", "gpt-5.5", at, input=272_001) == Decimal("2.72001")
    short = _cost("openai", "gpt-5.5", at, input=272_000, output=1_000_000)
    long = _cost("openai", "gpt-5.5", at, input=272_001, output=1_000_000)
    assert (short - Decimal("1.36"), long - Decimal("2.72001")) == (30, 45)


def test_a_long_request_is_dear_from_its_first_token() -> None:
    """300,000 x 6.00 per million = 1.80, not 200,000 x 3.00 + 100,000 x 6.00 = 1.20 USD."""
    cost = _cost("anthropic", "claude-sonnet-4-5", "2025-11-01", input=300_000)

    assert cost == Decimal("1.80")


def test_writing_to_a_cache_had_no_fee_before_gpt_5_6() -> None:
    """A million tokens written cost 5 as input does with gpt-5.5, and 6.25 with gpt-5.6-sol at 5."""
    before = _cost("openai", "gpt-5.5", "2026-08-01", cache_write=1_000_000)
    since = _cost("openai", "gpt-5.6-sol", "2026-08-01", cache_write=1_000_000)

    assert (before, since) == (5, Decimal("6.25"))


@pytest.mark.parametrize("model", ["claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-6"])
def test_the_us_geography_of_bedrock_costs_a_tenth_more(model: str) -> None:
    """1.1 x 3 = 3.30 and 1.1 x 15 = 16.50 through us., 3 and 15 through global."""
    at = "2026-05-01"
    dear = (Decimal("3.3"), Decimal("16.5"))

    assert _million("aws-bedrock", f"us.anthropic.{model}", at) == dear
    assert _million("aws-bedrock", f"global.anthropic.{model}", at) == (3, 15)


def test_gemini_1_5_flash_is_no_cheaper_on_vertex() -> None:
    """In October 2024 it costs 0.075 and 0.30 on both, and not a sixteenth of that."""
    prices = [
        _million(provider, "gemini-1.5-flash", "2024-10-15")
        for provider in ("google", "google-vertex")
    ]

    assert prices == [(Decimal("0.075"), Decimal("0.3"))] * 2


def test_a_cancelled_rise_was_believed_until_it_was_cancelled() -> None:
    """Sonnet 5 was to cost 3 and 15 from 2026-09-01; since 2026-08-10 it stays at 2 and 10."""
    at = _day("2026-09-02")
    announced, cancelled = (as_known(bundled(), date(2026, 8, day)) for day in (9, 10))

    assert _million("anthropic", "claude-sonnet-5", at, book=announced) == (3, 15)
    assert _million("anthropic", "claude-sonnet-5", at, book=cancelled) == (2, 10)
    assert _million("anthropic", "claude-sonnet-5", at) == (2, 10)
