"""Canaries in Anthropic's usage pages and exports."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def result(m: Mint, tokens: Any = 5) -> Row:
        return {
            "uncached_input_tokens": tokens, "cache_read_input_tokens": 0, "output_tokens": 5,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
            "server_tool_use": {"web_search_requests": 0}, "account_id": m.person("account"),
            "service_account_id": m.kept("service"), "api_key_id": m.kept("key"), "workspace_id": m.kept("workspace"),
            "model": m.kept("model"), "service_tier": "standard", "context_window": "0-200k",
            "inference_geo": m.kept("geo"), "note": m.gone("note"),
        }  # fmt: skip

    def exported(m: Mint, tokens: Any = 5) -> Row:
        return {
            "usage_date_utc": "2026-11-02", "model_version": m.kept("model"), "api_key": m.kept("key"),
            "workspace": m.kept("workspace"), "usage_type": "standard", "context_window": "≤ 200k",
            "usage_input_tokens_no_cache": tokens, "usage_input_tokens_cache_write_5m": 0,
            "usage_input_tokens_cache_write_1h": 0, "usage_input_tokens_cache_read": 0,
            "usage_output_tokens": 5, "web_search_count": 0, "inference_geo": "global", "note": m.gone("note"),
        }  # fmt: skip

    def grouped(m: Mint, tokens: Any = 5) -> Row:
        group = {
            "actor": m.person("actor"), "actor_type": m.kept("type"), "agent_id": m.kept("agent"), "product": m.kept("product"),
            "claude_tag_category": m.kept("category"), "claude_tag_user_id": m.gone("tagger"), "deployment_id": m.kept("deployment"),
            "environment_id": m.kept("environment"), "rbac_group_id": m.kept("group"), "session_id": m.kept("session"),
            "slack_channel_id": m.kept("channel"), "user_profile_id": m.gone("profile"), "model": m.kept("model"),
        }  # fmt: skip
        usage = {"uncached_input_tokens": tokens, "output_tokens": 5, "requests": 1}
        bounds = {"starting_at": "2026-11-02T00:00:00Z", "ending_at": "2026-11-03T00:00:00Z"}
        return {**bounds, "group": group, "usage": usage}

    def told(m: Mint, by: str) -> Row:
        """A row whose person is told by one field alone."""
        row = grouped(m)
        m.people.remove(row["group"].pop("actor"))
        m.dropped.remove(row["group"].pop("user_profile_id"))
        row["group"] |= {by: m.person("teller")}
        return row

    refused = given.refused()
    results = [result(given), result(refused, given.gone("count"))]
    bucket = {
        "starting_at": "2026-11-02T00:00:00Z",
        "ending_at": "2026-11-03T00:00:00Z",
        "results": results,
    }
    return {
        "page.json": json.dumps(
            {"data": [bucket], "has_more": False, "next_page": given.gone("page")}
        ),
        "analytics.json": json.dumps(
            {
                "data": [
                    grouped(given),
                    told(given, "user_profile_id"),
                    told(given, "claude_tag_user_id"),
                    grouped(refused, given.gone("count")),
                ]
            }
        ),
        "export.csv": table([exported(given), exported(refused, given.gone("count"))]),
    }
