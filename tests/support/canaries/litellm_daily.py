"""Canaries in LiteLLM's daily tables."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows of two tables and refused ones."""

    def row(m: Mint, tokens: Any = 100, **entity: str) -> Row:
        return {
            "id": m.gone("id"), **entity, "date": "2026-11-02", "api_key": m.secret("key"), "model": m.kept("model"),
            "model_group": m.kept("group"), "custom_llm_provider": "openai", "mcp_namespaced_tool_name": m.kept("tool"),
            "endpoint": m.kept("endpoint"), "prompt_tokens": tokens, "completion_tokens": 40, "spend": 0.01,
            "api_requests": 1, "successful_requests": 1, "failed_requests": 0, "created_at": m.gone("made"),
            "note": m.gone("note"),
        }  # fmt: skip

    refused = given.refused()
    return {
        "users.jsonl": lines([
            row(given, user_id=given.person("user")), row(given, user_id=given.mail("user")),
            row(refused, refused.gone("count"), user_id=refused.mail("user")), broken(given),
        ]),
        "teams.jsonl": lines([row(given, team_id=given.kept("team"))]),
        "organizations.jsonl": lines([row(given, organization_id=given.kept("organization"))]),
        "customers.jsonl": lines([row(given, end_user_id=given.mail("customer"))]),
        "agents.jsonl": lines([row(given, agent_id=given.kept("agent"))]),
    }  # fmt: skip
