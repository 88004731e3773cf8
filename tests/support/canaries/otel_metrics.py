"""Canaries in OpenTelemetry metrics."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines
from support.otel import measured, metric, point, spent, tokens


def logs(given: Mint) -> Files:
    """Good points and refused ones, of an agent and of a service."""

    def used(m: Mint, count: Any = 5) -> Row:
        found = spent(
            "input", count, model=m.kept("model"), session__id=m.kept("session"), user__email=m.mail("user"), user__account_uuid=m.gone("account"),
            user__id=m.gone("id"), organization__id=m.kept("organization"), agent__name=m.kept("agent"), query_source=m.gone("source"),
            terminal__type=m.gone("terminal"), skill__name=m.gone("skill"), department=m.kept("department"), key=m.secret("key"),
        )  # fmt: skip
        return {**found, "exemplars": [{"filteredAttributes": m.gone("exemplar")}]}

    refused = {**used(given.refused()), "asInt": given.refused().gone("count")}
    said = tokens(
        "input", 5.0, gen_ai__request__model=given.kept("asked"), gen_ai__response__model=given.kept("served"),
        gen_ai__provider__name=given.kept("provider"), server__address=given.gone("server"), user__name=given.gone("name"),
    )  # fmt: skip
    commit = metric(
        "claude_code.commit.count", point(1, session__id=given.kept("session"), branch=given.gone("branch"))
    )  # fmt: skip
    resource = {
        "host.name": given.gone("host"),
        "deployment.environment": given.kept("environment"),
    }
    requests = [
        measured(metric("claude_code.token.usage", used(given), refused), commit, **resource),
        measured(
            metric("gen_ai.client.token.usage", said), **{"service.name": given.kept("service")}
        ),
    ]
    return {"metrics.jsonl": lines([*requests, broken(given)])}
