"""Canaries in Anthropic's costs."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, table

BOUNDS = {"starting_at": "2026-11-02T00:00:00Z", "ending_at": "2026-11-03T00:00:00Z"}


def logs(given: Mint) -> Files:
    """Good lines and refused ones."""

    def line(m: Mint, amount: Any = "0.75") -> Row:
        return {
            "amount": amount, "currency": "USD", "cost_type": m.kept("cost"), "token_type": m.kept("token"),
            "description": m.kept("text"), "model": m.kept("model"), "service_tier": m.kept("tier"),
            "context_window": m.kept("window"), "inference_geo": m.kept("geo"), "workspace_id": m.kept("workspace"),
            "note": m.gone("note"),
        }  # fmt: skip

    def grouped(m: Mint, amount: Any = "0.75") -> Row:
        group = {
            "actor": m.person("actor"), "actor_type": m.kept("type"), "agent_id": m.kept("agent"),
            "api_key_id": m.kept("key"), "claude_tag_category": m.kept("category"), "deployment_id": m.kept("deployment"),
            "claude_tag_user_id": m.gone("tagger"), "environment_id": m.kept("environment"), "product": m.kept("product"),
            "rbac_group_id": m.kept("group"), "session_id": m.kept("session"), "slack_channel_id": m.kept("channel"),
            "speed": m.kept("speed"), "user_profile_id": m.person("profile"), "model": m.kept("model"),
        }  # fmt: skip
        cost = {"amount": amount, "list_amount": "1", "currency": "USD", "requests": None}
        return {**BOUNDS, "group": group, "cost": cost}

    def tagged(m: Mint) -> Row:
        """A row whose person is told by a tag alone."""
        row = grouped(m)
        row["group"] |= {"claude_tag_user_id": m.person("tagger")}
        m.people.remove(row["group"].pop("user_profile_id"))
        return row

    def exported(m: Mint, amount: Any = "0.75") -> Row:
        return {
            "usage_date_utc": "2026-11-02", "model": m.kept("model"), "workspace": m.kept("workspace"), "api_key": m.gone("key"),
            "usage_type": m.kept("usage"), "context_window": m.kept("window"), "token_type": m.kept("token"),
            "cost_usd": amount, "list_price_usd": "1", "cost_type": m.kept("cost"), "inference_geo": m.kept("geo"),
            "speed": m.kept("speed"), "api_key_id": m.kept("id"), "api_key_status": m.gone("status"),
        }  # fmt: skip

    refused = given.refused()
    bucket = {**BOUNDS, "results": [line(given), line(refused, refused.gone("amount"))]}
    flat = [grouped(given), tagged(given), grouped(refused, refused.gone("amount"))]
    return {
        "page.json": json.dumps({"data": [bucket], "next_page": given.gone("page")}),
        "analytics.json": json.dumps({"data": flat, "data_refreshed_at": "2026-11-04T00:00:00Z"}),
        "export.csv": table([exported(given), exported(refused, refused.gone("amount"))]),
    }
