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
    written = {"cache_write": 1_000_000}

    assert _cost("openai", "gpt-5.5", "2026-08-01", **written) == 5
    assert _cost("openai", "gpt-5.6-sol", "2026-08-01", **written) == Decimal("6.25")


def test_a_cancelled_rise_was_believed_until_it_was_cancelled() -> None:
    """Sonnet 5 was to cost 3 and 15 from 2026-09-01; since 2026-08-10 it stays at 2 and 10."""
    at = _day("2026-09-02")
    announced, cancelled = (as_known(bundled(), date(2026, 8, day)) for day in (9, 10))

    assert _million("anthropic", "claude-sonnet-5", at, book=announced) == (3, 15)
    assert _million("anthropic", "claude-sonnet-5", at, book=cancelled) == (2, 10)
    assert _million("anthropic", "claude-sonnet-5", at) == (2, 10)


def test_1_5_flash_on_vertex_is_not_a_sixteenth() -> None:
    """In October of 2024 it cost 0.075 and 0.30 there, not 0.0047 as a list had it."""
    at = "2024-10-15"

    assert _million("google-vertex", "gemini-1.5-flash", at) == (Decimal("0.075"), Decimal("0.3"))


def test_a_region_of_vertex_costs_a_tenth_more() -> None:
    """Haiku 4.5 costs 1 at the global endpoint, and 1.1 in us-east5."""
    calls = [
        Call(
            "google-vertex", "claude-haiku-4-5@20251001", None, region, None, 1, _day("2026-10-01")
        )
        for region in ("global", "us-east5", None)
    ]
    rates = [quote(bundled(), call).rates["input"].rate.rate for call in calls]

    assert [1_000_000 * rate for rate in rates] == [1, Decimal("1.1"), 1]


def test_grok_4_becomes_grok_4_3_at_noon_in_california() -> None:
    """From 2026-05-15 19:00 UTC on it is billed at 1.25 and 2.50 instead of 3 and 15."""
    moved = _day("2026-05-15T19:00")

    assert _million("xai", "grok-4", moved - MICRO) == (3, 15)
    assert _million("xai", "grok-4", moved) == (Decimal("1.25"), Decimal("2.5"))


def test_exactly_200_000_tokens_are_long_for_xai() -> None:
    """199,999 x 2 and 200,000 x 4 per million: its threshold belongs to the long prompts."""
    short, long = (_cost("xai", "grok-4.5", "2026-10-01", input=n) for n in (199_999, 200_000))

    assert (short, long) == (Decimal("0.399998"), Decimal("0.8"))


def test_the_name_kimi_for_coding_moves_by_the_millisecond() -> None:
    """Until 2026-04-20 15:28:10.072 UTC it is Kimi K2.5 at 0.60, then K2.6 at 0.95."""
    moved = datetime(2026, 4, 20, 15, 28, 10, 72_000, tzinfo=UTC)

    assert _million("moonshotai", "kimi-for-coding", moved - MICRO) == (Decimal("0.6"), 3)
    assert _million("moonshotai", "kimi-for-coding", moved) == (Decimal("0.95"), 4)


@pytest.mark.parametrize(
    ("at", "price"),
    [
        ("2025-03-01T16:29", "0.27"),
        ("2025-03-01T16:30", "0.135"),
        ("2025-03-02T00:29", "0.135"),
        ("2025-03-02T00:30", "0.27"),
        ("2025-09-06T18:00", "0.56"),
    ],
)
def test_deepseek_is_cheap_at_night_until_it_no_longer_is(at: str, price: str) -> None:
    """Half the price from 16:30 to 00:30 UTC, from 2025-02-26 to 2025-09-05."""
    assert _million("deepseek", "deepseek-chat", at)[0] == Decimal(price)


@pytest.mark.parametrize(
    ("at", "price"),
    [
        ("2026-08-17T00:59", "0.22"),  # Monday, 08:59 in Beijing
        ("2026-08-17T01:00", "0.44"),
        ("2026-08-17T04:00", "0.22"),
        ("2026-08-17T09:59", "0.44"),
        ("2026-08-22T02:00", "0.44"),  # Saturday of the week in which every day had peaks
        ("2026-08-23T02:00", "0.22"),  # Sunday
        ("2026-08-24T02:00", "0.44"),  # Monday
        ("2026-09-10T03:59", "0.44"),  # Thursday, a minute before V4.1
        ("2026-09-10T04:00", "0.15"),
        ("2026-09-10T06:00", "0.3"),
    ],
)
def test_deepseek_has_peaks_by_the_clock_of_beijing(at: str, price: str) -> None:
    """Twice the price from 9 to 12 and from 14 to 18 o'clock there, after a week on weekdays only."""
    assert _million("deepseek", "deepseek-v4-flash", at)[0] == Decimal(price)


def test_a_cancelled_cut_was_believed_for_two_days() -> None:
    """V4 Pro was to cost 0.15 from 2026-09-14, said on the 9th and taken back on the 11th."""
    books = [as_known(bundled(), date(2026, 9, day)) for day in (8, 9, 10, 11)]
    prices = [_million("deepseek", "deepseek-v4-pro", "2026-09-20", book=book)[0] for book in books]

    assert prices == [Decimal(price) for price in ("0.66", "0.15", "0.15", "0.66")]


@pytest.mark.parametrize(
    ("model", "last", "before", "after"),
    [
        ("gemini-3.6-flash", "2027-01-01", "0.75", "1.5"),
        ("gemini-3.8-flash", "2027-01-01", "0.75", "1.5"),
        ("gemini-4-argon", "2026-12-01", "2", "4"),
    ],
)
def test_introductory_prices_of_gemini_double(
    model: str, last: str, before: str, after: str
) -> None:
    """The price after the promotion is in the book before it is in force."""
    prices = [_million("google", model, at)[0] for at in (_day(last) - MICRO, _day(last))]

    assert prices == [Decimal(before), Decimal(after)]


def test_the_name_mistral_ocr_moves() -> None:
    """A thousand pages cost 1, from 2025-12-18 on 2, and from 2026-06-23 on 4."""
    days = ("2025-12-17", "2025-12-18", "2026-06-23", "2026-07-16")

    assert [_cost("mistral", "mistral-ocr-latest", day, pages=1_000) for day in days] == [
        1,
        2,
        4,
        4,
    ]
