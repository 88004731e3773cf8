"""A JSON report as a side."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from support.sides import FORTY, prices, side
from tokenomics.comparing.document import by_of, document_of, is_report
from tokenomics.costing import CostQuery
from tokenomics.records.errors import InputError


def _report(folder: Path, *options: str, successes: int | None = None) -> Path:
    side(folder, "logs", FORTY, successes=successes)
    command(
        "report", "logs", "--format", "json", "-o", "main.json", "--pricebook", prices(folder),
        *options, cwd=folder,
    )  # fmt: skip
    return folder / "main.json"


def test_a_report_has_its_figures(tmp_path: Path) -> None:
    """40 requests of chat cost 10; there is nothing to draw, and no price of another time."""
    path = _report(tmp_path, "--by", "feature")
    found = document_of(path, CostQuery(by=("feature",)))

    assert is_report(path)
    assert by_of(path) == ("feature",)
    assert {
        key: (group.requests, group.cost, group.then) for key, group in found.groups.items()
    } == {("chat",): (40, Decimal(10), None)}
    assert (found.whole.tasks, dict(found.samples), found.sizes["request"]) == (None, {}, 40)
    assert found.report.coverage.tokens.total == 5_000_000


def test_tasks_and_successes_are_known_where_it_was_about_them(tmp_path: Path) -> None:
    """30 of 40 tasks succeed: 10 / 30 each; per task there are 40 of 10 / 40."""
    per_success = document_of(_report(tmp_path, "--per", "success", successes=30), CostQuery())
    per_task = document_of(_report(tmp_path, "--per", "task"), CostQuery())

    assert (per_success.whole.tasks, per_success.whole.successes) == (40, 30)
    assert per_success.whole.unit_cost("success") == Decimal("0.333333333333333333")
    assert per_success.sizes == {"request": 40, "task": 40, "success": 40}
    assert per_task.whole.unit_cost("task") == Decimal("0.25")


def test_rows_that_are_cut_are_none(tmp_path: Path) -> None:
    """A group that a limit cut off would look as if it were gone; so would those of other dimensions."""
    side(tmp_path, "logs", [5], feature="other")
    limited = document_of(
        _report(tmp_path, "--by", "feature", "--limit", "1"), CostQuery(by=("feature",))
    )
    other = document_of(_report(tmp_path, "--by", "feature"), CostQuery(by=("model",)))

    assert (limited.whole.cost, dict(limited.groups), dict(other.groups)) == (15, {}, {})
    assert "it has not all rows by model" in other.remarks


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "quality"}, "a report of kind 'quality' is no side"),
        ({"currency": "EUR"}, "is in EUR, the other side in USD"),
        ({"coverage": {}}, "no whole report of costs"),
        ({"rows": [{}]}, "no whole report of costs"),
    ],
)
def test_what_is_no_report_of_costs_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    """The sentence names the file, and how to make one."""
    path = _report(tmp_path, "--by", "feature")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")

    with pytest.raises(InputError, match=message):
        document_of(path, CostQuery(by=("feature",)))


def test_a_log_is_no_report(tmp_path: Path) -> None:
    """What is damaged is by nothing; a folder is no file."""
    log = tmp_path / "a.json"
    log.write_text('{"schema": 1', "utf-8")

    assert not is_report(log)
    assert not is_report(tmp_path)
    assert by_of(log) == ()
