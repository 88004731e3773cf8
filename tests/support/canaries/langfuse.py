"""Canaries in Langfuse observations and scores."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def observation(m: Mint, tokens: Any = 10) -> Row:
        return {
            "id": m.kept("id"), "trace_id": m.kept("trace"), "project_id": m.kept("project"),
            "parent_observation_id": m.kept("parent"), "type": "GENERATION", "name": m.kept("name"),
            "environment": m.kept("environment"), "release": m.kept("release"), "level": "ERROR",
            "status_message": f"429 {m.gone('message')}", "trace_name": m.kept("trace"),
            "prompt_name": m.kept("prompt"), "user_id": m.person("user"), "session_id": m.kept("session"),
            "tags": [f"colour:{m.kept('tag')}", f"user.email:{m.person('tag')}", f"owner:{m.mail('tag')}"],
            "provided_model_name": "claude-sonnet-4-5-20250929",
            "usage_details": {"input": tokens, "output": 4},
            "start_time": "2026-11-02 09:21:00.000", "end_time": "2026-11-02 09:21:02.500",
            "updated_at": "2026-11-02 09:21:09.000", "input": m.gone("prompt"), "output": m.gone("answer"),
            "metadata": {"ip": m.gone("ip")}, "model_parameters": {"stop": m.gone("parameter")},
        }  # fmt: skip

    def score(m: Mint, kind: str = "CATEGORICAL") -> Row:
        return {
            "id": m.gone("id"), "timestamp": "2026-11-02 09:30:00.000", "project_id": m.gone("project"),
            "trace_id": m.kept("trace"), "observation_id": None, "session_id": None, "name": m.kept("name"),
            "value": 0, "data_type": kind, "string_value": m.kept("verdict"), "comment": m.gone("comment"),
            "author_user_id": m.gone("author"), "updated_at": "2026-11-02 09:30:00.000",
        }  # fmt: skip

    refused = given.refused()
    calls = [observation(given), observation(refused, given.gone("count")), broken(given)]
    return {
        "observations.jsonl": lines(calls),
        "scores.jsonl": lines([score(given), score(refused, given.gone("kind"))]),
    }
