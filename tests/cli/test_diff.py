"""`tokenomics diff`, from files to what is printed."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import Done, command
from support.schemas import LISTINGS, validator
from support.sides import FORTY, prices, side


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Before, 40 tasks of chat for 10 and one of gone for 2; now chat for 12.5, and new for 1; 30 succeed."""
    side(tmp_path, "base", FORTY, successes=30)
    side(tmp_path, "base", [2], feature="gone")
    side(tmp_path, "head", [cost * 5 / 4 for cost in FORTY], successes=30)
    side(tmp_path, "head", [1], feature="new")
    prices(tmp_path)
    return tmp_path


def _diff(folder: Path, *options: str | Path, base: str = "base", head: str = "head") -> Done:
    return command("diff", base, head, "--pricebook", "prices.toml", *options, cwd=folder)


def _json(folder: Path, *options: str, **sides: str) -> dict[str, Any]:
    done = _diff(folder, "--format", "json", *options, **sides)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_every_form_has_the_same_totals(folder: Path) -> None:
    """12 before and 13.5 now, parsed from the table, Markdown, CSV and JSON."""
    found = _json(folder)["totals"]
    rows = list(csv.DictReader(io.StringIO(_diff(folder, "--format", "csv").out)))
    line = next(line for line in _diff(folder).out.splitlines() if line.startswith("cost "))
    cells = next(
        line
        for line in _diff(folder, "--format", "markdown").out.splitlines()
        if "| cost |" in line
    )
    expected = [Decimal(12), Decimal("13.5"), Decimal("1.5")]

    assert [Decimal(found[name]) for name in ("cost_before", "cost", "change")] == expected
    assert [
        sum(Decimal(row[name]) for row in rows) for name in ("cost_before", "cost", "change")
    ] == expected
    assert [Decimal(text) for text in line.split()[1:4]] == expected
    assert [Decimal(text) for text in cells.split("|")[2:5]] == expected


def test_the_schema_is_met(folder: Path) -> None:
    """The published schema of the kind has every column, both sides and the gates."""
    document = json.loads(
        _diff(folder, "--format", "json", "--fail-on", "cost>+1%,cost_per_task>+1%").out
    )

    assert list(validator("diff", *LISTINGS["diff"]).iter_errors(document)) == []
    assert [gate["outcome"] for gate in document["gates"]] == ["failed", "within noise"]
    assert document["base"] == {
        "name": "base", "kind": "logs", "first": "2026-11-02T10:00:00Z",
        "last": "2026-11-02T10:39:00Z", "requests": 41,
    }  # fmt: skip


def test_equal_inputs_give_equal_bytes(folder: Path) -> None:
    """Nothing depends on the moment or on where the logs were read into."""
    assert _diff(folder, "--format", "json").out == _diff(folder, "--format", "json").out


def test_the_table_fits_a_terminal(folder: Path) -> None:
    """New and gone groups are marked, and the headline is about success where it is known."""
    out = _diff(folder).out

    assert all(len(line) <= 80 for line in out.splitlines())
    assert "gone      2.00   0.00   -2.00  -100  gone" in out
    assert "cost per success 0.4000 \N{RIGHTWARDS ARROW} 0.4500 USD" in " ".join(out.split())


def test_noise_fails_no_build(folder: Path) -> None:
    """A quarter more per success may be chance of 40 tasks; the whole cost is a fact."""
    noise = _diff(folder, "--fail-on", "cost_per_success>+10%")
    fact = _diff(folder, "--fail-on", "cost>+10%")

    assert noise.code == 0
    assert "gate 'cost_per_success>+10%' within noise" in noise.err
    assert fact.code == 1
    assert "error: gate 'cost>+10%': the cost rose by 12 %" in fact.err


def test_few_are_not_judged_unless_they_are_enough(folder: Path) -> None:
    """41 tasks are fewer than 50."""
    done = _diff(folder, "--fail-on", "cost_per_task>+1%", "--min-sample", "50")

    assert done.code == 0
    assert "not judged: 41 tasks in the base: too few to judge, --min-sample is 50" in done.err


def test_periods_and_labels_of_one_ledger(folder: Path) -> None:
    """What was ingested under two labels is two sides; so are two days."""
    side(folder, "later", [5], feature="chat", day="2026-11-03")
    for name, label in (("base", "a"), ("later", "b")):
        command("ingest", name, "--label", f"commit={label}", cwd=folder)

    labels = _json(folder, base="commit=a", head="commit=b")
    days = _json(folder, base="2026-11-02", head="2026-11-03..2026-11-04")
    assert (labels["totals"]["cost_before"], labels["totals"]["cost"]) == ("12", "5")
    assert days["totals"]["cost_before"] == "12"
    assert (days["base"]["kind"], labels["head"]["kind"]) == ("period", "label")


