"""Canaries in Cursor's exports."""

from __future__ import annotations

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, output: str) -> Row:
        return {
            "Date": "2026-11-02T09:10:00.100Z", "Kind": m.kept("kind"), "Model": m.kept("model"), "Max Mode": m.gone("mode"),
            "Input (w/ Cache Write)": "0", "Input (w/o Cache Write)": "10", "Cache Read": "0", "Output Tokens": output,
            "Total Tokens": "", "Cost": "0.01", "User": given.gone("user"), "Team": given.gone("team"),
        }  # fmt: skip

    refused = given.refused()
    return {"events.csv": table([row(given, "5"), row(refused, refused.gone("count"))])}
