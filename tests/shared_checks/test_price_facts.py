"""The bundled books against the price facts that were gathered for them, row by row.

Run by `make shared-checks`. A fact is in the book with exactly its rate, dimensions and window,
or `LEFT_OUT` says why it is not.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tokenomics.books import Rate, bundled
from tokenomics.books.match import matches
from tokenomics.books.windows import Window, common
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import EXACT, rate_per_unit

FACTS = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set")) / "data" / "prices.csv"
PROVIDERS = (
    "anthropic",
    "openai",
)
UNITS = {
    "mtok": 1_000_000,
    "mtok_hour": 1_000_000,
    "mchar": 1_000_000,
    "kcall": 1_000,
    "second": 1,
    "session": 1,
    "image": 1,
    "x": 1,
}
METERS = {
    "audio_seconds": "seconds_in",
    "cache_storage_hour": "storage_token_hours",
    "code_interpreter_session": "code_session",
    "image": "images",
    "input_audio_seconds": "seconds_in",
    "input_chars": "characters",
    "maps_grounding": "maps",
}
# The table's word for writes to a cache, whatever its lifetime.
WRITES = {"cache_write": ("cache_write", "cache_write_5m")}
REGIONS = {
    "inference_geo_us": "us",
    "regional_processing_eu": "eu",
    "regional_processing_us": "us",
    "vertex_regional_endpoint": "regional",
}
VARIANTS = {"speed_fast": "fast"}
# What the table calls a tier and the book a dimension of its own: hours, regions, variants.
STANDARD = {"peak", "offpeak", *REGIONS, *VARIANTS}
GEOGRAPHIES = {"aws-bedrock": ("us.", "eu.", "global."), "azure": ("us/", "eu/", "global/")}
MULTIPLIER = "all_tokens_multiplier"

pytestmark = pytest.mark.skipif(
    not FACTS.is_file(), reason="TOKENOMICS_SHARED names no folder: the price facts are not here"
)


class LeftOut(NamedTuple):
    """Rows that the book does not hold as they stand: those with these columns, and why."""

    columns: Mapping[str, str]
    why: str


class Since(NamedTuple):
    """Undated rows, those with these columns, and the day since when another source has them."""

    columns: Mapping[str, str]
    day: str


LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut(
        {"service_tier": "announced_then_cancelled"},
        "never in force; the book holds it as retracted",
    ),
    LeftOut({"component": "web_search_free_allowance"}, "an allowance is no rate"),
    LeftOut(
        {"model": "text-embedding-3-small", "component": "output"}, "an embedding has no output"
    ),
    LeftOut(
        {"model": "text-embedding-3-large", "component": "output"}, "an embedding has no output"
    ),
)
SINCE: tuple[Since, ...] = (
    Since({"provider": "anthropic", "model": "claude-opus-5-5"}, "2026-09-22"),
    Since({"provider": "anthropic", "model": "claude-sonnet-5-5", "component": "cache_read"}, "2026-10-07"),
    Since({"provider": "anthropic", "model": "claude-sonnet-5-5"}, "2026-09-28"),
    Since({"provider": "anthropic", "model": "claude-haiku-5-5"}, "2026-10-07"),
    Since({"provider": "anthropic", "model": "claude-fable-5-1"}, "2026-09-01"),
    Since({"provider": "anthropic", "model": "claude-mythos-5-1"}, "2026-09-01"),
    Since({"provider": "openai", "model": "gpt-6-sol"}, "2026-09-22"),
    Since({"provider": "openai", "model": "gpt-6-luna"}, "2026-09-22"),
    Since({"provider": "openai", "model": "gpt-6.1-sol"}, "2026-09-29"),
    Since({"provider": "openai", "model": "gpt-6.1-terra"}, "2026-10-26"),
)  # fmt: skip


class Fact(NamedTuple):
    """What a row says: a rate a single unit for calls of one kind, in a window."""

    line: int
    model: str
    meters: tuple[str, ...]
    rate: Decimal
    tier: str
    context_min: int
    region: str | None
    variant: str | None
    window: Window


@lru_cache(maxsize=1)
def rows() -> list[dict[str, str]]:
    """The rows of the table of facts, each with its line."""
    with FACTS.open(newline="", encoding="utf-8") as file:
        return [row | {"line": str(n)} for n, row in enumerate(csv.DictReader(file), 2)]


def instant(text: str) -> datetime | None:
    """A day or an instant of the table."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def start_of(row: Mapping[str, str]) -> datetime | None:
    """The first instant of a row, by another source where the table has none."""
    known = (since.day for since in SINCE if has(row, since.columns))
    return instant(row["valid_from"] or next(known, ""))


