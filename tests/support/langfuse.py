"""Rows of a Langfuse export, as small as they can be and still be real."""

from __future__ import annotations

from typing import Any

from support.draft import Draft, drafts_of
from tokenomics.sources import langfuse

OBSERVATION: dict[str, Any] = {
    "id": "ob-9",
    "trace_id": "tr-9",
    "project_id": "shop",
    "environment": "production",
    "type": "GENERATION",
    "parent_observation_id": "ob-8",
    "start_time": "2026-11-02 09:21:00.000",
    "end_time": "2026-11-02 09:21:02.500",
    "name": "chat",
    "level": "DEFAULT",
    "status_message": None,
    "provided_model_name": "claude-sonnet-4-5-20250929",
    "usage_details": {"input": 100, "output": 40, "total": 140},
    "cost_details": {},
    "total_cost": None,
    "completion_start_time": "2026-11-02 09:21:00.600",
    "updated_at": "2026-11-02 09:21:09.000",
}
SCORE: dict[str, Any] = {
    "id": "sc-9",
    "timestamp": "2026-11-02 09:30:00.000",
    "project_id": "shop",
    "trace_id": "tr-9",
    "observation_id": None,
    "session_id": None,
    "name": "resolved",
    "value": 1,
    "data_type": "BOOLEAN",
    "string_value": "True",
    "updated_at": "2026-11-02 09:30:00.000",
}


def observed(**changes: Any) -> Draft:
    """The draft of an observation with these changes."""
    return drafts_of(langfuse.OBSERVATIONS, [(1, OBSERVATION | changes)])[0]


def used(**usage: Any) -> Draft:
    """The draft of a generation whose usage map is this one."""
    return observed(usage_details=usage)


def scored(**changes: Any) -> Draft:
    """The draft of a score with these changes."""
    return drafts_of(langfuse.SCORES, [(1, SCORE | changes)])[0]


METERS = (
    "input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "output", "reasoning",
    "input_audio", "input_image", "input_tool", "output_audio", "output_image", "web_search",
)  # fmt: skip


def meters(draft: Draft) -> dict[str, Any]:
    """The meters that a draft states."""
    return {name: draft[name] for name in METERS if draft[name] is not None}
