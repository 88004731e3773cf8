"""Tests of verify.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.kept_ledgers import copied


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of a kept ledger, which lies in the folder of the test."""
    copied("as-today", tmp_path)
    path = tmp_path / "report.json"
    words = ("report", "--by", "feature", "--ledger", "as-today", "--format", "json", "--output", path)  # fmt: skip
    assert command(*words, cwd=tmp_path).code == 0
    return path


def _changed(report: Path, was: str, now: str) -> None:
    text = report.read_text("utf-8")
    assert was in text
    report.write_text(text.replace(was, now), "utf-8")


def test_a_report_that_holds_is_the_same(report: Path) -> None:
    """One line, exit 0; the ledger is the one that the report names."""
    done = command("verify", report, cwd=report.parent)

    assert done == (0, "same: every figure is what the report states\n", "")


def test_what_differs_is_shown_and_ends_with_one(report: Path) -> None:
    """A line a value, the first of many, and what is otherwise."""
    _changed(report, '"cost": "', '"cost": "1')
    done = command("verify", report, cwd=report.parent)

    assert done.code == 1
    first, second, *_ = done.out.splitlines()
    assert first == "different: 3 values"
    assert second.startswith('  rows[0].cost: "1')
    assert second.endswith(" now")


def test_many_differences_are_counted(report: Path) -> None:
    """No more than ten lines of them."""
    found = json.loads(report.read_text("utf-8"))
    found["rows"] = [{name: f"{value}0" for name, value in row.items()} for row in found["rows"]]
    report.write_text(json.dumps(found), "utf-8")
    done = command("verify", report, cwd=report.parent)

    assert sum(line.startswith("  rows[") for line in done.out.splitlines()) == 10
    assert "  and " in done.out


def test_notes_say_what_was_otherwise(report: Path) -> None:
    """Another version of the tool changes nothing where figures are the same."""
    _changed(report, '"tool_version": "', '"tool_version": "0.')
    done = command("verify", report, cwd=report.parent)

    assert done.code == 0
    assert "note: it was made by version 0." in done.out


def test_a_version_that_is_gone_is_not_reproduced(report: Path) -> None:
    """The reason is the words that the question itself is answered with; JSON says the same."""
    _changed(report, '"version": 0', '"version": 9')
    done = command("verify", report, cwd=report.parent)
    found = json.loads(command("verify", report, "--format", "json", cwd=report.parent).out)

    assert done.code == 1
    first, second = done.out.splitlines()
    assert first == "not reproduced"
    assert second.startswith("reason: it cannot be asked anew: the ledger ")
    assert (found["same"], found["differences"]) == (False, [])
    assert second == f"reason: {found['reasons'][0]}"


def test_what_is_no_report_ends_with_two(tmp_path: Path) -> None:
    """A file that cannot be read, or is something else."""
    done = command("verify", "report.json", cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert done.err == "error: report.json: cannot be read: No such file or directory\n"


def test_what_a_report_says_moves_no_cursor(report: Path) -> None:
    """Names and versions in it are texts of one line each, whatever its writer put there."""
    said = json.loads(report.read_text("utf-8"))
    said["totals"]["\x1b]0;own\x07"] = 1
    said["tool_version"] = "1\r\n::set-output name=a::b\x1b[31m"
    report.write_text(json.dumps(said), "utf-8")
    done = command("verify", report, cwd=report.parent)

    assert done.code == 1
    assert [c for c in done.out + done.err if not c.isprintable() and c != "\n"] == []
    assert "  totals.\\x1b]0;own\\x07: 1 in the report, nothing now\n" in done.out
    assert not any(line.startswith("::") for line in done.out.splitlines())