def test_a_report_is_a_side_of_points(folder: Path) -> None:
    """10 / 40 a request before and no interval, which is said; rows are by what the report is by."""
    command(
        "report", "base", "--by", "feature", "--format", "json", "-o", "main.json", "--pricebook",
        "prices.toml", cwd=folder,
    )  # fmt: skip
    found = _json(folder, base="main.json")

    assert (found["totals"]["cost_before"], found["totals"]["usage"]) == ("12", None)
    assert found["totals"]["cost_per_request_change_low"] is None
    assert {row["feature"]: row["mark"] for row in found["rows"]} == {
        "chat": None, "gone": "gone", "new": "new",
    }  # fmt: skip
    assert "base: a JSON report has no calls: no intervals, and no prices apart" in found["notes"]


def test_a_report_alone_judges_no_change(folder: Path) -> None:
    """It says which command does."""
    done = command("report", "base", "--fail-on", "cost>+10%", cwd=folder)

    assert done.code == 2
    assert "gate 'cost>+10%' compares two reports: ask tokenomics diff BASE HEAD" in done.err


def test_a_side_that_is_none_is_refused(folder: Path) -> None:
    """One line says what a side may be."""
    done = _diff(folder, head="nowhere")

    assert done.code == 2
    assert "'nowhere' is no file, folder or ledger that is here" in done.err


def test_the_library_gives_a_frame(folder: Path) -> None:
    """`tk.diff` has the same rows, exact to the last digit, also of handles."""
    tk.ingest(folder / "base", folder / "ledger")
    frame = tk.diff(
        tk.open(folder / "ledger"), folder / "head", pricebooks=[folder / "prices.toml"]
    )

    assert frame["change"].to_list() == [Decimal("2.5"), Decimal(-2), Decimal(1)]
    assert frame.columns == ["feature", *(column.name for column in LISTINGS["diff"][1])]


def test_a_label_that_no_record_has_is_named(folder: Path) -> None:
    """A slip of the pen is no fall of the cost."""
    command("ingest", "base", "--label", "commit=abcdef", cwd=folder)
    done = _diff(folder, base="commit=abcdef", head="commit=abcdfe")

    assert "'abcdfe': did you mean 'abcdef'?" in " ".join(done.out.split())


def test_a_ledger_as_it_was_is_one_of_periods_and_labels(folder: Path) -> None:
    """Two folders have no other version."""
    done = _diff(folder, "--ledger-at", "0")

    assert done.code == 2
    assert "--ledger-at asks a ledger as it was: name a period or a label of it" in done.err


def test_a_report_by_something_else_makes_nothing_new(folder: Path) -> None:
    """Of a report without rows the whole is compared, and why there is no more is said."""
    command(
        "report",
        "base",
        "--format",
        "json",
        "-o",
        "main.json",
        "--pricebook",
        "prices.toml",
        cwd=folder,
    )
    found = _json(folder, base="main.json")

    assert (found["totals"]["cost_before"], found["rows"]) == ("12", [])
    assert "base: it has not all rows by feature" in found["notes"]


def test_a_handful_has_no_interval(tmp_path: Path) -> None:
    """One task of 1, then one of 2: that is no certainty of 100 %, and judged only where that is asked for."""
    side(tmp_path, "base", [1])
    side(tmp_path, "head", [2])
    prices(tmp_path)
    found = _json(tmp_path)["totals"]
    done = _diff(tmp_path, "--fail-on", "cost_per_task>+10%", "--min-sample", "1")

    assert (found["cost_per_task_change"], found["cost_per_task_change_low"]) == ("1", None)
    assert done.code == 1
    assert "rose by 100 %, 1.000 \N{RIGHTWARDS ARROW} 2.000 USD: more than 10 %" in done.err


OVERHEAD = """
[[overhead]]
name = "search"
amount = "8.20 USD"
start = 2026-11-02
allocate_by = "tasks"
"""


@pytest.mark.parametrize("per", ["task", "success"])
def test_overheads_within_unit_costs_are_said_whatever_a_side_is(folder: Path, per: str) -> None:
    """8.20 are shared out on both sides; 41 tasks of the base cost (12 + 8.20) / 41, also as a report."""
    (folder / "tokenomics.toml").write_text(OVERHEAD, "utf-8")
    report = ("report", "base", "--pricebook", "prices.toml", "--by", "feature", "--per", per)
    assert command(*report, "--format", "json", "-o", "base.json", cwd=folder).code == 0
    logs, document = (_json(folder, "--per", "task", base=base) for base in ("base", "base.json"))

    for found in (logs, document):
        assert found["totals"]["cost_per_task_before"] == "0.492682926829268293"
        assert [said for said in found["notes"] if "overheads" in said] == [
            f"the cost per task and success of the {name} has 8.200 USD of overheads shared out in it"
            for name in ("base", "head")
        ]
