"""Canaries in OpenTelemetry logs."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines
from support.otel import TRACE, asked, evaluation, event, logged


def logs(given: Mint) -> Files:
    """Good log records and refused ones."""

    def call(m: Mint, tokens: Any = 5) -> Row:
        found = asked(
            model=m.kept("model"), request_id=m.kept("request"), client_request_id=m.gone("client"), session__id=m.kept("session"),
            user__email=m.mail("user"), user__account_uuid=m.gone("account"), user__id=m.gone("id"), user__groups=m.gone("groups"),
            organization__id=m.kept("organization"), agent__name=m.kept("agent"), query_source=m.gone("source"), department=m.kept("department"),
            terminal__type=m.gone("terminal"), prompt__id=m.gone("prompt"), input_tokens=tokens, error=m.gone("error"), key=m.secret("key"),
        )  # fmt: skip
        return {**found, "severityText": m.gone("severity")}

    said = [
        event("user_prompt", prompt=given.gone("prompt")),
        event("tool_result", tool_parameters=given.gone("parameters"), tool_input=given.gone("input")),
        event("api_error", error=given.gone("message"), status_code="529", model=given.kept("failed")),
        event("tool_decision", tool_name="Edit", decision="accept", source="user_temporary", tool_parameters=given.gone("command")),
        evaluation(given.kept("evaluation"), trace=TRACE, score__label=given.kept("verdict"), explanation=given.gone("explanation")),
        {"timeUnixNano": "1", "body": {"stringValue": given.gone("text")}},
    ]  # fmt: skip
    refused = call(given.refused(), given.gone("count"))
    resource = {"host.name": given.gone("host"), "service.name": given.kept("service")}
    return {"logs.jsonl": lines([logged(call(given), refused, *said, **resource), broken(given)])}
