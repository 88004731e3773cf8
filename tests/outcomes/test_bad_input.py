"""Outcomes and overheads that are wrong, late or about nothing: each is said, and the totals stay right.

gpt-4-0613 costs 30 dollars a million tokens of input: 1,000 of them are 0.03 dollars.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support.command import command

CALLS = ("t1,2026-11-02T10:00:00Z,a,1000", "t2,2026-11-02T11:00:00Z,a,1000", "t3,2026-11-02T12:00:00Z,b,1000")  # fmt: skip
LATE = "2027-01-01"


class Told(NamedTuple):
    """A report per success: its rows, totals and notes, and what else was said."""

    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    notes: list[str]
    err: str

    def verdicts(self) -> tuple[int, ...]:
        """Successes, failures, open and unknown tasks of all groups."""
        return tuple(
            self.totals[name] for name in ("successes", "failures", "open", "unknown")
        )  # fmt: skip


def _told(
    folder: Path,
    outcomes: Sequence[str],
    *words: str,
    calls: Sequence[str] = CALLS,
    config: str = "",
    now: str = LATE,
) -> Told:
    """What a report per success says of calls (task, instant, feature, input) and judgements."""
    _write(
        folder / "calls.csv", "task_id,ts,feature,input,provider,model", calls, ",openai,gpt-4-0613"
    )
    _write(folder / "outcomes.csv", "task_id,ts,outcome", outcomes)
    (folder / "tokenomics.toml").write_text(config, "utf-8")
    more = [path.name for path in folder.glob("overhead*.csv")]
    done = command(
        "report", "calls.csv", "outcomes.csv", *more, "--per", "success", "--format", "json",
        "--now", now, *words, cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.err
    said = json.loads(done.out)
    return Told(said["rows"], said["totals"], said["notes"], done.err)


def _write(path: Path, header: str, rows: Sequence[str], ending: str = "") -> None:
    path.write_text("\n".join([header, *(f"{row}{ending}" for row in rows), ""]), "utf-8")


def test_outcomes_of_tasks_that_nobody_called_are_told(tmp_path: Path) -> None:
    """Two are of unknown tasks, so three tasks are left, of 0.03 dollars each, for one success."""
    judged = ["t1,2026-11-03T00:00:00Z,success", "gone,2026-11-03T00:00:00Z,success", "lost,2026-11-03T00:00:00Z,failure"]  # fmt: skip
    found = _told(tmp_path, judged)

    assert found.notes == ["2 outcomes of no task that is known, or of several: not counted"]
    assert found.verdicts() == (1, 0, 0, 2)
    assert (found.totals["cost"], found.totals["cost_per_success"]) == ("0.09", "0.09")


def test_an_outcome_without_a_task_is_refused(tmp_path: Path) -> None:
    """It names its line, and the others count."""
    found = _told(tmp_path, [",2026-11-03T00:00:00Z,success", "t1,2026-11-03T00:00:00Z,success"])

    assert "outcomes.csv:2 task_id: missing" in found.err
    assert found.verdicts() == (1, 0, 0, 2)


def test_the_latest_of_two_outcomes_stands_whichever_arrives_last(tmp_path: Path) -> None:
    """t1's failure was corrected; t2's success was taken back, in a file that came before."""
    judged = [
        "t1,2026-11-03T00:00:00Z,failure",
        "t1,2026-11-05T00:00:00Z,success",
        "t2,2026-11-05T00:00:00Z,failure",
        "t2,2026-11-03T00:00:00Z,success",
    ]

    for order in (judged, judged[::-1]):
        found = _told(tmp_path, order)
        assert found.verdicts() == (1, 1, 0, 1)
        assert (found.notes, found.totals["cost_per_success"]) == ([], "0.09")


def test_an_outcome_that_comes_late_makes_an_unknown_task_known(tmp_path: Path) -> None:
    """In the first ingest nothing is judged, in the second t3 is, eight weeks after its call."""
    _told(tmp_path, [])
    for name, judged in (("one", ()), ("two", ("t3,2026-12-28T00:00:00Z,success",))):
        _write(tmp_path / f"{name}.csv", "task_id,ts,outcome", judged)

    def verdicts(*files: str) -> tuple[int, int]:
        command("ingest", *files, "--ledger", "ledger", cwd=tmp_path)
        done = command(
            "report", "--ledger", "ledger", "--per", "success", "--format", "json", "--now", LATE,
            cwd=tmp_path,
        )  # fmt: skip
        totals = json.loads(done.out)["totals"]
        return totals["successes"], totals["unknown"]

    assert verdicts("calls.csv") == (0, 3)
    assert verdicts("two.csv") == (1, 2)


def test_a_task_over_two_months_counts_once(tmp_path: Path) -> None:
    """0.03 dollars of October and 0.03 of November are both of November, and nothing is left of October."""
    calls = ["t1,2026-10-30T10:00:00Z,a,1000", "t1,2026-11-02T10:00:00Z,a,1000", "t2,2026-10-01T10:00:00Z,a,1000"]  # fmt: skip
    judged = ["t1,2026-11-03T00:00:00Z,success", "t2,2026-10-03T00:00:00Z,success"]
    by_month = _told(tmp_path, judged, "--by", "month", calls=calls)
    october = _told(tmp_path, judged, "--until", "2026-11", calls=calls)
    november = _told(tmp_path, judged, "--since", "2026-11", calls=calls)

    assert [(row["month"], row["requests"], row["cost"]) for row in by_month.rows] == [
        ("2026-10", 1, "0.03"),
        ("2026-11", 2, "0.06"),
    ]
    assert (october.totals["cost"], november.totals["cost"]) == ("0.03", "0.06")


def test_calls_of_no_task_are_in_no_cost_of_one(tmp_path: Path) -> None:
    """0.06 dollars of two calls are told apart from t1's 0.03."""
    calls = [CALLS[0], ",2026-11-02T11:00:00Z,a,1000", ",2026-11-02T12:00:00Z,b,1000"]
    found = _told(tmp_path, ["t1,2026-11-03T00:00:00Z,success"], calls=calls)

    assert found.notes == ["2 calls of no task, 0.06000 USD, are in no cost per task or success"]
    assert (found.totals["cost"], found.totals["cost_per_success"]) == ("0.03", "0.03")


