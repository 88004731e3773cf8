"""Tests of openrouter.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tokenomics.imports.openrouter import read
from tokenomics.imports.record import Kind, Reading


def _read(pricing: Any, name: str = "acme/m", **more: Any) -> Reading:
    return read({"data": [{"id": name, "pricing": pricing, **more}]}, "OpenRouter")


def _prices(pricing: Any) -> dict[Kind, Decimal]:
    return dict(_read(pricing).offers[0].periods[0].prices)


def test_prices_are_texts_by_the_unit() -> None:
    """A model is OpenRouter's, under its whole name."""
    reading = _read({"prompt": "0.000005", "completion": "0.000025", "web_search": "0.01"})
    (offer,) = reading.offers

    assert (offer.provider, offer.model) == ("openrouter", "acme/m")
    assert offer.periods[0].prices == {
        Kind("input"): Decimal("0.000005"),
        Kind("output"): Decimal("0.000025"),
        Kind("web_search"): Decimal("0.01"),
    }


def test_overrides_are_tiers() -> None:
    """More than 200,000 tokens begin with token 200,001."""
    tier = {"min_prompt_tokens": 200_000, "prompt": "0.000004"}

    assert _prices({"prompt": "0.000002", "overrides": [tier]}) == {
        Kind("input"): Decimal("0.000002"),
        Kind("input", context_min=200_001): Decimal("0.000004"),
    }


def test_a_short_cache_is_told_from_a_long_one() -> None:
    """Where an hour has a price of its own, the other one is that of five minutes too."""
    writes = {"input_cache_write": "0.00000625", "input_cache_write_1h": "0.00001"}

    assert set(_prices(writes)) == {
        Kind("cache_write"),
        Kind("cache_write_5m"),
        Kind("cache_write_1h"),
    }


def test_zero_is_no_price_except_of_text() -> None:
    """A request for nothing is not charged; text for nothing is what :free means."""
    free = {"prompt": "0", "completion": "0", "request": "0"}
    (offer,) = _read(free, "acme/m:free").offers

    assert offer.free
    assert set(offer.periods[0].prices) == {Kind("input"), Kind("output")}


def test_what_has_no_meter_is_named() -> None:
    """An image that is sent, an override without a threshold, and a name that moves are named."""
    pricing = {"prompt": "1", "image": "0.002", "overrides": [{"completion": "2"}]}

    assert set(_read(pricing).left) == {"image", "completion"}
    moving = _read({"prompt": "1"}, "~acme/latest", alias_target={"slug": "acme/m"})
    assert (moving.offers, moving.unpriced) == ((), ())
    assert list(moving.left) == ["a name that moves from model to model"]


def test_a_model_without_a_price_is_unpriced() -> None:
    """It is named."""
    assert _read(None).unpriced == ("acme/m",)
