"""Canaries in raw responses in an envelope."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 5) -> Row:
        return {
            "timestamp": "2026-11-02T09:00:00Z", "provider": "openai", "user_id": m.person("user"),
            "team": m.kept("team"), "feature": m.kept("feature"), "project": m.kept("project"),
            "environment": m.kept("environment"), "customer": m.kept("customer"), "api_key_id": m.secret("key"),
            "request_id": m.kept("request"), "trace_id": m.kept("trace"), "session_id": m.kept("session"),
            "task_id": m.kept("task"), "step": m.kept("step"), "client_ip": m.gone("ip"),
            "metadata": {"colour": m.kept("tag"), "user": m.person("tag"), "owner": m.mail("tag"), "text": m.gone("long") * 20},
            "request": {
                "headers": {"authorization": f"Bearer {m.secret('header')}", "user-agent": m.gone("agent")},
                "body": {"messages": [{"role": "user", "content": m.gone("prompt")}], "user": m.gone("user")},
            },
            "response": {
                "id": m.kept("response"), "object": "chat.completion", "created": 1793610000, "model": m.kept("model"),
                "choices": [{"message": {"content": m.gone("answer"), "tool_calls": [m.gone("tool")]}}],
                "usage": {"prompt_tokens": tokens, "completion_tokens": 5},
                "error": {"message": m.gone("error")}, "system_fingerprint": m.gone("fingerprint"),
            },
        }  # fmt: skip

    def uncounted(m: Mint, **changes: Any) -> Row:
        """A response whose text is counted, for want of counts."""
        found = row(m)
        found["response"] |= {
            "usage": None,
            "error": None,
            "choices": [{"message": {"content": m.gone("answer")}}],
            **changes,
        }
        return found

    chunk = {
        "object": "chat.completion.chunk",
        "choices": [{"delta": {"content": given.gone("chunk")}}],
    }
    refused = row(given.refused(), given.gone("count"))
    undated = uncounted(given.refused(), created=given.gone("instant")) | {"timestamp": None}
    rows = [
        row(given),
        uncounted(given),
        uncounted(given, **chunk),
        refused,
        undated,
        broken(given),
    ]
    return {"responses.jsonl": lines(rows)}