def test_negative_minutes_are_refused(tmp_path: Path) -> None:
    """The line with them judges nothing and costs nothing; half an hour at 60 dollars is 30."""
    _told(tmp_path, [])
    _write(
        tmp_path / "reviews.csv",
        "task_id,ts,outcome,review_minutes,rework_minutes",
        ["t1,2026-11-03T00:00:00Z,success,10,20", "t2,2026-11-03T00:00:00Z,success,-5,"],
    )
    (tmp_path / "tokenomics.toml").write_text('[labour]\nhourly = "60 USD"\n', "utf-8")
    done = command(
        "report", "calls.csv", "reviews.csv", "--per", "success", "--format", "json", "--now", LATE,
        cwd=tmp_path,
    )  # fmt: skip
    totals = json.loads(done.out)["totals"]

    assert "reviews.csv:3 review_minutes: not a quantity of 0 or more" in done.err
    assert (totals["successes"], totals["unknown"], totals["labour_cost"]) == (1, 2, "30")
    assert totals["cost_per_success"] == "30.09"


def test_an_overhead_without_a_scope_is_borne_by_everything(tmp_path: Path) -> None:
    """9 dollars among two tasks of a and one of b: 6 and 3; whoever confines it to c is told."""
    _write(tmp_path / "overhead.csv", "name,ts,amount,allocate_by,currency,feature", [
        "hosting,2026-11-02T00:00:00Z,9,tasks,USD,",
        "search,2026-11-02T00:00:00Z,4,tasks,USD,c",
    ])  # fmt: skip
    found = _told(tmp_path, [], "--by", "feature")

    assert {row["feature"]: row["overhead_cost"] for row in found.rows} == {"a": "6", "b": "3"}
    assert found.notes == ["overhead 'search': no task in its scope bears its 4.000 USD"]


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("outcom = success", "unknown judgement 'outcom': did you mean 'outcome'?"),
        ("zzz = true", "unknown judgement 'zzz': choose from outcome"),
    ],
)
def test_a_rule_that_asks_for_what_nobody_judged_is_told(
    when: str, sentence: str, tmp_path: Path
) -> None:
    """Everything is unknown, rather than failed, and the cost stays."""
    config = f'[[success]]\nwhen = "{when}"\n'
    found = _told(tmp_path, ["t1,2026-11-03T00:00:00Z,success"], config=config)

    assert found.notes == [f"[[success]] {sentence}"]
    assert (found.verdicts(), found.totals["cost"]) == ((0, 0, 0, 3), "0.09")
    assert found.totals["cost_per_success"] is None


def test_a_rule_in_a_ledger_without_any_outcome_is_told(tmp_path: Path) -> None:
    """There is no judgement to choose from."""
    found = _told(tmp_path, [], config='[[success]]\nwhen = "resolved = true"\n')

    assert found.notes == ["[[success]] asks for 'resolved', and there is no outcome at all"]


def test_a_rule_for_tasks_that_there_are_not_is_told(tmp_path: Path) -> None:
    """Tasks of c are mistyped; the rule for b decides, and what no rule picks goes by its outcome."""
    config = (
        '[[success]]\nwhere = { feature = "c" }\nwhen = "outcome = failure"\n'
        '[[success]]\nwhere = { feature = "b" }\nwhen = "outcome = failure"\n'
    )
    judged = [f"t{n},2026-11-03T00:00:00Z,success" for n in (1, 2, 3)]
    found = _told(tmp_path, judged, config=config)

    assert found.notes == ["[[success]] no task has feature = 'c': the rule decides nothing"]
    assert found.verdicts() == (2, 1, 0, 0)


@pytest.mark.parametrize("when", ["", "resolved", "resolved = true and", "= true"])
def test_a_rule_that_names_nothing_is_refused(when: str, tmp_path: Path) -> None:
    """The sentence says how one is written."""
    (tmp_path / "tokenomics.toml").write_text(f'[[success]]\nwhen = "{when}"\n', "utf-8")
    _write(
        tmp_path / "calls.csv",
        "task_id,ts,feature,input,provider,model",
        CALLS,
        ",openai,gpt-4-0613",
    )
    done = command("report", "calls.csv", "--per", "success", cwd=tmp_path)

    assert done.code == 2
    assert "is no comparison: write resolved = true or score >= 0.8" in done.err
