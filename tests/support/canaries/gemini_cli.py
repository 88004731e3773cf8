"""Canaries in Gemini CLI's chats."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def chat(m: Mint, count: Any) -> list[Row | str]:
        tokens = {"input": count, "output": 1, "cached": 0, "thoughts": 0, "tool": 0, "total": 11}
        return [
            {"sessionId": m.kept("session"), "projectHash": given.gone("hash"), "startTime": "2026-11-02T10:00:00Z", "kind": m.kept("kind")},
            {"id": given.gone("id"), "timestamp": "2026-11-02T10:00:01Z", "type": "user", "content": given.gone("prompt")},
            {"id": m.kept("message"), "timestamp": "2026-11-02T10:00:02Z", "type": "gemini", "model": m.kept("model"), "content": given.gone("answer"), "thoughts": [given.gone("thought")], "tokens": tokens},
        ]  # fmt: skip

    refused = given.refused()
    return {
        "a.jsonl": lines(chat(given, 10)),
        "b.jsonl": lines([*chat(refused, refused.gone("count")), broken(given)]),
    }
