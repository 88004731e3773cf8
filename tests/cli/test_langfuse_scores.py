"""A Langfuse export from its files to a report per success."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from support.langfuse import OBSERVATION, SCORE

# claude-sonnet-4-5 costs 3 dollars a million tokens of input and 15 of output: of each call
# 100,000 x 3 + 20,000 x 15 per million are 0.3 + 0.3 = 0.6 dollars.
CALL = OBSERVATION | {"usage_details": {"input": 100_000, "output": 20_000, "total": 120_000}}
CONFIG = '[[success]]\nwhen = "resolved = true and quality >= 0.8"\nwait = "1d"\n[task]\nid = ["trace_id"]\n'


def _call(trace: str, number: int) -> dict[str, Any]:
    return CALL | {"id": f"ob-{trace}-{number}", "trace_id": trace}


def _score(target: str, name: str, value: float, said: str | None, **more: Any) -> dict[str, Any]:
    kind = "NUMERIC" if said is None else "BOOLEAN"
    return SCORE | {
        "id": f"sc-{target}-{name}-{value}", "trace_id": target, "name": name, "value": value,
        "data_type": kind, "string_value": said, **more,
    }  # fmt: skip


# tr-1: two calls, resolved and good. tr-2: resolved, and then a person took it back. tr-3: good, and
# nobody said whether it is resolved. tr-4: judged by its call. gone: no trace of the export.
CALLS = [_call("tr-1", 1), _call("tr-1", 2), _call("tr-2", 1), _call("tr-3", 1), _call("tr-4", 1)]
SCORES = [
    _score("tr-1", "resolved", 1, "True"),
    _score("tr-1", "quality", 0.9, None),
    _score("tr-2", "resolved", 1, "True"),
    _score("tr-2", "resolved", 0, "False", timestamp="2026-11-03 09:30:00.000"),
    _score("tr-2", "quality", 1, None),
    _score("tr-3", "quality", 0.8, None),
    _score("tr-4", "resolved", 1, "True", observation_id="ob-tr-4-1"),
    _score("tr-4", "quality", 0.8, None),
    _score("gone", "resolved", 1, "True"),
]


def _written(folder: Path, form: str) -> None:
    """The export's two tables as JSON Lines, or as CSV with JSON in cells."""
    for name, rows in (("observations", CALLS), ("scores", SCORES)):
        path = folder / f"{name}.{form}"
        if form == "jsonl":
            path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
            continue
        with path.open("w", newline="") as file:
            sheet = csv.DictWriter(file, list(rows[0]))
            sheet.writeheader()
            for row in rows:
                sheet.writerow({k: json.dumps(v) if isinstance(v, dict) else v for k, v in row.items()})  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_scores_of_langfuse_judge_its_traces(form: str, tmp_path: Path) -> None:
    """Of five calls of 0.6 dollars: two of tr-1, which succeeded, as tr-4 did; tr-2 failed; tr-3 is unknown.

    3.0 dollars for two successes are 1.5, and 1 dollar if tr-3 had succeeded.
    """
    _written(tmp_path, form)
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    done = command(
        "report", f"observations.{form}", f"scores.{form}", "--per", "success", "--format", "json",
        cwd=tmp_path,
    )  # fmt: skip
    said = json.loads(done.out)
    totals = said["totals"]

    assert (done.code, totals["requests"], totals["cost"]) == (0, 5, "3")
    names = ("successes", "failures", "open", "unknown")
    assert [totals[name] for name in names] == [2, 1, 0, 1]
    assert (totals["cost_per_success"], totals["cost_per_success_low"]) == ("1.5", "1")
    assert said["notes"] == ["1 outcome of no task that is known, or of several: not counted"]


def test_traces_count_on_the_day_of_their_judgement(tmp_path: Path) -> None:
    """tr-2 was taken back on the third; what is unknown counts when it was called, on the second."""
    _written(tmp_path, "jsonl")
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    done = command(
        "report", "observations.jsonl", "scores.jsonl", "--per", "success", "--by", "day",
        "--task-period", "outcome", "--format", "json", cwd=tmp_path,
    )  # fmt: skip
    rows = json.loads(done.out)["rows"]

    assert [(row["day"], row["successes"], row["failures"], row["unknown"]) for row in rows] == [
        ("2026-11-02", 2, 0, 1),
        ("2026-11-03", 0, 1, 0),
    ]
