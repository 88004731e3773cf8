"""LiteLLM's map of models: dollars a unit, a key a price, in one JSON object.

A key says of what, above how many input tokens, and for which service tier, in that order:
`cache_read_input_token_cost_above_272k_tokens_priority`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.imports.names import provider_of, without_provider
from tokenomics.imports.record import (
    STANDARD,
    TIMES,
    Found,
    Hours,
    Kind,
    Offer,
    Period,
    Reading,
    Stated,
    agreed,
    first_token,
    hours_name,
    reading,
    unplaced,
)
from tokenomics.records.money import EXACT, ZERO
from tokenomics.timezones import zone

Entry = Mapping[str, Any]

_METERS: Mapping[str, str] = MappingProxyType({
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "output_cost_per_reasoning_token": "reasoning",
    "citation_cost_per_token": "citation",
    "cache_read_input_token_cost": "cache_read",
    "input_cost_per_token_cache_hit": "cache_read",
    "cache_creation_input_token_cost": "cache_write",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h",
    "cache_creation_input_token_cost_above_12hr": "cache_write_12h",
    "input_cost_per_audio_token": "input_audio",
    "input_cost_per_image_token": "input_image",
    "input_cost_per_video_token": "input_video",
    "cache_read_input_audio_token_cost": "cache_read_audio",
    "cache_read_input_image_token_cost": "cache_read_image",
    "output_cost_per_audio_token": "output_audio",
    "output_cost_per_image_token": "output_image",
    "output_cost_per_video_token": "output_video",
    "input_cost_per_second": "seconds_in",
    "input_cost_per_audio_per_second": "seconds_in",
    "input_cost_per_video_per_second": "seconds_in",
    "output_cost_per_second": "seconds_out",
    "output_cost_per_video_per_second": "seconds_out",
    "input_cost_per_character": "characters",
    "input_cost_per_request": "requests",
    "input_cost_per_query": "requests",
    "output_cost_per_image": "images",
    "ocr_cost_per_page": "pages",
    "google_maps_grounding_cost_per_query": "maps",
    "code_interpreter_cost_per_session": "code_session",
})  # fmt: skip
_TIERS = {"_batches": "batch", "_flex": "flex", "_priority": "priority", "_ultrafast": "ultrafast"}
_ABOVE = re.compile(r"_above_(\d+)k_tokens$")
_PRICE = re.compile(r"(?:^|_)cost(?:_|$)|^(?:off_peak|tiered)_pricing$|_uplift_multiplier")
_TIMES = {
    "regional_processing_uplift_multiplier_us": ("us", ""),
    "regional_processing_uplift_multiplier_eu": ("eu", ""),
}
_PROVIDER_TIMES = {"us": ("us", ""), "fast": ("", "fast")}
# Names that LiteLLM made up for one size or quality of a model's images.
_MADE_UP = re.compile(r"(?:^|/)(?:low|medium|high|hd|standard|\d+-x-\d+|max-x-max)/")
_NO_MODELS = frozenset(("sample_spec", "fallback_generalizations"))
_CHATS = frozenset(("chat", "completion", "responses", "realtime"))
_DAY = 24 * 60
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUNS = tuple(_DAYS[first:last] for first in range(7) for last in range(first + 2, 8))


class _Key(NamedTuple):
    meter: str
    tier: str
    above: int


def read(content: Mapping[str, Entry], title: str) -> Reading:
    """The models of the map; an alias is one with the prices of another."""
    return reading(
        title,
        (
            _found(name, content.get(entry.get("alias_of", ""), entry))
            for name, entry in content.items()
            if name not in _NO_MODELS
        ),
    )


def _found(name: str, entry: Entry) -> Found:
    if _MADE_UP.search(name):
        return Found(name, (), ("a name for one size or quality of images",), is_model=False)
    provider = provider_of(str(entry.get("litellm_provider") or "unknown"))
    mode = entry.get("mode")
    stated = list(_prices(entry, provider))
    prices = agreed(stated)
    left = unplaced(stated, prices)
    if mode not in _CHATS:
        prices = {kind: price for kind, price in prices.items() if price}
    model, period = without_provider(name, provider), Period(None, _written(prices))
    offer = Offer(provider, model, (period,), mode in _CHATS, mode == "embedding")
    return Found(name, (offer,) if prices else (), left, _hours(entry))


def _written(prices: dict[Kind, Decimal]) -> dict[Kind, Decimal]:
    """The price of a write to a cache is that of the short one, where a longer one has its own."""
    if Kind("cache_write_1h") in prices:
        short = {
            k._replace(meter="cache_write_5m"): p
            for k, p in prices.items()
            if k.meter == "cache_write"
        }
        return {**prices, **short}
    return prices


def _prices(entry: Entry, provider: str) -> Iterator[Stated]:
    """Every price of an entry with the key that states it; no kind where it has no meter here."""
    for key, value in entry.items():
        if key == "search_context_cost_per_query":
            yield from _searches(key, value)
        elif key == "tiered_pricing":
            yield from _ranges(value, provider)
        elif key == "off_peak_pricing":
            yield from _off_peak(value, provider)
        elif key == "provider_specific_entry":
            yield from _multiples(value)
        elif key in _TIMES:
            region, variant = _TIMES[key]
            yield Kind(TIMES, region=region, variant=variant), Decimal(value), key
        elif _PRICE.search(key) and value is not None:
            kind = _kind(key, provider, str(entry.get("mode")))
            yield _stated(kind, value, key)


def _stated(kind: Kind | None, value: Any, key: str) -> Stated:
    """A price, or what is none: a table of prices has no meter."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return (kind, Decimal(value), key) if is_number else (None, ZERO, key)


