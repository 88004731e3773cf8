"""Native files, read back naively."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.demo import Group, Truth
from tokenomics.records.kinds import OVERHEAD, USAGE

METERS = ("input", "cache_read", "cache_write", "output", "reasoning")


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def calls(native: Path) -> list[dict[str, Any]]:
    """The rows of both usage files that count nothing below zero."""
    lines = (native / "direct-2026-08.jsonl").read_text("utf-8").splitlines()
    rows = [*table(native / "batch-2026-08.csv"), *map(json.loads, lines)]
    return [row for row in rows if int(row.get("output") or 0) >= 0]


def meters(row: Mapping[str, Any]) -> Counter[str]:
    """The meters of a row, without zeros."""
    return +Counter({meter: int(row.get(meter) or 0) for meter in METERS})


def test_counts_are_the_truths(logs: Path, by_source: dict[str | None, Group]) -> None:
    """Both files' columns sum to the truth's counts."""
    rows = calls(logs / "native")
    total: Counter[str] = sum((meters(row) for row in rows), Counter())

    assert total == by_source["native"].meters
    assert len(rows) == by_source["native"].requests


def test_columns_are_the_records_own(logs: Path) -> None:
    """Every column is one of the record, or its accepted spelling."""
    accepted = {*USAGE.names, "model", "user"}
    header = set(table(logs / "native" / "batch-2026-08.csv")[0])
    keys = {key for row in calls(logs / "native") for key in row}

    assert header <= accepted
    assert keys <= accepted


def test_one_row_counts_less_than_nothing(logs: Path) -> None:
    """The CSV file has one negative count."""
    outputs = [int(row["output"]) for row in table(logs / "native" / "batch-2026-08.csv")]

    assert [output for output in outputs if output < 0] == [-120]


def test_nights_run_in_batch(logs: Path) -> None:
    """All of the CSV file is batch tier, none of the JSON lines is."""
    tiers = Counter((row["service_tier"], row["feature"]) for row in calls(logs / "native"))

    assert {tier for tier, feature in tiers if feature == "nightly-enrichment"} == {"batch"}
    assert {tier for tier, feature in tiers if feature != "nightly-enrichment"} == {"standard"}


def test_the_latest_verdict_stands(logs: Path, demo: tuple[Path, Truth]) -> None:
    """The outcomes file, read to its latest verdict a task, has the truth's counts."""
    latest: dict[str, tuple[datetime, str]] = {}
    for row in table(logs / "native" / "outcomes-2026-08.csv"):
        verdict = (datetime.fromisoformat(row["ts"]), row["outcome"])
        latest[row["task_id"]] = max(verdict, latest.get(row["task_id"], verdict))
    counts = Counter((task.rsplit("-", 1)[0], outcome) for task, (_, outcome) in latest.items())

    truth = {
        (row.feature, label): count
        for row in demo[1].outcomes
        for label, count in row._asdict().items()
        if label != "feature"
    }
    assert counts == Counter(truth)
    assert counts["ticket-summary", "success"] > 0


def test_tasks_are_those_of_the_calls(logs: Path) -> None:
    """Every verdict on a native task is about a task that a native file names."""
    judged = {row["task_id"] for row in table(logs / "native" / "outcomes-2026-08.csv")}
    tasks = {row["task_id"] for row in calls(logs / "native")}

    assert {task for task in judged if task.startswith(("contract", "nightly"))} <= tasks


def test_overheads_state_money_as_text(logs: Path) -> None:
    """The overheads are the record's columns and exact to the cent."""
    rows = table(logs / "native" / "overheads-2026-08.csv")

    assert set(rows[0]) <= set(OVERHEAD.names)
    # 412.50 + 389.90 + 649.00 + 11250.00 + 278.33
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("12979.73")
    assert {row["ts"] for row in rows} == {"2026-08-01T00:00:00.000000Z"}