def fact_of(row: Mapping[str, str]) -> Fact:
    """The fact of a row: a geography in front of the model's name is the region."""
    tier, model, region = row["service_tier"], row["model"], REGIONS.get(row["service_tier"])
    for prefix in GEOGRAPHIES.get(row["provider"], ()):
        if model.startswith(prefix):
            model, region = model.removeprefix(prefix), prefix[:-1]
    meter = METERS.get(row["component"], row["component"])
    return Fact(
        line=int(row["line"]),
        model=model,
        meters=WRITES.get(meter, (meter,)),
        rate=rate_per_unit(Decimal(row["usd_per_unit"]), UNITS[row["unit"]]),
        tier="standard" if tier in STANDARD else tier,
        context_min=int(row["tier_min_input_tokens"]),
        region=region,
        variant=VARIANTS.get(tier),
        window=Window(start_of(row), instant(row["valid_to"])),
    )


def facts(provider: str) -> Iterator[Fact]:
    """The facts of a provider that the book must hold; a multiplier is one a price it multiplies."""
    kept = [row for row in rows() if row["provider"] == provider and not left_out(row)]
    stated = [fact_of(row) for row in kept if row["component"] != MULTIPLIER]
    yield from stated
    base: dict[str, list[Fact]] = defaultdict(list)
    for fact in stated:
        if (fact.region, fact.variant) == (None, None) and BY_NAME[fact.meters[0]].unit == "token":
            base[fact.model].append(fact)
    for factor in (fact_of(row) for row in kept if row["component"] == MULTIPLIER):
        for fact in base[factor.model]:
            if factor.variant is None or fact.tier == "standard":
                yield from multiplied(fact, factor)


def multiplied(fact: Fact, factor: Fact) -> Iterator[Fact]:
    """A fact times a factor, as long as both hold."""
    window = common(fact.window, factor.window)
    if window is not None:
        rate = EXACT.multiply(fact.rate, factor.rate)
        yield fact._replace(
            line=factor.line, rate=rate, region=factor.region, variant=factor.variant, window=window
        )


def left_out(row: Mapping[str, str]) -> bool:
    """Whether the row is one of those that the book does not hold as they stand."""
    return any(has(row, entry.columns) for entry in LEFT_OUT)


def has(row: Mapping[str, str], columns: Mapping[str, str]) -> bool:
    """Whether a row has these values."""
    return all(row[column] == value for column, value in columns.items())


def is_held(provider: str, fact: Fact) -> bool:
    """Whether the book holds a fact exactly so."""
    return any(
        common(Window(rate.start, rate.end), match.window) == fact.window
        for match in matches(bundled(), provider, fact.model)
        for rate in bundled().models[match.provider, match.model]
        if says(rate, fact)
    )


def says(rate: Rate, fact: Fact) -> bool:
    """Whether a rate of the book says the same of the same calls, whenever."""
    return rate.meter in fact.meters and (
        (rate.rate, rate.service_tier, rate.context_min, rate.region, rate.variant)
        == (fact.rate, fact.tier, fact.context_min, fact.region, fact.variant)
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_fact_is_in_the_book(provider: str) -> None:
    """Rate, tier, context, region, variant and window are exactly the row's."""
    assert [fact for fact in facts(provider) if not is_held(provider, fact)] == []


def test_every_exception_is_needed() -> None:
    """Each speaks of a row of the table, and each day of one without a day."""
    spoken = [entry for entry in LEFT_OUT if any(has(row, entry.columns) for row in rows())]
    dated = [
        since
        for since in SINCE
        if any(has(row, since.columns) and not row["valid_from"] for row in rows())
    ]

    assert (spoken, dated) == (list(LEFT_OUT), list(SINCE))
