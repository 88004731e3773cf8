"""Places to be killed at."""

from __future__ import annotations

import os
import signal

import pytest

from tokenomics.failpoints import FAILPOINTS, VARIABLE, reach


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The signals that would have been sent."""
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda process, number: sent.append((process, number)))
    return sent


@pytest.mark.parametrize("name", FAILPOINTS)
def test_nothing_is_killed_unless_asked_for(name: str, kills: list[tuple[int, int]]) -> None:
    """Without the variable every place is passed."""
    reach(name)

    assert kills == []


@pytest.mark.parametrize(
    ("wanted", "nth", "number"),
    [
        ("before_write", 1, signal.SIGKILL),
        ("before_write:1", 1, signal.SIGKILL),
        ("before_write:3", 3, signal.SIGKILL),
        ("before_write:2=SIGTERM", 2, signal.SIGTERM),
        ("before_write=SIGSTOP", 1, signal.SIGSTOP),
    ],
)
def test_the_named_place_gets_the_signal(
    wanted: str,
    nth: int,
    number: int,
    kills: list[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of all places and passes only the one named sends a signal, and at once."""
    monkeypatch.setenv(VARIABLE, wanted)

    for name in FAILPOINTS:
        for pass_by in (1, 2, 3):
            reach(name, pass_by)
            is_here = (name, pass_by) == ("before_write", nth)
            assert kills == ([(os.getpid(), number)] if is_here else [])
            kills.clear()
