"""Canaries in Azure's cost exports."""

from __future__ import annotations

import json

from support.mint import Files, Mint, Row, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def row(m: Mint, cost: str) -> Row:
        return {
            "BillingAccountId": m.kept("account"), "AccountOwnerId": given.gone("owner"), "AccountName": given.gone("name"),
            "SubscriptionName": m.kept("subscription"), "Date": "11/02/2026", "ProductName": m.mail("product"),
            "MeterCategory": m.kept("category"), "MeterName": m.kept("meter"), "Quantity": "1", "UnitOfMeasure": m.kept("unit"),
            "Cost": cost, "BillingCurrency": "USD", "ResourceId": m.gone("resource"), "ResourceGroup": m.kept("group"),
            "ResourceLocation": m.kept("place"), "CostCenter": m.kept("center"), "AdditionalInfo": m.gone("more"),
            "Tags": json.dumps({"team": m.kept("tag"), "owner": m.mail("tag"), "key": m.secret("tag")}),
        }  # fmt: skip

    refused = given.refused()
    return {"azure.csv": table([row(given, "5"), row(refused, refused.gone("cost"))])}
