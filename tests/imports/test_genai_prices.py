"""Tests of genai_prices.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tokenomics.imports.genai_prices import read
from tokenomics.imports.record import Hours, Kind, Period, Reading

OCTOBER = date(2026, 10, 14)


def _read(prices: Any, **more: Any) -> Reading:
    return read([{"id": "acme", "models": [{"id": "m", "prices": prices, **more}]}], "genai-prices")


def _periods(prices: Any, **more: Any) -> tuple[Period, ...]:
    return _read(prices, **more).offers[0].periods


def test_prices_are_by_the_million_and_the_thousand() -> None:
    """3 dollars a million tokens are 0.000003 a token, 10 a thousand searches 0.01 a search."""
    prices = {
        "input_mtok": 3,
        "web_searches_kcount": Decimal(10),
        "cache_read_mtok": Decimal("0.3"),
    }

    assert _periods(prices) == (
        Period(
            None,
            {
                Kind("input"): Decimal("0.000003"),
                Kind("web_search"): Decimal("0.01"),
                Kind("cache_read"): Decimal("0.0000003"),
            },
        ),
    )


def test_hours_of_audio_are_seconds() -> None:
    """0.36 dollars an hour are 0.36 / 3600 = 0.0001 a second."""
    assert _periods({"input_audio_hours": Decimal("0.36")})[0].prices == {
        Kind("seconds_in"): Decimal("0.0001")
    }


def test_a_tier_begins_after_its_start() -> None:
    """A start of 200,000 prices calls of 200,001 tokens and more."""
    tiered = {"base": 3, "tiers": [{"start": 200_000, "price": 6}]}

    assert list(_periods({"input_mtok": tiered})[0].prices) == [
        Kind("input"),
        Kind("input", context_min=200_001),
    ]


def test_dates_are_periods() -> None:
    """A price with a start date is one of its own from then on."""
    prices = [
        {"prices": {"input_mtok": 3}},
        {"constraint": {"start_date": "2026-10-14"}, "prices": {"input_mtok": 2}},
    ]

    assert _periods(prices) == (
        Period(None, {Kind("input"): Decimal("0.000003")}),
        Period(OCTOBER, {Kind("input"): Decimal("0.000002")}),
    )


def test_times_of_day_are_hours() -> None:
    """The price of a part of every day stands beside the one of all other hours."""
    night = {"start_time": "16:30:00Z", "end_time": "00:30:00Z"}
    reading = _read(
        [{"prices": {"input_mtok": 2}}, {"constraint": night, "prices": {"input_mtok": 1}}]
    )

    assert reading.hours == {"UTC 16:30-00:30": Hours("UTC", (), ("16:30-00:30",))}
    assert reading.offers[0].periods[0].prices == {
        Kind("input"): Decimal("0.000002"),
        Kind("input", hours="UTC 16:30-00:30"): Decimal("0.000001"),
    }


def test_a_variant_is_a_tier_over_the_plain_prices() -> None:
    """What a variant does not state costs as always; it may begin later than the model."""
    batch = {
        "when": {"processing": "batch"},
        "prices": {"input_mtok": 1},
        "constraint": {"start_date": "2026-10-14"},
    }
    first, second = _periods({"input_mtok": 2, "output_mtok": 8}, price_variants=[batch])

    assert (first.start, second.start) == (None, OCTOBER)
    assert Kind("input", "batch") not in first.prices
    assert second.prices[Kind("input", "batch")] == Decimal("0.000001")
    assert second.prices[Kind("output", "batch")] == Decimal("0.000008")


def test_a_variant_that_means_nothing_here_is_named() -> None:
    """Its conditions are named, the standard tier is no variant, and unknown units are named."""
    variants = [
        {"when": {"route": "eu"}, "prices": {"input_mtok": 1}},
        {"when": {"service_tier": "default"}, "prices": {}},
    ]
    reading = _read({"input_mtok": 2, "audio_hours": 1}, price_variants=variants)

    assert reading.left == {"audio_hours": ("acme/m",), "variant route=eu": ("acme/m",)}
    assert list(reading.offers[0].periods[0].prices) == [Kind("input")]


def test_a_short_cache_is_told_from_a_long_one() -> None:
    """Where an hour has a price of its own, the other one is that of five minutes too."""
    prices = {"cache_write_mtok": Decimal("3.75"), "cache_write_1h_mtok": 6}

    assert Kind("cache_write_5m") in _periods(prices)[0].prices
    assert Kind("cache_write_5m") not in _periods({"cache_write_mtok": 1})[0].prices


def test_names_word_for_word_are_names() -> None:
    """Patterns are not, and a name that another model has is left to it."""
    rule = {"or": [{"equals": "m-0324"}, {"equals": "n"}, {"starts_with": "m-"}]}
    models = [
        {"id": "m", "match": rule, "prices": {"input_mtok": 1}},
        {"id": "n", "match": {"equals": "n"}, "prices": {"input_mtok": 2}},
    ]
    offers = read([{"id": "x-ai", "models": models}], "genai-prices").offers

    assert [(o.provider, o.model) for o in offers] == [
        ("xai", "m"),
        ("xai", "m-0324"),
        ("xai", "n"),
    ]


def test_a_free_route_is_free_and_a_model_without_prices_has_none() -> None:
    """A name that ends in :free says that zero is meant."""
    models = [
        {"id": "m:free", "match": {}, "prices": {"input_mtok": 0}},
        {"id": "n", "match": {}, "prices": {}},
    ]
    reading = read([{"id": "openrouter", "models": models}], "genai-prices")

    assert [offer.free for offer in reading.offers] == [True]
    assert reading.unpriced == ("openrouter/n",)
