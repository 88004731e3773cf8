"""Canaries in Azure API Management's log of model calls."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """A good row with a piece of its messages, and a refused row."""

    def row(m: Mint, correlation: str, tokens: Any = 100) -> Row:
        return {
            "TimeGenerated": "2026-11-02T09:00:00.000Z", "CorrelationId": correlation, "DeploymentName": m.kept("deployment"),
            "ModelName": m.kept("model"), "PromptTokens": tokens, "CompletionTokens": 5, "RequestId": m.gone("request"),
            "RequestMessages": m.gone("prompt"), "ResponseMessages": m.gone("answer"), "Region": m.kept("region"),
            "_ResourceId": f"/subscriptions/{m.gone('azure')}/service/{m.kept('gateway')}", "_SubscriptionId": m.gone("azuresubscription"),
            "TenantId": m.gone("tenant"), "CallerIpAddress": m.gone("address"), "Url": m.gone("url"), "ApiId": m.kept("api"),
            "ProductId": m.kept("product"), "ApimSubscriptionId": m.secret("subscription"), "UserId": m.person("user"),
        }  # fmt: skip

    piece = {"CorrelationId": "corr-1", "PromptTokens": 0, "CompletionTokens": 0, "ModelName": "", "DeploymentName": "", "RequestMessages": given.gone("piece")}  # fmt: skip
    refused = given.refused()
    rows = [
        row(given, "corr-1"), piece, row(refused, "corr-2", refused.gone("count")), broken(given),
    ]  # fmt: skip
    return {"log.jsonl": lines(rows)}
