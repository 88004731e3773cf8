"""The bundled books against the price facts that were gathered for them, row by row.

Run by `make shared-checks`. A fact is in the book with exactly its rate, dimensions and window,
or `LEFT_OUT` says why it is not.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tokenomics.books import Rate, bundled
from tokenomics.books.match import Match, matches
from tokenomics.books.rates import ANY
from tokenomics.books.windows import Window, common
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import EXACT, rate_per_unit

FACTS = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set")) / "data" / "prices.csv"
PROVIDERS = (
    "alibaba",
    "anthropic",
    "aws-bedrock",
    "azure",
    "cerebras",
    "cohere",
    "deepseek",
    "fireworks",
    "google",
    "google-vertex",
    "groq",
    "minimax",
    "mistral",
    "moonshotai",
    "openai",
    "together",
    "xai",
    "zai",
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
# What the table lists as models, and the book as tools of any model.
TOOLS = ("file_search", "code_interpreter")
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
MULTIPLIER = "all_tokens_multiplier"
ALLOWANCE = "web_search_free_allowance"

pytestmark = pytest.mark.skipif(
    not FACTS.is_file(), reason="TOKENOMICS_SHARED names no folder: the price facts are not here"
)


class LeftOut(NamedTuple):
    """Rows that the book does not hold as they stand: those with these columns, and why."""

    columns: Mapping[str, str]
    why: str


class Redated(NamedTuple):
    """Rows, those with these columns, whose window a better source corrects, and the right one."""

    columns: Mapping[str, str]
    start: str
    end: str


LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut(
        {"service_tier": "announced_then_cancelled"},
        "never in force; the book holds it as retracted",
    ),
    LeftOut({"component": ALLOWANCE}, "an allowance is no rate: there is a test of its own"),
    LeftOut(
        {"model": "text-embedding-3-small", "component": "output"}, "an embedding has no output"
    ),
    LeftOut(
        {"model": "text-embedding-3-large", "component": "output"}, "an embedding has no output"
    ),
    LeftOut({"model": "embed-v4.0", "component": "output"}, "an embedding has no output"),
    LeftOut({"model": "embed-english-v3.0", "component": "output"}, "an embedding has no output"),
    LeftOut({"model": "gemini-embedding-001", "component": "output"}, "an embedding has no output"),
    LeftOut(
        {"model": "gemini-2.5-flash-image", "component": "image"},
        "its 1,290 tokens are priced: who logs both would pay twice",
    ),
    LeftOut(
        {"model": "gemini-2.5-pro", "component": "cache_read", "usd_per_unit": "0.625"},
        "from memory",
    ),
    LeftOut({"model": "deepseek-chat", "valid_from": "2024-05-06"}, "from memory"),
    LeftOut({"model": "codestral-latest", "valid_from": "2024-09-17"}, "from memory"),
    LeftOut({"service_tier": "list_not_billed"}, "never billed"),
    LeftOut(
        {"model": "us/gpt-4o", "component": "cache_write"}, "Azure has no such meter before GPT-5.6"
    ),
)
REDATED: tuple[Redated, ...] = (
    Redated({"model": "gemini-1.0-pro"}, "", ""),
    Redated({"model": "gemini-2.5-flash", "component": "cache_read"}, "2025-10-01", ""),
    Redated({"model": "gemini-2.5-flash", "component": "cache_read_audio"}, "2025-10-01", ""),
    Redated({"model": "gemini-2.5-flash-lite", "component": "cache_read"}, "2025-10-01", ""),
    Redated({"model": "gemini-2.5-flash-lite", "component": "cache_read_audio"}, "2025-10-01", ""),
    Redated({"model": "gemini-4-argon"}, "", "2026-12-01"),
    Redated({"model": "grok-4.20", "valid_from": "2026-03-09"}, "2026-03-09", "2026-04-30"),
    Redated({"model": "grok-4.20", "valid_from": "2026-05-20"}, "2026-04-30", ""),
    Redated({"model": "mistral-large-4"}, "2026-10-20", "2026-10-29"),
    Redated(
        {"provider": "azure", "model": "o3", "valid_from": "2025-04-16"}, "2025-04-16", "2025-06-01"
    ),
    Redated({"provider": "azure", "model": "o3", "valid_from": "2025-06-21"}, "2025-06-01", ""),
)


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


def window_of(row: Mapping[str, str]) -> Window:
    """The window of a row, by a better source where the book follows one."""
    redated = (entry[1:] for entry in REDATED if has(row, entry.columns))
    start, end = next(redated, (row["valid_from"], row["valid_to"]))
    return Window(instant(start), instant(end))


def fact_of(row: Mapping[str, str]) -> Fact:
    """The fact of a row."""
    tier, meter = row["service_tier"], METERS.get(row["component"], row["component"])
    return Fact(
        line=int(row["line"]),
        model=ANY if row["model"] in TOOLS else row["model"],
        meters=WRITES.get(meter, (meter,)),
        rate=rate_per_unit(Decimal(row["usd_per_unit"]), UNITS[row["unit"]]),
        tier="standard" if tier in STANDARD else tier,
        context_min=int(row["tier_min_input_tokens"]),
        region=REGIONS.get(tier),
        variant=VARIANTS.get(tier),
        window=window_of(row),
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
    """Whether the book holds a fact exactly so; of one without a start it may know the start."""
    windows = [
        common(Window(rate.start, rate.end), match.window)
        for match in matches(bundled(), provider, fact.model)
        for rate in bundled().models[match.provider, match.model]
        if says(rate, fact._replace(region=fact.region or told(match)))
    ]
    if fact.window.start is None:
        return any(window is not None and window.end == fact.window.end for window in windows)
    return fact.window in windows or is_followed(windows, fact.window)


def is_followed(windows: Sequence[Window | None], whole: Window) -> bool:
    """Whether some windows, one after the other, are the whole one."""
    ends = {window.start: window.end for window in windows if window is not None}
    reached = whole.start
    while reached in ends:
        reached = ends.pop(reached)
        if reached == whole.end:
            return True
    return False


def told(match: Match) -> str | None:
    """The book's word for the region that a name tells; None for the base."""
    regions = bundled().providers[match.provider].regions
    return regions.get(match.region or "", "") or None


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


def test_every_allowance_is_in_the_book() -> None:
    """So many searches a day or a month are free for the model, with others of its group."""
    held = {
        (entry.reach.provider, model, f"call_per_{entry.per}", step.upto)
        for entry in bundled().graduated
        for model in entry.reach.models
        for step in entry.steps
        if entry.reach.meters == ("web_search",) and step.percent_off == 100
    }
    stated = {
        (row["provider"], row["model"], row["unit"], Decimal(row["usd_per_unit"]))
        for row in rows()
        if row["component"] == ALLOWANCE
    }

    assert len(stated) == 10
    assert stated <= held


def test_every_exception_is_needed() -> None:
    """Each speaks of a row of the table."""
    spoken = [*LEFT_OUT, *REDATED]

    assert [entry for entry in spoken if not any(has(row, entry.columns) for row in rows())] == []


def test_every_provider_is_asked() -> None:
    """No row is passed over."""
    assert {row["provider"] for row in rows()} == set(PROVIDERS)