def _kind(key: str, provider: str, mode: str) -> Kind | None:
    found = _key(key)
    if found is None:
        return None
    meter = "search_units" if (mode, found.meter) == ("rerank", "requests") else found.meter
    return Kind(meter, found.tier, first_token(found.above, provider))


@lru_cache(maxsize=1024)
def _key(key: str) -> _Key | None:
    tier = next((suffix for suffix in _TIERS if key.endswith(suffix)), "")
    base = key.removesuffix(tier)
    above = _ABOVE.search(base)
    meter = _METERS.get(_ABOVE.sub("", base))
    if meter is None:
        return None
    return _Key(meter, _TIERS.get(tier, STANDARD), int(above[1]) * 1000 if above else 0)


def _searches(key: str, sizes: Mapping[str, Decimal]) -> Iterator[Stated]:
    """One price of a search, unless it depends on how much context a search brings."""
    prices = {Decimal(price) for price in sizes.values()}
    for price in prices:
        yield (Kind("web_search") if len(prices) == 1 else None), price, f"{key} by size"


def _ranges(tiers: Any, provider: str) -> Iterator[Stated]:
    for tier in tiers:
        above = int(tier.get("range", (0,))[0])
        for key, price in tier.items():
            if key != "range":
                found = _key(key)
                kind = found and Kind(found.meter, found.tier, first_token(above, provider))
                yield _stated(kind, price, f"tiered_pricing {key}")


def _off_peak(block: Entry, provider: str) -> Iterator[Stated]:
    windows = tuple(_windows(block))
    if not windows:
        yield None, ZERO, "off_peak_pricing"
    for found in windows:
        for key, price in block.items():
            if _PRICE.search(key):
                kind = _kind(key, provider, "")
                at_hours = kind and kind._replace(hours=hours_name(found))
                yield _stated(at_hours, price, f"off_peak_pricing {key}")


def _hours(entry: Entry) -> Mapping[str, Hours]:
    block = entry.get("off_peak_pricing")
    return {hours_name(hours): hours for hours in _windows(block)} if block else {}


def _windows(block: Entry) -> Iterator[Hours]:
    """The hours of a block: times of day in UTC, on days of the calendar of a zone."""
    calendar = str(block.get("weekday_timezone") or "UTC")
    for window in ({"hours_utc": block.get("hours_utc")}, *(block.get("windows") or ())):
        daily = window.get("hours_utc") or ()
        texts = (daily,) if isinstance(daily, str) else daily
        offset = _offset(calendar)
        spans = sorted(span for text in texts for span in _local(text, offset or 0))
        if spans and offset is not None:
            written = tuple(f"{_clock(start)}-{_clock(end)}" for start, end in spans)
            yield Hours(calendar, _days(window.get("weekdays") or ()), written)


def _offset(name: str) -> int | None:
    """The minutes that a zone is ahead of UTC; None where that depends on the season."""
    there = zone(name)
    winter, summer = (datetime(2026, month, 1, tzinfo=there).utcoffset() for month in (1, 7))
    return (winter or timedelta()) // timedelta(minutes=1) if winter == summer else None


def _local(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """The minutes of the local day that a window of UTC covers, cut at midnight."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:5]) for clock in text.split("-"))
    if start == end:
        yield 0, _DAY
        return
    first = (start + offset) % _DAY
    last = first + (end - start) % _DAY
    yield first, min(last, _DAY)
    if last > _DAY:
        yield 0, last - _DAY


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days(stated: Sequence[int | str]) -> tuple[str, ...]:
    days = tuple(_DAYS[day - 1] if isinstance(day, int) else day[:3].lower() for day in stated)
    return next(((f"{run[0]}-{run[-1]}",) for run in _RUNS if run == days), days)


def _multiples(block: Entry) -> Iterator[Stated]:
    for name, (region, variant) in _PROVIDER_TIMES.items():
        if isinstance(block.get(name), int | Decimal):
            factor = EXACT.create_decimal(block[name])
            yield Kind(TIMES, region=region, variant=variant), factor, f"provider_specific {name}"
