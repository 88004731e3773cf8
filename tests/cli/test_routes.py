"""Routes, attempts and tiers in reports: what they cost, and what a success of theirs costs over time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.command import Done, command


def _rows(done: Done) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    return json.loads(done.out)["rows"]


# gpt-4-0613 costs 30 dollars a million tokens of input.
ROUTED = """ts,provider,model,feature,task_id,route,route_reason,service_tier,attempt,is_fallback,status,input
2026-10-30T10:00:00Z,openai,gpt-4-0613,chat,t1,cheap,default,,1,false,failure,1000
2026-10-30T10:00:09Z,openai,gpt-4-0613,chat,t1,dear,budget left,,2,true,success,1000
2026-11-02T10:00:00Z,openai,gpt-4-0613,chat,t2,cheap,default,,1,false,success,2000
2026-11-02T11:00:00Z,openai,gpt-4-0613,chat,t3,dear,,,,,,3000
"""
JUDGED = """task_id,ts,outcome
t1,2026-10-30T11:00:00Z,success
t2,2026-11-02T11:00:00Z,failure
t3,2026-11-02T12:00:00Z,success
"""


@pytest.fixture
def routed(tmp_path: Path) -> Path:
    """A task that fell back and succeeded, one that failed, and one that states nothing of attempts."""
    (tmp_path / "routed.csv").write_text(ROUTED, "utf-8")
    (tmp_path / "judged.csv").write_text(JUDGED, "utf-8")
    assert command("ingest", "routed.csv", "judged.csv", cwd=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        (
            "route,route_reason",
            {("cheap", "default"): "0.09", ("dear", None): "0.09", ("dear", "budget left"): "0.03"},
        ),
        ("attempt", {("1",): "0.09", ("2",): "0.03", (None,): "0.09"}),
        ("fallback", {("no",): "0.09", ("yes",): "0.03", (None,): "0.09"}),
    ],
)
def test_routes_and_attempts_group_reports(
    routed: Path, by: str, rows: dict[tuple[str | None, ...], str]
) -> None:
    """0.03 and 0.06 dollars of the cheap route; what a call does not state stays null."""
    found = _rows(command("report", "--by", by, "--format", "json", cwd=routed))

    assert {tuple(row[name] for name in by.split(",")): row["cost"] for row in found} == rows


def test_attempts_filter_reports(routed: Path) -> None:
    """By their value as it is shown; a value that no call has is said with those that there are."""
    one = command("report", "--where", "fallback=yes", "--format", "json", cwd=routed)
    none = command("report", "--where", "attempt=7", cwd=routed)

    assert json.loads(one.out)["totals"]["cost"] == "0.03"
    assert "no record has attempt '7'" in none.err


@pytest.mark.parametrize("by", ["route,month", "month,route"])
def test_cost_and_success_of_a_route_over_time(routed: Path, by: str) -> None:
    """October: t1 began on the cheap route, 0.03 + 0.03 for one success; November: 0.06 for none there, 0.09 for t3."""
    found = _rows(command("report", "--per", "success", "--by", by, "--format", "json", cwd=routed))

    assert {
        (row["month"], row["route"], row["successes"], row["cost"], row["cost_per_success"])
        for row in found
    } == {
        ("2026-10", "cheap", 1, "0.06", "0.06"),
        ("2026-11", "cheap", 0, "0.06", None),
        ("2026-11", "dear", 1, "0.09", "0.09"),
    }


def test_cost_and_success_of_a_tier_over_time(tmp_path: Path) -> None:
    """gpt-5.4 costs 2.5 dollars a million tokens of input, half that at batch: 0.125 for 100,000, else 0.25."""
    (tmp_path / "calls.csv").write_text(
        "ts,provider,model,task_id,service_tier,input\n"
        "2026-10-01T10:00:00Z,openai,gpt-5.4,t1,batch,100000\n"
        "2026-10-02T10:00:00Z,openai,gpt-5.4,t2,,100000\n"
        "2026-11-01T10:00:00Z,openai,gpt-5.4,t3,batch,100000\n",
        "utf-8",
    )
    (tmp_path / "judged.csv").write_text(JUDGED, "utf-8")
    assert command("ingest", "calls.csv", "judged.csv", cwd=tmp_path).code == 0
    asked = ("report", "--per", "success", "--by", "service_tier,month", "--format", "json")
    found = _rows(command(*asked, cwd=tmp_path))

    assert {
        (row["service_tier"], row["month"], row["cost"], row["cost_per_success"]) for row in found
    } == {
        ("batch", "2026-10", "0.125", "0.125"),
        ("standard", "2026-10", "0.25", None),
        ("batch", "2026-11", "0.125", "0.125"),
    }
