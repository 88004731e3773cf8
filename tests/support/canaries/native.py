"""Canaries in native files of every kind."""

from __future__ import annotations

import json
from typing import Any

from support.mint import Files, Mint, Row, broken, lines, table


def logs(given: Mint) -> Files:
    """Good rows and refused ones."""

    def call(m: Mint, tokens: Any = 5) -> Row:
        return {
            "ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "gpt-4-0613", "input": tokens, "output": 5,
            "user": m.person("user"), "team": m.kept("team"), "feature": m.kept("feature"), "project": m.mail("project"),
            "environment": m.kept("environment"), "customer": m.kept("customer"), "session_id": m.kept("session"),
            "task_id": m.kept("task"), "step": m.kept("step"), "api_key": m.secret("key"), "route": m.secret("route"),
            "request_id": m.kept("request"), "tag:colour": m.kept("tag"), "tag:user.email": m.person("tag"),
            "tag:owner": m.mail("tag"), "tag:key": m.secret("tag"), "prompt": m.gone("prompt"),
        }  # fmt: skip

    def outcome(m: Mint, ts: str = "2026-11-02T09:00:00Z") -> Row:
        return {
            "ts": ts,
            "task_id": m.kept("task"),
            "outcome": m.kept("verdict"),
            "note": m.gone("note"),
        }

    def overhead(m: Mint, amount: str = "5") -> Row:
        return {
            "ts": "2026-11-01", "name": m.kept("name"), "kind": m.kept("kind"), "amount": amount, "currency": "USD",
            "team": m.kept("team"), "user": m.person("user"), "note": m.gone("note"),
        }  # fmt: skip

    def revenue(m: Mint, amount: str = "5") -> Row:
        return {
            "date": "2026-11-01", "amount": amount, "currency": "USD", "customer": m.kept("customer"),
            "user": m.person("user"), "scope": f"feature:{m.kept('scope')};email:{m.mail('scope')}",
        }  # fmt: skip

    def charge(m: Mint, cost: str = "5") -> Row:
        return {
            "ChargePeriodStart": "2026-11-01", "BilledCost": cost, "BillingCurrency": "USD",
            "BillingAccountId": m.kept("account"), "ServiceName": m.kept("service"), "RegionId": m.kept("region"),
            "ChargeDescription": m.mail("description"), "ResourceId": m.gone("resource"), "InvoiceId": m.gone("invoice"),
            "Tags": json.dumps({"team": m.kept("tag"), "owner": m.mail("tag"), "key": m.secret("tag")}),
            "PrincipalId": m.gone("principal"), "SkuPriceDetails": json.dumps({"ModelId": m.kept("model"), "a": m.gone("detail")}),
        }  # fmt: skip

    def uncounted(m: Mint, ts: str = "2026-11-02T09:00:00Z") -> Row:
        texts = {"input_text": m.gone("asked"), "output_text": m.gone("answered")}
        return call(m) | {"input": None, "output": None, "ts": ts, **texts}

    refused, wrong = given.refused(), given.gone
    return {
        "texts.csv": table([uncounted(given), uncounted(refused, wrong("ts"))]),
        "texts.jsonl": lines([uncounted(given), uncounted(refused, wrong("ts")), broken(given)]),
        "calls.csv": table([call(given), call(refused, wrong("count"))]),
        "calls.jsonl": lines([call(given), call(refused, wrong("count")), broken(given)]),
        "outcomes.csv": table([outcome(given), outcome(refused, wrong("ts"))]),
        "overheads.csv": table([overhead(given), overhead(refused, wrong("amount"))]),
        "bill.csv": table([charge(given), charge(refused, wrong("cost"))]),
        "bill.jsonl": lines([charge(given), charge(refused, wrong("cost")), broken(given)]),
        "revenue.csv": table([revenue(given), revenue(refused, wrong("amount"))]),
    }
