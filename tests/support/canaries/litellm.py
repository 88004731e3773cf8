"""Canaries in LiteLLM spend logs."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "request_id": m.kept("request"), "call_type": "acompletion", "api_key": m.secret("key"), "spend": 0.01,
            "startTime": "2026-11-02T09:00:00Z", "endTime": "2026-11-02T09:00:02Z",
            "model": "gpt-4o", "model_id": m.kept("deployment"), "model_group": m.kept("group"),
            "custom_llm_provider": "openai", "api_base": m.gone("base"), "user": m.person("user"),
            "team_id": m.kept("team"), "organization_id": m.kept("organization"), "end_user": m.kept("customer"),
            "session_id": m.kept("session"), "requester_ip_address": m.gone("address"), "status": "failure",
            "messages": [{"role": "user", "content": m.gone("prompt")}], "response": {"choices": [m.gone("answer")]},
            "proxy_server_request": {"headers": {"user-agent": m.gone("agent")}},
            "request_tags": [f"colour:{m.kept('tag')}", f"User-Agent: {m.gone('agent')}", f"owner:{m.mail('tag')}"],
            "prompt_tokens": tokens, "completion_tokens": 40, "total_tokens": 140,
            "metadata": {
                "user_api_key_user_email": m.gone("mail"), "user_api_key_alias": m.gone("alias"),
                "requester_ip_address": m.gone("address"), "user_api_key": m.secret("key"),
                "spend_logs_metadata": {"feature": m.kept("feature"), "user": m.person("metadata"), "key": m.secret("tag")},
                "error_information": {"error_class": m.kept("error"), "error_message": m.gone("error"), "traceback": m.gone("trace")},
            },
        }  # fmt: skip

    by_key = {
        "request_id": given.kept("request"), "spend": 0, "startTime": "2026-11-02T09:00:00Z", "model": "gpt-4o",
        "prompt_tokens": 1, "completion_tokens": 1, "custom_llm_provider": "openai",
        "metadata": {
            "user_api_key_user_id": given.mail("keyuser"), "user_api_key_end_user_id": given.mail("customer"),
            "user_api_key_team_alias": given.kept("team"), "user_api_key_hash": given.kept("hash"),
        },
    }  # fmt: skip
    refused = row(given.refused(), given.gone("count"))
    return {"spend.jsonl": lines([row(given), by_key, refused, broken(given)])}
