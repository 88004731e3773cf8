"""Tests of litellm.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tokenomics.imports.litellm import read
from tokenomics.imports.record import TIMES, Hours, Kind, Offer, Prices, Reading


def _read(entry: dict[str, Any], name: str = "acme/m", **more: Any) -> Reading:
    return read({name: {"litellm_provider": "acme", "mode": "chat", **entry}, **more}, "LiteLLM")


def _offer(entry: dict[str, Any], name: str = "acme/m") -> Offer:
    (offer,) = _read(entry, name).offers
    return offer


def _prices(entry: dict[str, Any], name: str = "acme/m") -> Prices:
    (period,) = _offer(entry, name).periods
    assert period.start is None
    return period.prices


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("input_cost_per_token", Kind("input")),
        ("output_cost_per_token", Kind("output")),
        ("output_cost_per_reasoning_token", Kind("reasoning")),
        ("cache_read_input_token_cost", Kind("cache_read")),
        ("cache_creation_input_token_cost_above_12hr", Kind("cache_write_12h")),
        ("input_cost_per_audio_token", Kind("input_audio")),
        ("output_cost_per_image_token", Kind("output_image")),
        ("input_cost_per_token_batches", Kind("input", "batch")),
        ("output_cost_per_token_flex", Kind("output", "flex")),
        ("output_cost_per_token_ultrafast", Kind("output", "ultrafast")),
        ("input_cost_per_token_above_200k_tokens", Kind("input", context_min=200_001)),
        (
            "cache_read_input_token_cost_above_272k_tokens_priority",
            Kind("cache_read", "priority", 272_001),
        ),
        ("input_cost_per_second", Kind("seconds_in")),
        ("input_cost_per_character", Kind("characters")),
        ("output_cost_per_image", Kind("images")),
        ("ocr_cost_per_page_batches", Kind("pages", "batch")),
        ("google_maps_grounding_cost_per_query", Kind("maps")),
    ],
)
def test_a_key_says_what_its_price_is_for(key: str, kind: Kind) -> None:
    """Meter, threshold and tier are in the key; a tier begins one token after its threshold."""
    assert _prices({key: Decimal("3E-7")}) == {kind: Decimal("0.0000003")}


def test_xai_counts_the_threshold_as_above_it() -> None:
    """At xAI exactly 200,000 tokens cost the higher price already."""
    entry = {"litellm_provider": "xai", "input_cost_per_token_above_200k_tokens": Decimal("6E-6")}

    assert list(_prices(entry)) == [Kind("input", context_min=200_000)]


def test_a_short_cache_is_told_from_a_long_one() -> None:
    """Where an hour has a price of its own, the other one is that of five minutes too."""
    entry = {
        "cache_creation_input_token_cost": Decimal("0.00000375"),
        "cache_creation_input_token_cost_above_1hr": Decimal("0.000006"),
    }

    assert _prices(entry) == {
        Kind("cache_write"): Decimal("0.00000375"),
        Kind("cache_write_5m"): Decimal("0.00000375"),
        Kind("cache_write_1h"): Decimal("0.000006"),
    }


def test_ranges_are_tiers_of_the_whole_call() -> None:
    """A range from 0 is the base, one from 256,000 begins with token 256,001."""
    ranges = [
        {"input_cost_per_token": Decimal("5E-8"), "range": [0, Decimal("256000.0")]},
        {"input_cost_per_token": Decimal("2.5E-7"), "range": [Decimal("256000.0"), Decimal("1E6")]},
    ]

    assert _prices({"tiered_pricing": ranges}) == {
        Kind("input"): Decimal("5E-8"),
        Kind("input", context_min=256_001): Decimal("2.5E-7"),
    }


def test_a_search_has_a_price_where_it_is_one() -> None:
    """Where it depends on how much context a search brings, it is named as left."""
    same = {f"search_context_size_{size}": Decimal("0.01") for size in ("low", "medium", "high")}
    differs = {**same, "search_context_size_high": Decimal("0.014")}

    assert _prices({"search_context_cost_per_query": same}) == {Kind("web_search"): Decimal("0.01")}
    reading = _read({"search_context_cost_per_query": differs, "input_cost_per_token": Decimal(1)})
    assert reading.left == {"search_context_cost_per_query by size": ("acme/m",)}


def test_off_peak_prices_are_of_hours() -> None:
    """Times are UTC, days are of a calendar: 10:00 to 24:00 UTC is 18:00 to 08:00 in Shanghai."""
    block = {
        "input_cost_per_token": Decimal("1.5E-7"),
        "weekday_timezone": "Asia/Shanghai",
        "windows": [
            {"hours_utc": ["10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]},
            {"hours_utc": "00:00-00:00", "weekdays": ["Saturday", "Sunday"]},
        ],
    }
    reading = _read({"input_cost_per_token": Decimal("3E-7"), "off_peak_pricing": block})
    week, weekend = reading.hours

    assert reading.hours[week] == Hours(
        "Asia/Shanghai", ("mon-fri",), ("00:00-08:00", "18:00-24:00")
    )
    assert reading.hours[weekend] == Hours("Asia/Shanghai", ("sat-sun",), ("00:00-24:00",))
    assert reading.offers[0].periods[0].prices == {
        Kind("input"): Decimal("3E-7"),
        Kind("input", hours=week): Decimal("1.5E-7"),
        Kind("input", hours=weekend): Decimal("1.5E-7"),
    }


def test_off_peak_hours_on_every_day_have_no_days() -> None:
    """A window past midnight stands as two, and single days stand alone."""
    block = {
        "output_cost_per_token": Decimal("1E-6"),
        "hours_utc": "16:30-00:30",
        "windows": [{"hours_utc": "01:00-02:00", "weekdays": [1, 3]}],
    }
    reading = _read({"output_cost_per_token": Decimal("2E-6"), "off_peak_pricing": block})

    assert list(reading.hours.values()) == [
        Hours("UTC", (), ("00:00-00:30", "16:30-24:00")),
        Hours("UTC", ("mon", "wed"), ("01:00-02:00",)),
    ]


def test_off_peak_hours_that_move_with_summer_time_are_left() -> None:
    """Hours in UTC on a calendar with summer time are no fixed part of its week."""
    block = {
        "input_cost_per_token": Decimal(1),
        "hours_utc": "01:00-02:00",
        "weekday_timezone": "Europe/Paris",
    }
    reading = _read({"input_cost_per_token": Decimal(2), "off_peak_pricing": block})

    assert reading.left == {"off_peak_pricing": ("acme/m",)}


def test_multiples_stay_multiples() -> None:
    """A region or a fast mode that costs a multiple is that multiple of all token prices."""
    entry = {
        "input_cost_per_token": Decimal("5E-6"),
        "regional_processing_uplift_multiplier_eu": Decimal("1.1"),
        "provider_specific_entry": {"us": Decimal("1.1"), "fast": 2},
    }

    assert _prices(entry) == {
        Kind("input"): Decimal("5E-6"),
        Kind(TIMES, region="eu"): Decimal("1.1"),
        Kind(TIMES, region="us"): Decimal("1.1"),
        Kind(TIMES, variant="fast"): Decimal(2),
    }


def test_two_prices_for_one_meter_are_none() -> None:
    """Where seconds of audio and of video differ, seconds have no price, and both are named."""
    entry = {
        "output_cost_per_token": Decimal(1),
        "input_cost_per_audio_per_second": Decimal("0.00014"),
        "input_cost_per_video_per_second": Decimal("0.0007"),
    }
    reading = _read(entry)

    assert reading.offers[0].periods[0].prices == {Kind("output"): Decimal(1)}
    assert set(reading.left) == {
        "input_cost_per_audio_per_second",
        "input_cost_per_video_per_second",
    }


def test_what_has_no_meter_is_named() -> None:
    """A price by the pixel or in tables of its own is named with its model; flags are no prices."""
    entry = {
        "input_cost_per_token": Decimal(1),
        "input_cost_per_pixel": Decimal("1E-8"),
        "guardrail_cost_per_unit": {"contentPolicyUnits": Decimal("0.00015")},
        "supports_vision": True,
        "max_tokens": 4096,
    }

    assert _read(entry).left == {
        "guardrail_cost_per_unit": ("acme/m",),
        "input_cost_per_pixel": ("acme/m",),
    }


def test_zero_is_no_price_where_nothing_is_sold() -> None:
    """An embedding has no output: its zero says so; a chat's zero is kept to be doubted."""
    zeros = {"input_cost_per_token": Decimal("1E-7"), "output_cost_per_token": Decimal("0.0")}

    assert _prices({**zeros, "mode": "embedding"}) == {Kind("input"): Decimal("1E-7")}
    assert _offer({**zeros, "mode": "embedding"}).embeds
    assert _prices(zeros)[Kind("output")] == 0


