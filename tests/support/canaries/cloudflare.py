"""Canaries in the logs of Cloudflare's AI Gateway."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        tags = {"user": m.person("user"), "feature": m.kept("feature"), "owner": m.mail("owner"), "key": m.secret("key")}  # fmt: skip
        return {
            "id": m.kept("id"), "created_at": "2026-11-02T09:00:00Z", "cached": False, "provider": m.kept("provider"),
            "model": m.kept("model"), "path": f"{m.gone('path')}/chat/completions", "success": True, "tokens_in": tokens,
            "tokens_out": 5, "cost": 0.1, "metadata": json.dumps(tags), "request_head": m.gone("prompt"), "response_head": m.gone("answer"),
        }  # fmt: skip

    refused = given.refused()
    page = {"success": True, "result": [row(given), row(refused, refused.gone("count"))]}
    return {"pages.jsonl": lines([page, broken(given)])}
