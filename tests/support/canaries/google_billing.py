"""Canaries in Google's bills."""

from __future__ import annotations

from support.mint import Files, Mint, Row, broken, lines, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, cost: str) -> Row:
        return {
            "billing_account_id": m.kept("account"), "service": {"id": m.gone("id"), "description": m.kept("service")},
            "sku": {"id": m.kept("sku"), "description": m.mail("sku")}, "usage_start_time": "2026-11-02T09:00:00Z",
            "project": {"id": m.kept("project"), "name": m.gone("project"), "labels": [{"key": "k", "value": m.gone("l")}]},
            "labels": [{"key": "team", "value": m.kept("label")}, {"key": "user", "value": m.person("label")}],
            "location": {"region": m.kept("region")}, "cost": cost, "currency": "USD",
            "usage": {"amount": "1", "unit": m.kept("unit")}, "resource": {"name": m.gone("r"), "global_name": m.gone("r")},
            "credits": [{"full_name": m.kept("credit"), "amount": "-1", "id": m.gone("credit")}],
            "seller_name": m.gone("seller"),
        }  # fmt: skip

    def listed(m: Mint, cost: str) -> Row:
        return {
            "Date": "2026-11-02", "Service description": m.kept("service"), "Service ID": m.gone("id"),
            "SKU description": m.mail("sku"), "SKU ID": m.kept("sku"), "Usage amount": "1", "Usage unit": m.kept("unit"),
            "Subtotal ($)": cost,
        }  # fmt: skip

    refused, wrong = given.refused(), given.gone
    bad = row(refused, wrong("cost")) | {"credits": []}
    return {
        "export.jsonl": lines([row(given, "5"), bad, broken(given)]),
        "console.csv": table([listed(given, "5"), listed(refused, wrong("cost"))]),
    }
