"""Tests of the books of clouds that sell others' models: geographies, data zones, their own days."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tokenomics.books import Call, Quote, bundled, quote
from tokenomics.records.money import plain

AUTUMN = datetime(2026, 11, 1, tzinfo=UTC)


def _ask(
    provider: str, model: str, at: datetime = AUTUMN, *, region: str | None = None, context: int = 0
) -> Quote:
    return quote(bundled(), Call(provider, model, None, region, None, context, at))


def _per_million(answer: Quote, *meters: str) -> tuple[str, ...]:
    return tuple(plain(answer.rates[meter].rate.rate * 1_000_000) for meter in meters)


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", ("3", "15")),
        ("global.anthropic.claude-sonnet-4-5-20250929-v1:0", ("3", "15")),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", ("3.3", "16.5")),
        ("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", ("3.3", "16.5")),
        ("us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", ("3.6", "18")),
        ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", ("3", "15")),
        ("eu.amazon.nova-pro-v1:0", ("1.05", "4.2")),
    ],
)
def test_a_geography_of_bedrock_has_a_price(name: str, price: tuple[str, ...]) -> None:
    """3 and 15 times 1.1, or 1.2 for the government, from Sonnet 4.5 on; Nova's are its own."""
    assert _per_million(_ask("aws-bedrock", name), "input", "output") == price


def test_a_region_of_aws_is_no_geography() -> None:
    """Where a call was made says nothing of its price, unless the government's Regions serve it."""
    name = "anthropic.claude-opus-5"

    assert _per_million(_ask("aws-bedrock", name, region="eu-west-1"), "input") == ("5",)
    assert _per_million(_ask("aws-bedrock", name, region="us-gov-west-1"), "input") == ("6",)


def test_openai_on_bedrock_costs_a_tenth_more_without_a_geography() -> None:
    """4 times 1.1 = 4.4 and 20 times 1.1 = 22; anywhere costs what OpenAI asks itself."""
    meters = ("input", "cache_write", "output")
    own = _per_million(_ask("openai", "gpt-5.6-sol"), *meters)

    assert _per_million(_ask("aws-bedrock", "openai.gpt-5.6-sol"), *meters) == ("4.4", "5.5", "22")
    assert _per_million(_ask("aws-bedrock", "global.openai.gpt-5.6-sol"), *meters) == own


def test_writes_to_a_cache_of_bedrock_are_taken_to_live_five_minutes() -> None:
    """Its logs do not tell; 2 times 1.25 times 1.1 = 2.75."""
    answer = _ask("aws-bedrock", "us.anthropic.claude-sonnet-5")

    assert _per_million(answer, "cache_write", "cache_write_1h") == ("2.75", "4.4")
    assert answer.rates["cache_write"].assumed


@pytest.mark.parametrize(
    ("name", "price"),
    [
        ("azure/gpt-4o", ("2.5", "1.25", "10")),
        ("azure/us/gpt-4o", ("2.75", "1.375", "11")),
        ("azure/eu/gpt-4o-2024-08-06", ("2.75", "1.375", "11")),
        ("us/gpt-4o-mini", ("0.165", "0.083", "0.66")),
        ("global/gpt-4.1", ("2", "0.5", "8")),
    ],
)
def test_a_data_zone_of_azure_costs_a_tenth_more(name: str, price: tuple[str, ...]) -> None:
    """0.075 times 1.1 = 0.0825 is metered as 0.000083 a thousand tokens."""
    assert _per_million(_ask("azure", name), "input", "cache_read", "output") == price


@pytest.mark.parametrize(
    ("model", "day", "price"),
    [
        ("gpt-5.6-luna", datetime(2026, 7, 31, tzinfo=UTC), ("1", "6")),
        ("gpt-5.6-luna", datetime(2026, 8, 1, tzinfo=UTC), ("0.2", "1.2")),
        ("gpt-5.6-sol", datetime(2026, 8, 31, tzinfo=UTC), ("5", "30")),
        ("gpt-5.6-sol", datetime(2026, 9, 1, tzinfo=UTC), ("4", "20")),
        ("o3", datetime(2025, 5, 31, tzinfo=UTC), ("10", "40")),
        ("o3", datetime(2025, 6, 1, tzinfo=UTC), ("2", "8")),
    ],
)
def test_azure_follows_openai_on_days_of_its_own(
    model: str, day: datetime, price: tuple[str, ...]
) -> None:
    """Its price list changes with a month, after OpenAI's or before."""
    assert _per_million(_ask("azure", model, day), "input", "output") == price


def test_a_promotion_stays_in_force_until_more_is_known() -> None:
    """Azure promised its price of gpt-5.6-sol through 2026-11-30."""
    rate = _ask("azure", "gpt-5.6-sol", datetime(2027, 1, 1, tzinfo=UTC)).rates["input"].rate

    assert (rate.rate, rate.end) == (Decimal("0.000004"), None)
    assert rate.end_expected == datetime(2026, 12, 1, tzinfo=UTC)


def test_a_deployment_of_azure_does_not_tell_its_model() -> None:
    """Its name is its owner's; which version gpt-35-turbo is deployed as is not told either."""
    answers = [_ask("azure", name) for name in ("support-bot", "gpt-35-turbo")]

    assert [{"input", "output"} & set(answer.rates) for answer in answers] == [set(), set()]
    assert answers[0].reason.startswith("deployments are named by their owner")
