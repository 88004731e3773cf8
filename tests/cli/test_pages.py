"""Tests of pages.py: a report as a page of HTML."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.command import command
from support.logs import calls
from support.pages import Parsed
from tokenomics.records.money import ZERO, plain


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with calls.csv: 0.06 dollars of support, 0.06 of search."""
    calls(tmp_path / "calls.csv")
    return tmp_path


def test_the_page_says_what_json_says(folder: Path) -> None:
    """Of the same options the total and the groups' costs are the same texts."""
    one = ("report", "calls.csv", "--by", "team")
    data = json.loads(command(*one, "--format", "json", cwd=folder).out)
    done = command(*one, "--format", "html", cwd=folder)

    section = done.out.partition('id="by-team"')[2].partition("</section>")[0]
    groups = Parsed(section).figures
    assert (done.code, Parsed(done.out).figures[0]) == (0, data["totals"]["cost"])
    assert groups == [*(row["cost"] for row in data["rows"]), data["totals"]["cost"]]
    assert plain(sum(map(Decimal, groups[:-1]), ZERO)) == groups[-1]


def test_a_page_is_written_to_a_file(folder: Path) -> None:
    """--output names it, and nothing is printed."""
    done = command("report", "calls.csv", "--format", "html", "-o", "report.html", cwd=folder)

    assert (done.code, done.out) == (0, "")
    assert (folder / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_gates_are_judged_as_of_any_report(folder: Path) -> None:
    """The page is written, and the exit code says that a gate failed."""
    done = command("report", "calls.csv", "--format", "html", "--fail-on", "cost>0.01USD", cwd=folder)  # fmt: skip

    assert done.code == 1
    assert "gate" in done.err
    assert "<!doctype html>" in done.out


@pytest.mark.parametrize("options", [["--spark"], ["--per", "request"], ["--cost-basis", "billed"]])
def test_options_of_tables_are_refused(folder: Path, options: list[str]) -> None:
    """What a page would not show is not silently left out."""
    done = command("report", "calls.csv", "--format", "html", *options, cwd=folder)

    assert done.code == 2
    assert f"leave out {options[0]}" in done.err


def test_other_questions_have_no_page(folder: Path) -> None:
    """Only a report is one."""
    assert command("waste", "calls.csv", "--format", "html", cwd=folder).code == 2
