"""A bill beside a month of logs, against what the demo knows of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest

from support.command import command
from tokenomics.demo import write_company


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenth of a company's month with its bill, in a ledger; the seed is another each time."""
    seed = SystemRandom().randrange(1, 10_000)
    folder = tmp_path_factory.mktemp(f"seed-{seed}-") / "demo"
    write_company(folder, seed=seed, size=0.1)
    for paths in (("logs",), ("bills",)):
        assert command("ingest", *paths, cwd=folder).code in {0, 1}
    return folder


def _told(folder: Path, *options: str) -> Mapping[str, Any]:
    done = command("reconcile", "--format", "json", *options, cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_each_cause_has_its_exact_amount(demo: Path) -> None:
    """Calls in no log, a rate of its own, a discount, a credit and a tax, as the truth file says."""
    truth = json.loads((demo / "truth.json").read_text("utf-8"))["bill"]
    totals = _told(demo)["totals"]
    names = ("billed", "metered", "quantity", "price", "discount", "credit", "tax")
    none = ("cache", "tier", "commitment", "correction", "timing", "unpriced", "unexplained")

    assert {name: totals[name] for name in names} == {name: truth[name] for name in names}
    assert {totals[name] for name in none} == {"0"}
    assert Decimal(totals["difference"]) == sum(Decimal(truth[name]) for name in names[2:])


def test_the_day_that_is_billed_late_is_named(demo: Path) -> None:
    """Its amount is missing on the day and too much on the next one; both sum to nothing."""
    truth = json.loads((demo / "truth.json").read_text("utf-8"))["bill"]
    found = _told(demo, "--by", "day")
    timing = {row["day"]: Decimal(row["timing"]) for row in found["rows"] if row["timing"] != "0"}

    if Decimal(truth["late"]):
        assert timing.pop(truth["late_day"]) == -Decimal(truth["late"])
        assert list(timing.values()) == [Decimal(truth["late"])]
    assert any(truth["late_day"] in note for note in found["notes"])


@pytest.mark.parametrize("by", ["day", "month", "provider", "model", "provider,day"])
def test_any_grouping_sums_to_the_total(demo: Path, by: str) -> None:
    """The parts of each row sum to its difference, and rows to the whole."""
    found = _told(demo, "--by", by)
    amounts = ("billed", "metered", "difference")
    parts = [
        "quantity", "price", "cache", "tier", "discount", "credit", "tax", "commitment",
        "correction", "timing", "unpriced", "unexplained",
    ]  # fmt: skip

    for name in (*amounts, *parts):
        assert sum(Decimal(row[name]) for row in found["rows"]) == Decimal(found["totals"][name])
    for row in (*found["rows"], found["totals"]):
        assert sum(Decimal(row[name]) for name in parts) == Decimal(row["difference"])


def test_rows_may_be_filtered_by_what_bills_tell(demo: Path) -> None:
    """One model alone has neither credit nor tax; a feature is in no bill."""
    found = _told(demo, "--where", "model=gpt-5.6-luna")

    assert {row["model"] for row in found["rows"]} == {"gpt-5.6-luna"}
    assert found["totals"]["tax"] == "0"
    done = command("reconcile", "--where", "feature=chat", cwd=demo)
    assert (done.code, done.err) == (2, "error: bills do not tell feature: filter by provider or model\n")  # fmt: skip
    done = command("reconcile", "--by", "feature", cwd=demo)
    assert done.err.startswith("error: bills do not tell feature: unknown dimension 'feature'")


def test_without_a_bill_the_error_says_what_to_ingest(demo: Path) -> None:
    """Of another year there is none."""
    done = command("reconcile", "--since", "2025-01", "--until", "2025-02", cwd=demo)

    assert (done.code, done.err) == (
        2, "error: the ledger has no bill of the period: ingest a cost export of the provider\n",
    )  # fmt: skip


def test_tolerance_decides_what_is_matched(demo: Path) -> None:
    """A discount of 5 % is within 10 %, and off within 1 %."""
    rows = [
        {row["model"]: row["status"] for row in _told(demo, *options)["rows"]}
        for options in ((), ("--tolerance", "10"))
    ]

    assert [each["gpt-5.6-sol"] for each in rows] == ["off", "matched"]
