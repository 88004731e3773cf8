"""Canaries in Bedrock's invocation logs."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        return {
            "schemaType": "ModelInvocationLog", "timestamp": "2026-11-02T09:00:00Z", "accountId": m.kept("account"),
            "identity": {"arn": m.person("arn")}, "region": m.kept("region"), "requestId": m.kept("request"), "operation": "Converse",
            "modelId": m.kept("model"), "requestMetadata": {"feature": m.kept("feature"), "owner": m.mail("tag"), "key": m.secret("tag")},
            "input": {"inputBodyJson": {"messages": [m.gone("prompt")]}, "inputBodyS3Path": m.gone("path"), "inputTokenCount": tokens},
            "output": {"outputBodyJson": {"id": m.kept("response"), "output": m.gone("answer")}, "outputTokenCount": 5},
        }  # fmt: skip

    refused = given.refused()
    return {"log.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)])}
