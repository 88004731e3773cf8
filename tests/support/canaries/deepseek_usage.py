"""Canaries in DeepSeek's amounts."""

from __future__ import annotations

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, amount: str) -> Row:
        return {
            "user_id": m.person("user"), "start_time_iso": "2026-11-02T00:00:00+08:00", "end_time_iso": "2026-11-03T00:00:00+08:00",
            "model": m.kept("model"), "api_key_name": m.kept("key"), "api_key": m.secret("key"), "type": m.kept("type"),
            "price": "1", "amount": amount, "note": m.gone("note"),
        }  # fmt: skip

    refused = given.refused()
    return {"amount.csv": table([row(given, "1"), row(refused, refused.gone("amount"))])}
