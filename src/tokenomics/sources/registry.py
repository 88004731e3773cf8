"""Which source reads a file: exactly one, or none."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tokenomics.config import Config
from tokenomics.records.errors import SourceError
from tokenomics.sources import (
    anthropic_costs,
    anthropic_usage,
    aws_cur,
    azure_apim,
    azure_cost,
    bedrock,
    changes,
    claude_code,
    claude_code_report,
    cloudflare,
    codex,
    cursor,
    databricks,
    deepseek_costs,
    deepseek_usage,
    envoy,
    fireworks_metrics,
    gemini_cli,
    google_billing,
    helicone,
    kong,
    langfuse,
    litellm,
    litellm_daily,
    litellm_spend_report,
    mapped,
    native,
    openai_costs,
    openai_usage,
    opencode,
    openrouter,
    openrouter_activity,
    otel,
    otel_logs,
    otel_metrics,
    portkey,
    responses,
    unread,
    vercel,
    vercel_report,
)
from tokenomics.sources.contract import NO_HINTS, Format, Hints, Sample, Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "tokenomics.sources"
_GROUP = ENTRY_POINTS.encode()

_BUILT_INS = (
    anthropic_costs.FORMAT,
    anthropic_usage.FORMAT,
    aws_cur.FORMAT,
    azure_apim.FORMAT,
    azure_cost.FORMAT,
    bedrock.FORMAT,
    changes.FORMAT,
    claude_code.FORMAT,
    claude_code_report.FORMAT,
    cloudflare.FORMAT,
    codex.FORMAT,
    cursor.FORMAT,
    databricks.FORMAT,
    deepseek_costs.FORMAT,
    deepseek_usage.FORMAT,
    envoy.FORMAT,
    fireworks_metrics.FORMAT,
    gemini_cli.FORMAT,
    google_billing.FORMAT,
    helicone.FORMAT,
    kong.FORMAT,
    langfuse.FORMAT,
    litellm.FORMAT,
    litellm_daily.FORMAT,
    litellm_spend_report.FORMAT,
    native.FORMAT,
    openai_costs.FORMAT,
    openai_usage.FORMAT,
    opencode.FORMAT,
    openrouter.FORMAT,
    openrouter_activity.FORMAT,
    otel.FORMAT,
    otel_logs.FORMAT,
    otel_metrics.FORMAT,
    portkey.FORMAT,
    responses.FORMAT,
    vercel.FORMAT,
    vercel_report.FORMAT,
)


@cache
def formats() -> tuple[Format, ...]:
    """The formats that need no configuration, in order of name: built in, and by entry point.

    Raises SourceError where an entry point cannot be loaded, or where two formats share a name.
    """
    found = [*_BUILT_INS, *map(_loaded, _offered())]
    names = [source.name for source in found]
    for name in names:
        if names.count(name) > 1:
            raise SourceError(f"two installed sources are named {name!r}: uninstall one")
    return tuple(sorted(found, key=lambda source: source.name))


def _offered() -> Iterable[EntryPoint]:
    """The entry points of other packages.

    Python's own list of them takes a tenth of a small ingest, so it is asked only where one is.
    """
    if not any(map(_may_offer, sys.path)):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - mostly there is none

    return entry_points(group=ENTRY_POINTS)


def _may_offer(place: str) -> bool:
    """Whether a package that is installed in a place offers a source; archives and closed files may."""
    listed = Path(place).glob("*-info/entry_points.txt")
    try:
        return Path(place).is_file() or any(_GROUP in path.read_bytes() for path in listed)
    except OSError:
        return True


def _loaded(point: EntryPoint) -> Format:
    try:
        value = point.load()
    except Exception as error:  # whatever a stranger's module raises when it is imported
        raise SourceError(f"the source {point.name!r} cannot be loaded: {error}") from error
    if not isinstance(value, Format):
        raise SourceError(f"the source {point.name!r} ({point.value}) is no Format")
    return value


def claim(sample: Sample, config: Config, hints: Hints = NO_HINTS) -> Source | None:
    """The source of a file: a `[[source]]` that matches its path, else the format that knows it.

    Raises SourceError where two claim it, where a mapped file lacks a column or a table of calls
    counts nothing, and ConfigError where the mapping is wrong.
    """
    given = [source for source in config.source if mapped.matches(source, sample.path, config.root)]
    _one(sample, [source.name for source in given])
    if given:
        return mapped.source(given[0], sample)
    found = _claims(sample, hints, yields=False)
    if not found and refusal(sample) is None:
        found = _claims(sample, hints, yields=True)
    claims = [source for source in found if sample.container in source.containers]
    _one(sample, [source.name for source in claims])
    if not claims and (lack := native.uncounted(sample)):
        raise SourceError(f"{sample.path}: {lack}")
    return claims[0] if claims else None


def _claims(sample: Sample, hints: Hints, *, yields: bool) -> list[Source]:
    asked = (known.claim(sample, hints) for known in formats() if known.yields == yields)
    return [source for source in asked if source is not None]


def _one(sample: Sample, names: list[str]) -> None:
    if len(names) > 1:
        raise SourceError(
            f"{sample.path}: {' and '.join(repr(name) for name in names)} both claim this file; "
            "narrow `match` of a [[source]]"
        )


def refusal(sample: Sample) -> str | None:
    """Why a file that is known is not read, in one sentence; None for a file nobody knows."""
    told = next(filter(None, (known.refuse(sample) for known in formats())), None)
    return told or unread.refusal(sample)
