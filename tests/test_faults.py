"""A few of the trials of `make faults`, one or two of each sort."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable

import pytest

from support.faults.ground import Ground
from support.faults.steps import STEPS, Step
from support.faults.together import servers
from support.faults.trials import Field, ended, field, trial
from support.small_disk import can_mount

_STEPS = {step.name: step for step in STEPS}
_DYING = random.Random(1)


def _killed(step: Step, place: str) -> Callable[[Ground], None]:
    def fault(mine: Ground) -> None:
        done = mine.end(*step.words, TOKENOMICS_FAILPOINT=place)
        assert done.code == -signal.SIGKILL

    return fault


def _full(step: Step) -> Callable[[Ground], None]:
    def fault(mine: Ground) -> None:
        assert mine.disk is not None
        with mine.disk.full():
            ended(mine.do(*step.words), 3)

    return fault


def _wrong(on: Field, fault: Callable[[Ground], object], *, disk: bool = False) -> str | None:
    return trial(on, "", fault, disk=disk).wrong


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("ingest", ["after_people:1", "after_commit:1"]),
        ("pull", ["before_month:2", "before_fetched:1"]),
        ("report to a file", ["before_output:1"]),
        ("forget", ["before_people:1"]),
    ],
)
def test_a_step_that_was_killed_is_done_again(name: str, places: list[str]) -> None:
    """Killed where it writes, and done again, it comes to what an undisturbed one does, byte for byte."""
    step = _STEPS[name]
    with field(step) as on:
        assert set(places) <= set(on.places)
        assert [_wrong(on, _killed(step, place)) for place in places] == [None] * len(places)


@pytest.mark.parametrize("name", ["alert", "pull"])
def test_a_server_that_dies_in_the_middle_loses_nothing(name: str) -> None:
    """In the middle of a mail or of a page: the step done again has all of it, and no mail another id."""
    with field(_STEPS[name]) as on:
        assert [each.wrong for each in servers(on, _DYING, 1) if each.wrong] == []


@pytest.mark.skipif(
    not can_mount(), reason="SKIPPED: nothing can be mounted here, so no disk can be full"
)
def test_a_full_disk_is_one_line_and_loses_nothing() -> None:
    """Exit code 3; with room again the step comes to what an undisturbed one does."""
    for name in ("ingest", "report to a file"):
        with field(_STEPS[name]) as on:
            assert _wrong(on, _full(on.step), disk=True) is None
