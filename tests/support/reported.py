"""Results of providers' usage reports, and the pages around them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from support.draft import Draft, drafts, drafts_of
from tokenomics.sources.contract import Source

Result = dict[str, Any]

DAY = 86_400
# 2026-11-02.
START = 1_793_577_600

COMPLETIONS: Result = {
    "object": "organization.usage.completions.result",
    "input_tokens": 1000,
    "input_cached_tokens": 400,
    "input_cache_write_tokens": 100,
    "input_uncached_tokens": 500,
    "output_tokens": 70,
    "num_model_requests": 4,
    "model": "gpt-5.6-sol",
}
MESSAGES: Result = {
    "model": "claude-opus-5",
    "uncached_input_tokens": 1500,
    "cache_creation": {"ephemeral_5m_input_tokens": 500, "ephemeral_1h_input_tokens": 1000},
    "cache_read_input_tokens": 20000,
    "output_tokens": 500,
}


def one(source: Source, bounds: Mapping[str, Any], result: Result, **changes: Any) -> Draft:
    """The draft of one result with changes."""
    return drafts_of(source, [(1, {**result, **bounds, **changes})])[0]


def openai_bucket(*results: Result, start: int = START, seconds: int = DAY) -> Result:
    """A bucket of OpenAI's."""
    return {"object": "bucket", "start_time": start, "end_time": start + seconds, "results": list(results)}  # fmt: skip


def anthropic_bucket(*results: Result, start: int = START, seconds: int = DAY) -> Result:
    """A bucket of Anthropic's."""
    return {
        "starting_at": _instant(start),
        "ending_at": _instant(start + seconds),
        "results": list(results),
    }


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def page(*buckets: Result) -> Result:
    """A page of buckets."""
    return {"object": "page", "data": list(buckets), "has_more": False, "next_page": None}


def write(path: Path, *lines: Any) -> Path:
    """Values as JSON Lines."""
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


def standing(source: Source, *files: Path) -> list[Draft]:
    """Of the drafts of several files the one of each key that stands, in order of key."""
    best: dict[str, Draft] = {}
    for path in files:
        for draft in drafts(source, path, "jsonl"):
            if draft.get("skip") or draft["problem"]:
                continue
            known = best.get(draft["key"])
            if known is None or (draft["rank"], draft["content"]) > (known["rank"], known["content"]):  # fmt: skip
                best[draft["key"]] = draft
    return [best[key] for key in sorted(best)]
