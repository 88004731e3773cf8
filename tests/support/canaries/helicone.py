"""Canaries in Helicone's exports."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, broken, lines, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones, as JSON Lines and as CSV."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "response_id": m.gone("response"), "response_created_at": "2026-11-02T09:00:02Z", "response_status": 200,
            "response_body": m.gone("answer"), "request_id": m.kept("request"), "request_created_at": "2026-11-02T09:00:00Z",
            "request_body": {"messages": m.gone("prompt")}, "request_path": m.gone("path"), "request_user_id": m.person("user"),
            "request_properties": {
                "Feature": m.kept("feature"), "Helicone-Session-Id": m.kept("session"), "Helicone-Session-Path": m.kept("step"),
                "Owner": m.mail("owner"), "Key": m.secret("key"),
            },
            "request_model": m.kept("asked"), "helicone_user": m.gone("login"), "provider": "OPENAI", "delay_ms": 10,
            "prompt_tokens": tokens, "completion_tokens": 40, "prompt_id": m.gone("promptid"), "signed_body_url": m.gone("url"),
            "country_code": m.gone("country"), "assets": [m.gone("asset")], "target_url": m.gone("target"), "cost": 0.01,
            "model": m.kept("model"), "cache_reference_id": m.gone("reference"), "feedback_id": m.gone("feedback"),
            "feedback_rating": True, "scores": {m.kept("score"): 1},
        }  # fmt: skip

    def cells(m: Mint, tokens: Any = 100) -> Row:
        props = json.dumps({"Feature": m.kept("feature")}).replace('"', '""')
        return {
            "response_id": m.kept("response"), "response_created_at": "2026-11-02T09:00:02Z", "response_status": "200",
            "request_created_at": "2026-11-02T09:00:00Z", "request_body": m.gone("prompt"), "request_properties": props,
            "request_user_id": m.person("user"), "model": m.kept("model"), "prompt_tokens": tokens, "completion_tokens": "5",
            "latency": "", "cost": "0.01",
        }  # fmt: skip

    refused = given.refused()
    return {
        "requests.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)]),
        "requests.csv": table([cells(given), cells(refused, refused.gone("count"))]),
    }