def test_a_query_of_a_reranker_is_a_search_unit() -> None:
    """The same key is a request elsewhere."""
    entry = {"input_cost_per_query": Decimal("0.002")}

    assert list(_prices({**entry, "mode": "rerank"})) == [Kind("search_units")]
    assert list(_prices({**entry, "mode": "search"})) == [Kind("requests")]


@pytest.mark.parametrize(
    ("provider", "name", "found"),
    [
        ("fireworks_ai", "fireworks_ai/accounts/f/models/m", ("fireworks", "accounts/f/models/m")),
        ("vertex_ai-language-models", "gemini-2.5-pro", ("google-vertex", "gemini-2.5-pro")),
        ("bedrock_converse", "us.anthropic.claude", ("aws-bedrock", "us.anthropic.claude")),
        ("azure", "azure/eu/gpt-5", ("azure", "eu/gpt-5")),
        ("deepinfra", "deepinfra/meta/llama", ("deepinfra", "meta/llama")),
    ],
)
def test_models_are_named_as_books_name_them(
    provider: str, name: str, found: tuple[str, str]
) -> None:
    """A provider has the book's name, and stands before no model."""
    offer = _offer({"litellm_provider": provider, "input_cost_per_token": Decimal(1)}, name)

    assert (offer.provider, offer.model) == found


def test_an_alias_has_the_prices_of_its_model() -> None:
    """It is a model of the same provider under another name."""
    reading = _read({"input_cost_per_token": Decimal(1)}, latest={"alias_of": "acme/m"})

    assert [offer.model for offer in reading.offers] == ["m", "latest"]
    assert reading.offers[0].periods == reading.offers[1].periods


def test_what_is_no_model_is_none() -> None:
    """The sample, the rules, and names for one size of images are not models; a priceless one is."""
    reading = read(
        {
            "sample_spec": {"input_cost_per_token": 0},
            "fallback_generalizations": {"rules": []},
            "hd/1024-x-1024/dall-e-3": {"input_cost_per_pixel": Decimal("1E-8")},
            "mute": {"litellm_provider": "acme", "mode": "chat"},
        },
        "LiteLLM",
    )

    assert reading.offers == ()
    assert reading.unpriced == ("mute",)
    assert list(reading.left) == ["a name for one size or quality of images"]
