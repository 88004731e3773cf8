"""Canaries in Portkey's exports."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "created_at": "2026-11-02 09:00:00", "request.body": {"messages": [m.gone("prompt")]}, "response.body": m.gone("answer"),
            "is_success": 1, "ai_org": m.kept("provider"), "ai_model": m.kept("model"), "req_units": tokens, "res_units": 5, "cost": 0.1,
            "request_url": f"https://{m.gone('host')}/v1/chat/completions", "trace_id": m.kept("trace"), "virtual_key": m.secret("key"),
            "runtime": m.gone("runtime"), "config": m.kept("config"), "metadata.key": ["_user", "feature", "owner", "key"],
            "metadata.value": [m.person("user"), m.kept("feature"), m.mail("owner"), m.secret("tag")],
        }  # fmt: skip

    refused = given.refused()
    return {"logs.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)])}
