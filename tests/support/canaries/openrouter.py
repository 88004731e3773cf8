"""Canaries in OpenRouter's generations."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones, as the API and the export state them."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "id": m.kept("id"), "created_at": "2026-11-02T09:00:00Z", "model": m.kept("model"), "router": m.kept("router"),
            "provider_name": m.kept("route"), "external_user": m.person("user"), "session_id": m.kept("session"),
            "workspace_id": m.kept("workspace"), "request_id": m.kept("request"), "is_byok": False, "tokens_prompt": 9,
            "native_tokens_prompt": tokens, "native_tokens_completion": 5, "total_cost": 0.1, "http_referer": m.gone("referer"),
            "origin": m.gone("origin"), "user_agent": m.gone("agent"), "upstream_id": m.gone("upstream"),
            "provider_responses": [m.gone("response")],
        }  # fmt: skip

    def cells(m: Mint, tokens: Any = 100) -> Row:
        return {
            "generation_id": m.kept("id"), "created_at": "2026-11-02 09:00:00.000", "cost_total": "0.1", "tokens_prompt": tokens,
            "tokens_completion": "5", "model_permaslug": m.kept("model"), "provider_name": m.kept("route"), "user": m.mail("user"),
            "finish_reason_raw": m.gone("finish"), "api_key_name": m.secret("key"), "app_name": m.kept("app"),
        }  # fmt: skip

    refused = given.refused()
    return {
        "a.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)]),
        "b.csv": table([cells(given), cells(refused, refused.gone("count"))]),
    }
