"""Canaries in the logs of Kong's AI Gateway."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good entries and refused ones."""

    def entry(m: Mint, request: str, consumer: Row, tokens: Any = 100) -> Row:
        call = {
            "meta": {"plugin_id": "p-1", "provider_name": m.kept("provider"), "request_model": m.kept("asked"), "response_model": m.kept("model")},
            "usage": {"prompt_tokens": tokens, "completion_tokens": 5, "cost": 0.1},
            "payload": {"request": m.gone("prompt"), "response": m.gone("answer")},
        }  # fmt: skip
        headers = {
            "authorization": f"Bearer {m.secret('header')}", "cookie": m.gone("cookie"), "x-feature": m.kept("feature"), "x-team": m.kept("team"),
        }  # fmt: skip
        return {
            "latencies": {"request": 10, "kong": 1}, "started_at": 1793610000000, "client_ip": m.gone("address"), "consumer": consumer,
            "authenticated_entity": {"id": m.secret("credential")}, "service": {"name": m.kept("service"), "host": m.gone("host")},
            "route": {"name": m.kept("route")}, "workspace_name": m.kept("workspace"), "upstream_uri": m.gone("upstream"),
            "request": {"id": request, "uri": f"/{m.gone('path')}/chat/completions", "url": m.gone("url"), "querystring": {"q": m.gone("query")}, "headers": headers},
            "response": {"status": 200, "headers": {"set-cookie": m.gone("answercookie")}}, "tries": [{"ip": m.gone("try")}],
            "ai": {"payload": {"request": m.gone("wholeprompt")}, "proxy": call},
        }  # fmt: skip

    named = {"username": given.person("name"), "custom_id": given.gone("customid")}
    refused = given.refused()
    good = [
        entry(given, "req-1", named),
        entry(given, "req-2", {"custom_id": given.person("customid")}),
    ]
    bad = entry(refused, "req-3", {"username": refused.person("name")}, refused.gone("count"))
    return {"log.jsonl": lines([*good, bad, broken(given)])}
