"""How many of the tasks that succeeded a step would have touched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from support.tasks import outcome
from support.usage import call
from support.worlds import replayed
from tokenomics.books import Book


def test_tasks_are_those_of_the_period_and_the_filters(tmp_path: Path, book: Book) -> None:
    """Of three one is of another team, and one of another month."""
    rows = [
        call(task_id="a", team="x", output=9),
        call(task_id="b", team="y", output=9),
        call(task_id="c", team="x", output=9, ts=datetime(2026, 10, 1, tzinfo=UTC)),
    ]
    outcomes = [outcome(task, "success") for task in "abc"]
    found = replayed(
        tmp_path, book, rows, {"cap": ["output=5"]}, outcomes=outcomes,
        where=(("team", "x"),), since=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip

    assert "1 of 1 task that succeeded (100 %)" in found.sentences[1]


def test_a_step_touches_what_it_changes_itself(tmp_path: Path, book: Book) -> None:
    """After a cap at 5 one at 7 has nothing left to cut."""
    rows = [call(task_id="a", output=9)]
    found = replayed(
        tmp_path, book, rows, {"cap": ["output=5", "output=7"]}, outcomes=[outcome("a", "success")]
    )

    assert "cap output=7: 0 of 1 task" in found.sentences[2]
