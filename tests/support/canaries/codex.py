"""Canaries in Codex rollouts."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def line(second: int, kind: str, payload: Row) -> Row:
        return {"timestamp": f"2026-11-02T10:00:{second:02}.000Z", "type": kind, "payload": payload}

    def session(m: Mint, tokens: Any) -> list[Row | str]:
        counts = {
            "input_tokens": tokens,
            "cached_input_tokens": 0,
            "output_tokens": 5,
            "reasoning_output_tokens": 0,
        }
        info = {"total_token_usage": counts, "last_token_usage": counts}
        return [
            line(0, "session_meta", {
                "id": m.kept("session"), "cwd": f"/home/{m.gone('home')}/{m.kept('project')}",
                "model_provider": "openai", "git": {"branch": m.kept("branch"), "repository_url": m.gone("url")},
                "instructions": m.gone("instructions"),
            }),
            line(5, "turn_context", {
                "model": "gpt-5.3-codex", "turn_id": m.kept("turn"), "effort": m.kept("effort"),
                "user_instructions": m.gone("instructions"),
            }),
            line(6, "response_item", {"type": "message", "content": [{"text": m.gone("prompt")}]}),
            line(7, "event_msg", {"type": "user_message", "message": m.gone("prompt")}),
            line(9, "event_msg", {"type": "token_count", "info": info}),
        ]  # fmt: skip

    refused = session(given.refused(), given.gone("count"))
    return {"a.jsonl": lines(session(given, 100)), "b.jsonl": lines([*refused, broken(given)])}
