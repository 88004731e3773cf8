"""Canaries in LiteLLM's spend reports."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row


def logs(given: Mint) -> Files:
    """Reports by team and by customer, with good rows and refused ones."""

    def line(m: Mint, spend: Any = 1) -> Row:
        return {
            "model": m.kept("model"), "spend": spend, "total_tokens": 5, "api_key": m.secret("key"), "note": m.gone("note"),
        }  # fmt: skip

    def day(name: str, *groups: Row) -> Row:
        return {"group_by_day": "2026-11-02T00:00:00+00:00", name: list(groups)}

    refused = given.refused()
    teams = [
        {"team_name": given.kept("team"), "total_spend": given.gone("total"), "metadata": [line(given)]},
        {"team_name": refused.gone("team"), "metadata": [line(refused, refused.gone("spend"))]},
    ]  # fmt: skip
    customers = [
        {"customer": given.kept("customer"), "metadata": [line(given)]},
        {"customer": given.mail("customer"), "metadata": [line(given)]},
    ]
    return {
        "teams.json": json.dumps([day("teams", *teams)]),
        "customers.json": json.dumps([day("customers", *customers)]),
    }
