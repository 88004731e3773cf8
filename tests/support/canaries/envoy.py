"""Canaries in the access logs of Envoy AI Gateway."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """A good entry and a refused one."""

    def entry(m: Mint, tokens: Any = 100) -> Row:
        return {
            "start_time": "2026-11-02T09:00:00.000Z", "duration": 10, "response_code": 200, "response_flags": "-",
            "x-request-id": m.kept("request"), "x-envoy-origin-path": f"/{m.gone('path')}/v1/chat/completions", "route_name": m.kept("route"),
            ":authority": m.gone("authority"), "user-agent": m.gone("agent"), "x-forwarded-for": m.gone("address"), "upstream_host": m.gone("host"),
            "downstream_remote_address": m.gone("remote"), "authorization": m.secret("header"), "response_code_details": m.gone("details"),
            "gen_ai.request.model": m.kept("asked"), "gen_ai.response.model": m.kept("model"), "gen_ai.provider.name": m.kept("backend"),
            "gen_ai.usage.input_tokens": tokens, "gen_ai.usage.output_tokens": 5, "session.id": m.kept("session"), "user.id": m.person("user"),
            "x-team": m.kept("team"), "x-feature": m.kept("feature"), "x-tenant-id": m.kept("customer"),
        }  # fmt: skip

    refused = given.refused()
    return {
        "access.jsonl": lines([entry(given), entry(refused, refused.gone("count")), broken(given)])
    }
