"""Canaries in Claude Code session lines."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def line(m: Mint, folder: str, tokens: Any = 10) -> Row:
        usage = {"input_tokens": 5, "output_tokens": tokens, "service_tier": "standard"}
        content = [{"type": "text", "text": m.gone("answer")}]
        return {
            "type": "assistant", "uuid": m.gone("uuid"), "timestamp": "2026-11-02T09:21:03.000Z",
            "sessionId": m.kept("session"), "requestId": m.kept("request"),
            "cwd": folder, "gitBranch": m.kept("branch"),
            "agentId": m.kept("agent"), "isSidechain": False, "userType": m.gone("type"),
            "toolUseResult": m.gone("result"), "userEmail": m.gone("mail"),
            "message": {
                "id": m.kept("message"), "role": "assistant", "model": "claude-opus-4-6",
                "content": content, "usage": usage,
            },
        }  # fmt: skip

    prompt = {
        "type": "user", "sessionId": "s", "timestamp": "2026-11-02T09:21:00.000Z",
        "message": {"role": "user", "content": given.gone("prompt")},
    }  # fmt: skip
    good = line(given, f"/home/{given.gone('home')}/{given.kept('project')}")
    at_home = line(given, f"/Users/{given.gone('home')}")
    refused = line(given.refused(), f"/srv/{given.gone('project')}", given.gone("count"))
    return {"s.jsonl": lines([prompt, good, at_home, refused, broken(given)])}
