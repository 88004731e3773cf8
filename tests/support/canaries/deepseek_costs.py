"""Canaries in DeepSeek's costs."""

from __future__ import annotations

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, cost: str) -> Row:
        return {
            "user_id": m.person("user"), "start_time_iso": "2026-11-02T00:00:00+08:00", "end_time_iso": "2026-11-03T00:00:00+08:00",
            "model": m.kept("model"), "wallet_type": m.kept("wallet"), "cost": cost, "currency": "CNY", "note": m.gone("note"),
        }  # fmt: skip

    refused = given.refused()
    return {"cost.csv": table([row(given, "1"), row(refused, refused.gone("cost"))])}
