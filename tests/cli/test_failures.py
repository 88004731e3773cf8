"""`tokenomics failures`, from a file to what is printed."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command
from support.priced_logs import document, priced, text
from support.schemas import LISTINGS, validator

CALLS = """ts,provider,model,feature,task_id,route,attempt,hidden_attempts,is_fallback,status,error_type,input
2026-11-02T10:00:00Z,acme,small,chat,t1,cheap,1,,false,success,,1000000
2026-11-02T10:00:01Z,acme,small,chat,t2,cheap,1,,false,failure,timeout,500000
2026-11-02T10:00:02Z,acme,small,chat,t2,cheap,2,,false,failure,timeout,500000
2026-11-02T10:00:03Z,acme,small,chat,t2,cheap,3,,false,failure,timeout,500000
2026-11-02T10:00:04Z,acme,small,chat,t2,cheap,4,,false,failure,rate_limit,
2026-11-02T10:00:05Z,acme,small,chat,t2,dear,5,,true,success,,1000000
2026-11-02T11:00:00Z,acme,small,search,t3,cheap,,2,,success,,1000000
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven calls and their prices: 2 dollars a million tokens."""
    return priced(tmp_path, CALLS)


def _out(folder: Path, *options: str) -> str:
    return text("failures", folder, *options)


def _json(folder: Path, *options: str) -> dict[str, Any]:
    return document("failures", folder, *options)


def test_amounts_are_exact_in_json(folder: Path) -> None:
    """chat: three timeouts at 1 dollar, 2 ok, 2 by the fallback, 0 of the refused call; search 2: 9 in all."""
    document = _json(folder)

    assert [(r["feature"], r["mode"], r["requests"], r["cost"]) for r in document["rows"]] == [
        ("chat", "failed: timeout", 3, "3"),
        ("chat", "fallback", 1, "2"),
        ("chat", "ok", 1, "2"),
        ("chat", "failed: rate_limit", 1, "0"),
        ("search", "retried", 1, "2"),
    ]
    assert (document["totals"]["cost"], document["totals"]["retries"]) == ("9", 4)
    assert document["command"]["name"] == "failures"


@pytest.mark.parametrize("by", [(), ("--by", "route,month"), ("--by", "hidden_attempts,attempt")])
def test_the_schema_takes_what_is_written(folder: Path, by: tuple[str, ...]) -> None:
    """With groups and without."""
    document = _json(folder, *by)

    assert list(validator("failures", *LISTINGS["failures"]).iter_errors(document)) == []
    assert document["totals"]["cost"] == "9"


def test_the_table_reads_like_this(folder: Path) -> None:
    """In 80 columns, with what it means below: a storm of the five calls of t2, at 3 + 2 dollars."""
    lines = _out(folder).splitlines()
    text = " ".join(line.strip() for line in lines)

    assert lines[0] == "What became of calls, 2026-11-02 (UTC), USD, contract prices"
    assert lines[2].split()[:6] == ["feature", "mode", "requests", "rate", "cost", "share"]
    assert "Failed: 4 calls, 57 % of all, 3.000 USD, 33 % of the cost, most by timeout" in text
    assert "Retry storm at 2026-11-02 10:00:01: chat, task t2: 5 calls failed or repeated" in text
    assert "2 hidden attempts are counted by the source and not listed" in text
    assert max(map(len, lines)) <= 80


def test_csv_has_every_column(folder: Path) -> None:
    """Shares of 9 dollars, and later attempts wherever they are."""
    row = next(csv.DictReader(io.StringIO(_out(folder, "--format", "csv"))))

    assert (row["mode"], row["rate"], row["share"]) == (
        "failed: timeout", "0.5", "0.333333333333333333",
    )  # fmt: skip
    assert (row["retries"], row["retry_cost"], row["fallbacks"]) == ("2", "2", "0")


def test_a_notebook_gets_the_same_figures(folder: Path) -> None:
    """`tk.failures` is a frame of the same columns, exact to the last digit."""
    tk.ingest(folder / "calls.csv", folder / "ledger")
    frame = tk.failures(tk.open(folder / "ledger"), "route", pricebooks=[folder / "prices.toml"])
    rows = {(row["route"], row["mode"]): row["cost"] for row in frame.to_dicts()}

    assert rows["dear", "fallback"] == Decimal(2)
    assert rows["cheap", "failed: timeout"] == Decimal(3)


def test_an_attempt_of_number_0_is_refused_and_said(folder: Path) -> None:
    """The rows around it count."""
    (folder / "calls.csv").write_text(CALLS.replace(",dear,5,", ",dear,0,"), "utf-8")
    done = command("failures", "calls.csv", "--pricebook", "prices.toml", cwd=folder)

    assert "1 row rejected" in done.out.replace("\n  ", " ")
    assert "attempt" in done.err


def test_a_wrong_dimension_is_the_users_mistake(folder: Path) -> None:
    """Exit code 2 and the nearest name."""
    done = command("failures", "calls.csv", "--by", "rout", cwd=folder)

    assert done.code == 2
    assert "route" in done.err
