"""Canaries in spend reports of Vercel's AI Gateway."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "day": "2026-11-02", "model": m.kept("model"), "provider": m.kept("route"), "user": m.person("user"), "total_cost": 0.5,
            "market_cost": 0.6, "input_tokens": tokens, "output_tokens": 5, "cached_input_tokens": 0, "cache_creation_input_tokens": 0,
            "request_count": 1, "note": m.gone("note"), "key": m.secret("key"),
        }  # fmt: skip

    refused = given.refused()
    answers = [{"results": [row(given), row(refused, refused.gone("count"))]}, broken(given)]
    return {"report.jsonl": lines(answers)}
