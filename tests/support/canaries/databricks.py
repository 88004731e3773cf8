"""Canaries in Databricks' table of model serving."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines


def logs(given: Mint) -> Files:
    """A good row and a refused one."""

    def row(m: Mint, tokens: Any = 100) -> Row:
        tags = {"project": m.kept("project"), "end_user_to_charge": m.kept("customer"), "user": m.person("user"), "owner": m.mail("owner"), "key": m.secret("tag")}  # fmt: skip
        return {
            "account_id": m.kept("account"), "workspace_id": m.kept("workspace"), "client_request_id": m.gone("own"),
            "databricks_request_id": m.kept("request"), "requester": m.person("requester"), "status_code": 200,
            "request_time": "2026-11-02T09:00:00.000Z", "input_token_count": tokens, "output_token_count": 5, "usage_context": tags,
            "served_entity_id": m.kept("entity"), "endpoint_name": m.kept("endpoint"), "entity_name": m.kept("model"),
            "request": m.gone("prompt"), "response": m.gone("answer"),
        }  # fmt: skip

    refused = given.refused()
    return {"usage.jsonl": lines([row(given), row(refused, refused.gone("count")), broken(given)])}
