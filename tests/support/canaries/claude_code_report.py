"""Canaries in the Claude Code report."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any, actor: Row) -> Row:
        return {
            "date": "2026-11-02T00:00:00Z", "organization_id": m.kept("organization"), "actor": actor,
            "customer_type": "subscription", "subscription_type": m.kept("subscription"), "terminal_type": m.kept("terminal"),
            "is_remote": False, "core_metrics": {m.gone("metric"): 1}, "tool_actions": {m.gone("tool"): {}},
            "model_breakdown": [{"model": m.kept("model"), "tokens": {"input": tokens, "output": 5}, "note": m.gone("note")}],
        }  # fmt: skip

    refused = given.refused()
    found = [
        row(given, 5, {"type": "user_actor", "email_address": given.mail("user")}),
        row(given, 5, {"type": "api_actor", "api_key_name": given.kept("key")}),
        row(refused, refused.gone("count"), {"email_address": refused.mail("user")}),
    ]
    return {"report.json": json.dumps({"data": found, "next_page": given.gone("page")})}
