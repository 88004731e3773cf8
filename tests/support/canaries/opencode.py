"""Canaries in opencode's messages."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "id": m.kept("id"), "sessionID": m.kept("session"), "role": "assistant", "time": {"created": 1793613600000},
            "modelID": m.kept("model"), "providerID": "openai", "agent": m.kept("agent"), "cost": 0.1,
            "path": {"cwd": f"/home/{m.gone('home')}/{m.kept('folder')}", "root": m.gone("root")},
            "error": {"name": m.kept("error"), "data": {"message": m.gone("message")}}, "system": [m.gone("system")],
            "tokens": {"input": tokens, "output": 5, "reasoning": 0, "cache": {"read": 0, "write": 0}},
        }  # fmt: skip

    refused = given.refused()
    return {
        "messages.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)])
    }
