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


def _on_capacity(folder: Path, calls: dict[str, str], *bill: str) -> None:
    """A million tokens of each feature on capacity at an hour of the second of November, and lines of a bill."""
    (folder / "prices.toml").write_text(PRICES, "utf-8")
    lines = [
        f"2026-11-02T{hour}Z,acme,small,r{hour},{feature},provisioned,1000000\n"
        for hour, feature in calls.items()
    ]
    head = "ts,provider,model,request_id,feature,billing,input\n"
    (folder / "calls.csv").write_text(head + "".join(lines), "utf-8")
    given = HEAD.replace("ChargeCategory", "line_kind") + "".join(bill)
    (folder / "bill.csv").write_text(given, "utf-8")
    assert command("ingest", "calls.csv", "bill.csv", cwd=folder).code == 0


def _bought(since: str, until: str, cost: int, more: str = "acme,API,commitment,small,capacity_unit_hours,1,capacity-unit-hours") -> str:  # fmt: skip
    """A line of a bill for capacity, from one hour to another."""
    return f"2026-11-02T{since}:00Z,2026-11-02T{until}:00Z,{more},{cost},USD\n"


def _tokens(since: str, until: str) -> str:
    """A line of a bill for tokens, which cost nothing on capacity."""
    return _bought(since, until, 0, "acme,API,usage,small,input,3000000,Tokens")


def test_idle_capacity_is_told_and_nobody_s(tmp_path: Path) -> None:
    """Ten dollars an hour for four hours, of which one had no call: 10 of 40 are nobody's, 30 follow the usage, 1 to 2."""
    calls = {"00:00:00": "chat", "02:00:00": "search", "03:00:00": "search"}
    _on_capacity(tmp_path, calls, _bought("00:00", "04:00", 40), _tokens("00:00", "04:00"))
    found = _told(tmp_path, "--by", "feature")

    assert [(row["feature"], row["billed"]) for row in found["rows"]] == [
        ("search", "20"), ("chat", "10"), (None, "10"),
    ]  # fmt: skip
    assert (
        "of 40.00 USD for provisioned capacity while calls were logged 10.00 USD were idle: 1 hour of 4 had no call on it"
        in found["notes"]
    )


def test_capacity_that_was_bought_before_the_period_makes_nothing_idle(tmp_path: Path) -> None:
    """Of two hours from 3 o'clock on one had no call: 5 of the 10 of that line, and nothing of the line before it."""
    calls = {"00:45:00": "chat", "04:00:00": "chat"}
    _on_capacity(
        tmp_path, calls, _bought("00:00", "03:00", 90), _bought("03:00", "05:00", 10), _tokens("03:00", "04:00")
    )  # fmt: skip
    found = _told(tmp_path, "--since", "2026-11-02T00:30:00Z")

    assert found["totals"]["billed"] == "10"
    assert [note for note in found["notes"] if "capacity while" in note] == [
        "of 10.00 USD for provisioned capacity while calls were logged 5.000 USD were idle: 1 hour of 2 had no call on it"
    ]


def test_a_bill_of_capacity_alone_is_of_the_calls_on_it(tmp_path: Path) -> None:
    """9 for two hours are 6 and 3 of who called twice and once, and nobody is charged by the token besides."""
    calls = {"00:00:00": "chat", "00:30:00": "search", "01:59:00": "search"}
    _on_capacity(tmp_path, calls, _bought("00:00", "02:00", 9))
    found = _told(tmp_path, "--by", "billing,feature")

    assert [(row["feature"], row["billed"], row["unbilled"]) for row in found["rows"]] == [
        ("search", "6", "0"), ("chat", "3", "0"),
    ]  # fmt: skip


def test_calls_on_capacity_are_not_charged_by_the_token_on_days_without_tokens_of_the_bill(
    tmp_path: Path,
) -> None:
    """Tokens are billed on the first, capacity on the second of November: 9 are of the call on it."""
    tokens = _tokens("00:00", "01:00").replace("2026-11-02", "2026-11-01")
    _on_capacity(tmp_path, {"00:00:00": "chat"}, tokens, _bought("00:00", "01:00", 9))
    found = _told(tmp_path, "--by", "feature")

    assert [(row["feature"], row["billed"], row["unbilled"]) for row in found["rows"]] == [("chat", "9", "0")]  # fmt: skip
    assert not any("no bill" in note for note in found["notes"])
