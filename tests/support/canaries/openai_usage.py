"""Canaries in OpenAI's usage pages and exports."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def result(m: Mint, tokens: Any = 5) -> Row:
        return {
            "input_tokens": tokens, "output_tokens": 5, "num_model_requests": 1, "input_cached_tokens": 0,
            "project_id": m.kept("project"), "user_id": m.person("user"), "api_key_id": m.kept("key"),
            "model": m.kept("model"), "batch": False, "service_tier": m.kept("tier"),
        }  # fmt: skip

    def page(m: Mint, *results: Row) -> Row:
        start = 1793577600
        buckets = [
            {"object": "bucket", "start_time": start, "end_time": start + 86400, "results": [
                {"object": "organization.usage.completions.result", "note": m.gone("note"), **item} for item in results
            ]}
        ]  # fmt: skip
        return {"object": "page", "data": buckets, "has_more": False, "next_page": m.gone("page")}

    def exported(m: Mint, tokens: Any = 5) -> Row:
        times = {
            "start_time": 1793664000,
            "end_time": 1793750400,
            "start_time_iso": "x",
            "end_time_iso": "x",
        }
        return {
            **times,
            **result(m, tokens),
            "user_email": m.gone("mail"),
            "api_key_name": m.gone("name"),
        }

    refused = given.refused()
    return {
        "page.json": json.dumps(page(given, result(given), result(refused, given.gone("count")))),
        "export.csv": table([exported(given), exported(refused, given.gone("count"))]),
    }
