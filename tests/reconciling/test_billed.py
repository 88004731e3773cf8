"""What was billed for the usage of each group."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from support.schemas import LISTINGS, validator
from support.usage import PRICES

HEAD = "ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,model,meter,quantity,unit,BilledCost,BillingCurrency\n"
BILL = """2026-11-02,2026-11-03,acme,API,Usage,small,input,4000000,Tokens,6,USD
2026-11-02,2026-11-03,acme,API,Tax,,,,,1,USD
"""
CALLS = """ts,provider,model,request_id,feature,input
2026-11-02T10:00:00Z,acme,small,r1,chat,1000000
2026-11-02T11:00:00Z,acme,small,r2,search,2000000
2026-11-02T12:00:00Z,other,small,r3,chat,1000000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A million tokens of chat and two of search; four are billed for 6, with 1 of tax."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, "utf-8")
    (tmp_path / "bill.csv").write_text(HEAD + BILL, "utf-8")
    assert command("ingest", "calls.csv", "bill.csv", cwd=tmp_path).code == 0
    return tmp_path


def _told(folder: Path, *options: str) -> dict[str, Any]:
    words = ("report", "--cost-basis", "billed", "--pricebook", "prices.toml", "--format", "json")
    done = command(*words, *options, cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_bills_are_spread_over_the_usage_that_caused_them(folder: Path) -> None:
    """A quarter of 6 + 1 is of chat, a half of search, a quarter of nobody; 7 together, as billed."""
    found = _told(folder, "--by", "feature")
    rows = [(row["feature"], row["mark"], row["billed"], row["metered"]) for row in found["rows"]]

    assert rows == [
        ("search", None, "3.5", "4"), ("chat", None, "1.75", "2"), (None, "no usage", "1.75", "0"),
    ]  # fmt: skip
    assert found["totals"]["billed"] == "7"
    assert found["notes"][0].startswith("7.000 USD billed, of which 1.750 USD no usage here caused")
    assert list(validator("billed", *LISTINGS["billed"]).iter_errors(found)) == []


def test_rows_of_any_grouping_sum_to_the_bill(folder: Path) -> None:
    """By model and provider as by feature."""
    for by in ("model", "provider", "feature,model"):
        rows = _told(folder, "--by", by)["rows"]
        assert sum(Decimal(row["billed"]) for row in rows) == 7


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--by", "day"), "--cost-basis billed is of a period: leave out day, or ask reconcile --by day"),
        (("--where", "feature=chat"), "--cost-basis billed spreads whole bills: leave out --where"),
        (("--per", "request"), "--cost-basis billed knows no --per request"),
        (("--spark",), "--spark is the course of priced costs: leave out --cost-basis billed"),
        (("--since", "2027-01"), "the ledger has no bill of the period"),
    ],
)  # fmt: skip
def test_what_bills_cannot_answer_is_refused(
    folder: Path, options: tuple[str, ...], problem: str
) -> None:
    """The sentence says what to leave out."""
    done = command("report", "--cost-basis", "billed", *options, cwd=folder)

    assert done.code == 2
    assert problem in done.err


def test_idle_capacity_is_told_and_nobody_s(tmp_path: Path) -> None:
    """Ten dollars an hour for four hours, of which two had no call: 20 of 40 follow the usage, 1 to 2."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "calls.csv").write_text(
        "ts,provider,model,request_id,feature,billing,input\n"
        "2026-11-02T00:00:00Z,acme,small,r1,chat,provisioned,1000000\n"
        "2026-11-02T03:00:00Z,acme,small,r2,search,provisioned,2000000\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "bill.csv").write_text(
        HEAD.replace("ChargeCategory", "line_kind")
        + "2026-11-02T00:00:00Z,2026-11-02T04:00:00Z,acme,API,commitment,small,capacity_unit_hours,4,capacity-unit-hours,40,USD\n"
        "2026-11-02T00:00:00Z,2026-11-02T04:00:00Z,acme,API,usage,small,input,3000000,Tokens,0,USD\n", "utf-8",
    )  # fmt: skip
    assert command("ingest", "calls.csv", "bill.csv", cwd=tmp_path).code == 0
    found = _told(tmp_path, "--by", "feature")

    assert [(row["feature"], Decimal(row["billed"])) for row in found["rows"]] == [
        ("search", Decimal("13.333333333333333333")),
        ("chat", Decimal("6.666666666666666667")),
        (None, Decimal(20)),
    ]  # fmt: skip
    assert (
        "of 40.00 USD for provisioned capacity 20.00 USD were idle: 2 hours of 4 had no call on it"
        in found["notes"]
    )
