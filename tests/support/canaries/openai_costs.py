"""Canaries in OpenAI's costs."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good lines and refused ones."""

    def line(m: Mint, value: Any = "1.5") -> Row:
        return {
            "object": "organization.costs.result", "amount": {"value": value, "currency": "usd"},
            "line_item": m.kept("item"), "project_id": m.kept("project"), "api_key_id": m.kept("key"),
            "quantity": 5, "quantity_unit": m.kept("unit"), "note": m.gone("note"),
        }  # fmt: skip

    def exported(m: Mint, value: Any = "1.5") -> Row:
        return {
            "start_time": 1793577600, "end_time": 1793664000, "start_time_iso": m.gone("iso"), "end_time_iso": "",
            "amount_value": value, "amount_currency": "usd", "quantity": "5", "quantity_unit": m.kept("unit"),
            "line_item": m.kept("item"), "user_id": m.person("user"), "api_key_id": m.kept("key"),
            "project_id": m.kept("project"), "organization_id": m.kept("organization"),
            "project_name": m.kept("name"), "organization_name": m.gone("name"), "user_email": m.gone("mail"),
            "api_source": m.kept("api"),
        }  # fmt: skip

    refused = given.refused()
    bucket = {
        "object": "bucket",
        "start_time": 1793577600,
        "end_time": 1793664000,
        "results": [line(given), line(refused, refused.gone("amount"))],
    }
    return {
        "page.json": json.dumps({"object": "page", "data": [bucket], "next_page": given.gone("page")}),
        "export.csv": table([exported(given), exported(refused, refused.gone("amount"))]),
    }  # fmt: skip
