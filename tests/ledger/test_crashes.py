"""Writers that are killed, and writers that run at the same time."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from support.ledger_rows import NOW, Held, held, put_kinds, row
from support.ledger_writer import Batch, Writer
from tokenomics.engine import connect
from tokenomics.ledger import open_ledger

OCTOBER = datetime(2026, 10, 31, tzinfo=UTC)

# What a killed process was about to do: beat a row, move one to another month, add the rest.
BEFORE: Batch = {
    "usage": [(1, "a", NOW), (2, "m", NOW), (3, "a", OCTOBER)],
    "file": [(1, "a", NOW)],
}
WORK: Batch = {
    "usage": [(1, "b", NOW), (2, "a", OCTOBER), (4, "a", OCTOBER), (5, "a", NOW)],
    "reject": [(1, "a", NOW)],
    "file": [(1, "b", NOW)],
}
FILES_WRITTEN = 4  # October and November of usage, rejects, watermarks
PLACES = [
    *(f"{when}_write:{nth}" for when in ("before", "after") for nth in range(1, FILES_WRITTEN + 1)),
    "before_commit",
    "after_commit",
]


def state(ledger: Path) -> Mapping[str, list[Held]]:
    """All that a ledger holds."""
    return {kind: held(ledger, kind) for kind in ("usage", "reject", "file")}


def rows_of(batch: Batch) -> dict[str, list[dict[str, Any]]]:
    """A batch as rows to put."""
    return {kind: [row(*values) for values in rows] for kind, rows in batch.items()}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger before the work, to be copied."""
    ledger = tmp_path_factory.mktemp("begun")
    put_kinds(ledger, rows_of(BEFORE))
    return ledger


@pytest.fixture(scope="module")
def before_and_after(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """What a ledger holds before the work, and once it is done without disturbance."""
    untouched = tmp_path_factory.mktemp("untouched")
    shutil.copytree(begun, untouched, dirs_exist_ok=True)
    put_kinds(untouched, rows_of(WORK))
    return state(begun), state(untouched)


@pytest.mark.parametrize("place", PLACES)
def test_a_commit_killed_anywhere_is_whole_or_absent(
    place: str, begun: Path, before_and_after: tuple[Any, Any], tmp_path: Path
) -> None:
    """Killed at any place, the ledger is as before, or as after only where the log has it; doing
    the work again always gives the full result.
    """
    before, after = before_and_after
    ledger = tmp_path / "ledger"
    shutil.copytree(begun, ledger)
    writer = Writer([ledger], [WORK], failpoint=place)
    writer.go()

    assert writer.end() == -signal.SIGKILL
    assert state(ledger) == (after if place == "after_commit" else before)
    put_kinds(ledger, rows_of(WORK))
    assert state(ledger) == after


def test_the_places_are_all_there_are(tmp_path: Path) -> None:
    """A process told to die at one more file than the work writes lives and finishes."""
    put_kinds(tmp_path, rows_of(BEFORE))
    writer = Writer([tmp_path], [WORK], failpoint=f"before_write:{FILES_WRITTEN + 1}")
    writer.go()

    assert writer.end() == 0


@pytest.mark.parametrize(
    "place", ["before_write", "after_write:2", "before_commit", "after_commit"]
)
def test_a_first_commit_killed_anywhere_can_be_repeated(place: str, tmp_path: Path) -> None:
    """A ledger that was killed in the making is no obstacle to making it."""
    writer = Writer([tmp_path], [BEFORE], failpoint=place)
    writer.go()

    assert writer.end() == -signal.SIGKILL
    assert open_ledger(tmp_path).version == (0 if place == "after_commit" else -1)
    put_kinds(tmp_path, rows_of(BEFORE))
    assert [stored.key for stored in held(tmp_path)] == [1, 2, 3]


@pytest.mark.parametrize("seed", range(5))
def test_a_writer_killed_at_any_moment_leaves_whole_commits(seed: int, tmp_path: Path) -> None:
    """Ten commits, killed at random: the ledger holds the first few of them whole, and running
    them all again gives what an undisturbed run gives.
    """
    steps = 10
    batches: list[Batch] = [
        {
            "usage": [(0, f"{n:02}", NOW - timedelta(hours=n)), (n, "a", NOW)],
            "file": [(n, "a", NOW)],
        }
        for n in range(1, steps + 1)
    ]
    writer = Writer([tmp_path], batches)
    writer.go()
    code = writer.kill_after(random.Random(seed).uniform(0, 0.6))

    done = open_ledger(tmp_path).version + 1
    assert code == (0 if done == steps and code == 0 else -signal.SIGKILL)
    assert held(tmp_path, "file") == [Held(n, "a", NOW) for n in range(1, done + 1)]
    with connect(allowed=[tmp_path]) as con:
        for batch in batches:
            put_kinds(tmp_path, rows_of(batch), con=con)
    assert held(tmp_path) == [
        Held(0, f"{steps:02}", NOW - timedelta(hours=steps)),
        *(Held(n, "a", NOW) for n in range(1, steps + 1)),
    ]


def test_two_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    """Two processes make one ledger and add to it at once: every row of both is there, once and
    at its best, and each version differs from the one before it.
    """
    steps = range(1, 19)
    writers = [Writer([tmp_path], [_step(step, name) for step in steps]) for name in "xy"]
    for writer in writers:
        writer.go()

    assert [writer.end() for writer in writers] == [0, 0]
    assert held(tmp_path) == [
        Held(0, "18y", NOW),
        *(Held(step, "a", NOW) for step in steps),
        *(Held(ord(name) * 100 + step, "a", NOW) for name in "xy" for step in steps),
    ]
    with connect(allowed=[tmp_path]) as con:
        count = open_ledger(tmp_path).version + 1
        versions = [held(tmp_path, at=n, con=con) for n in range(count)]
    assert len(versions) == 2 * len(steps)
    assert all(one != other for one, other in pairwise(versions))


def _step(step: int, name: str) -> Batch:
    """A row of this writer's own, one that both state, and every third time one to fight for."""
    fought = [(0, f"{step:02}{name}", NOW)] if step % 3 == 0 else []
    return {"usage": [(ord(name) * 100 + step, "a", NOW), (step, "a", NOW), *fought]}
