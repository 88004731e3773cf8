"""Canaries in Amazon's cost and usage reports."""

from __future__ import annotations

import json

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, cost: str) -> Row:
        return {
            "identity_line_item_id": given.gone("line"), "bill_payer_account_id": m.kept("payer"),
            "bill_billing_period_start_date": "2026-11-01", "line_item_line_item_type": "Usage",
            "line_item_usage_account_id": m.kept("account"), "line_item_usage_start_date": "2026-11-02T09:00:00Z",
            "line_item_product_code": "AmazonBedrock", "product_product_name": m.kept("product"),
            "line_item_usage_type": m.kept("type"), "line_item_operation": m.gone("operation"),
            "line_item_resource_id": m.gone("resource"), "line_item_usage_amount": "1", "pricing_unit": m.kept("unit"),
            "line_item_unblended_cost": cost, "line_item_currency_code": "USD", "bill_invoice_id": m.gone("invoice"),
            "line_item_line_item_description": m.mail("description"), "line_item_legal_entity": m.gone("seller"),
            "line_item_iam_principal": f"arn:aws:iam::1:user/{m.person('caller')}",
            "tags": json.dumps({"user:team": m.kept("tag"), "owner": m.mail("tag"), "key": m.secret("tag")}),
        }  # fmt: skip

    refused = given.refused()
    return {"cur.csv": table([row(given, "5"), row(refused, refused.gone("cost"))])}
