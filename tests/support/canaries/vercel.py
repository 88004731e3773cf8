"""Canaries in generations of Vercel's AI Gateway."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones; who called is not in them."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "id": m.kept("id"), "created_at": "2026-11-02T09:00:00Z", "model": m.kept("model"), "provider_name": m.kept("route"),
            "is_byok": False, "total_cost": 0.1, "usage": 0.1, "upstream_inference_cost": 0, "finish_reason": m.gone("finish"),
            "native_tokens_prompt": tokens, "native_tokens_completion": 5, "native_tokens_cached": 0, "native_tokens_cache_creation": 0,
            "user": m.gone("user"), "prompt": m.gone("prompt"), "api_key": m.secret("key"),
        }  # fmt: skip

    refused = given.refused()
    rows = [{"data": row(given)}, row(given), row(refused, refused.gone("count")), broken(given)]
    return {"generations.jsonl": lines(rows)}
