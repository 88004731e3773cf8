"""Canaries in OpenRouter's activity by day."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, prompt: Any) -> Row:
        return {
            "date": "2026-11-02", "model": m.kept("asked"), "model_permaslug": m.kept("model"), "endpoint_id": m.gone("endpoint"),
            "provider_name": m.kept("provider"), "workspace_id": m.kept("workspace"), "usage": 0.5, "byok_usage_inference": 0,
            "requests": 1, "prompt_tokens": prompt, "completion_tokens": 5, "reasoning_tokens": 0, "note": m.gone("note"),
        }  # fmt: skip

    def exported(m: Mint, prompt: Any) -> Row:
        return {
            "Date": "2026-11-02 00:00:00", "Slug": m.kept("model"), "Usage": "1", "BYOK Usage": "0", "Requests": "1",
            "Prompt Tokens": prompt, "Completion Tokens": "5", "Reasoning Tokens": "0", "Note": m.gone("note"),
        }  # fmt: skip

    refused = given.refused()
    return {
        "activity.json": json.dumps({"data": [row(given, 1), row(refused, refused.gone("count"))]}),
        "daily.csv": table([exported(given, 1), exported(refused, refused.gone("count"))]),
    }
