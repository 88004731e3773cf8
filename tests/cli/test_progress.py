"""Tests of progress.py."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest

from support import claude
from support.command import process
from support.screen import on_screen
from tokenomics.ledger import DataFile, Ledger
from tokenomics_cli import terminal
from tokenomics_cli.progress import asked_of, asking, line, progress, tick

_MB = 1_000_000


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "seconds", "said"),
    [
        (0, 0.0, "read 0 of 700 MB"),
        (0, 3.0, "read 0 of 700 MB"),
        (100, 2.0, "read 100 of 700 MB, 50 MB/s, 12 s left"),
        (1, 0.5, "read 1 of 700 MB, 2 MB/s, 5 min 50 s left"),
        (700, 9.0, "read 700 of 700 MB, writing"),
    ],
)
def test_a_line_says_how_far_it_is(done: int, seconds: float, said: str) -> None:
    """100 MB in 2 s are 50 MB/s, and the other 600 take 12 s; at 2 MB/s 699 take 349.5 s."""
    assert line(done * _MB, 700 * _MB, seconds) == said


def test_a_line_is_drawn_over_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is left in the end."""
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    times = iter([0.0, 1.0])
    with progress(lambda: next(times)) as tell:
        assert tell is not None
        tell(50 * _MB, 100 * _MB)
        tell(_MB, 2 * _MB)

    drawn = "read 50 of 100 MB, 50 MB/s, 1 s left"
    assert screen.getvalue() == f"\r{drawn:<39}\r\r{'':<39}\r"


@pytest.mark.parametrize(("watched", "term"), [(False, "xterm"), (True, "dumb")])
def test_nobody_is_told_where_nobody_watches(
    monkeypatch: pytest.MonkeyPatch, watched: bool, term: str
) -> None:
    """A log file gets no such line, and neither does a terminal that cannot draw over one."""
    monkeypatch.setattr(sys, "stderr", stream := Screen() if watched else io.StringIO())
    monkeypatch.setenv("TERM", term)
    with progress() as tell:
        assert tell is None

    assert stream.getvalue() == ""


def test_quiet_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-q` holds for it too."""
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setenv("TERM", "xterm")
    terminal.hush()
    with progress() as tell:
        assert tell is None
    terminal.prepare_streams()


def test_an_ingest_shows_it_on_a_terminal(tmp_path: Path) -> None:
    """A great log is read with the line before the summary; in a pipe there is none."""
    long = claude.line("msg_A", content=["x" * _MB])
    claude.write(tmp_path / "s.jsonl", [long] * 34)
    shown = on_screen("ingest", "s.jsonl", cwd=tmp_path)

    assert shown.code == 0
    assert "\rread 0 of 34 MB" in shown.out
    assert "1 file read into .tokenomics version 0" in shown.out.split("\r")[-1]
    again = process("ingest", "s.jsonl", "--ledger", "other", "-v", cwd=tmp_path)
    assert b"\r" not in again.stderr


def _screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    return screen


def _ledger(*rows: int) -> Ledger:
    files = [DataFile(str(n), "usage", "2026-11", 1, n, frozenset()) for n in rows]
    return Ledger(Path(), 0, (*files, DataFile("o", "outcome", "2026-11", 1, 9, frozenset())))


def test_a_question_says_what_it_goes_over() -> None:
    """Calls and their files are counted, other records are not."""
    assert asked_of(_ledger(1_000_000, 234)) == "asking 1,000,234 calls in 2 files"
    assert asked_of(_ledger(1)) == "asking 1 call in 1 file"


def test_a_long_question_says_for_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line a second is drawn over the one before, and gone when the answer is there."""
    screen = _screen(monkeypatch)
    over, times = iter([False, False, True]), iter([0.0, 1.0, 61.0])
    tick("asking", lambda _pause: next(over), lambda: next(times))

    lines = ["asking, 1 s", "asking, 1 min 1 s", ""]
    assert screen.getvalue() == "".join(f"\r{each:<39}\r" for each in lines)


def test_a_quick_question_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is answered at once draws no line, and leaves no thread behind."""
    screen, before = _screen(monkeypatch), threading.active_count()
    with asking(_ledger(1)):
        pass

    assert screen.getvalue() == ""
    assert threading.active_count() == before


def test_a_question_in_a_pipe_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told where nobody watches: no thread is begun."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    before = threading.active_count()
    with asking(_ledger(1)):
        assert threading.active_count() == before
