"""Spend logs of LiteLLM, one row at a time."""

from __future__ import annotations

from typing import Any

from support.draft import Draft, drafts_of
from tokenomics.sources import litellm

ROW: dict[str, Any] = {
    "request_id": "r-1",
    "call_type": "acompletion",
    "spend": 0.01,
    "prompt_tokens": 100,
    "completion_tokens": 40,
    "total_tokens": 140,
    "startTime": "2026-11-02T09:00:00Z",
    "endTime": "2026-11-02T09:00:02Z",
    "model": "gpt-4o",
    "custom_llm_provider": "openai",
    "status": "success",
}


def one(usage: dict[str, Any] | None = None, **changes: Any) -> Draft:
    """The draft of one spend log with a usage object and other changes."""
    metadata = {"usage_object": usage, **changes.pop("metadata", {})}
    return drafts_of(litellm.SOURCE, [(1, {**ROW, "metadata": metadata, **changes})])[0]


def counts(draft: Draft, *names: str) -> tuple[Any, ...]:
    """The problem of a draft, which must be none, and some of its columns."""
    assert draft["problem"] is None
    return tuple(draft[name] for name in names)
