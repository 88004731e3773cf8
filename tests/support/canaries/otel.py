"""Canaries in OpenTelemetry traces."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, broken, lines
from support.otel import request, requested, span


def logs(given: Mint) -> Files:
    """Good spans and refused ones."""

    def call(m: Mint, name: str, tokens: Any = 5) -> Row:
        stated = {
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": m.kept("model"),
            "gen_ai.response.id": m.kept("response"), "gen_ai.conversation.id": m.kept("session"),
            "gen_ai.agent.name": m.kept("agent"), "user.id": m.person("user"), "user.email": m.gone("mail"),
            "openrouter.api_key_name": m.secret("key"), "openrouter.entity_id": m.kept("account"),
            "error.type": m.kept("error"), "gen_ai.usage.input_tokens": tokens, "gen_ai.usage.output_tokens": 5,
            "gen_ai.input.messages": m.gone("prompt"), "gen_ai.output.messages": m.gone("answer"),
            "input.value": m.gone("prompt"), "http.request.header.authorization": m.secret("header"),
            "server.address": m.gone("server"), "client.address": m.gone("client"), "user_agent.original": m.gone("agent"),
            "tag.tags": [f"colour:{m.kept('tag')}", f"owner:{m.mail('tag')}"],
            "metadata": json.dumps({"login": m.person("tag"), "size": m.kept("tag")}),
            "traceloop.association.properties.user_id": m.person("association"),
        }  # fmt: skip
        events = [{"name": "exception", "attributes": [{"key": "x", "value": m.gone("event")}]}]
        status = {"code": 2, "message": m.gone("message")}
        return span(name, "b", stated=stated, events=events, status=status)

    resource = {
        "service.name": given.kept("service"), "deployment.environment": given.kept("environment"),
        "host.name": given.gone("host"), "process.command_line": given.gone("command"), "process.owner": given.gone("owner"),
    }  # fmt: skip
    refused = call(given.refused(), "d", given.gone("count"))
    agent = requested(
        "e", model=given.kept("agent"), query_source=given.kept("asker"), user__email=given.mail("agent"), user__id=given.gone("id"),
        request_id=given.gone("request"), error=given.gone("error"), status_code="529", user_system_prompt=given.gone("prompt"),
    )  # fmt: skip
    return {
        "trace.jsonl": lines([request(call(given, "a"), refused, agent, **resource), broken(given)])
    }
