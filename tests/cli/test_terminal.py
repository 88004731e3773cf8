"""Tests of terminal.py."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tokenomics.records.errors import OutsideError
from tokenomics_cli import terminal


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_data_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """Data is written as it is, narration apart from it."""
    terminal.emit("a,b\n")
    terminal.say("done")

    assert capsys.readouterr() == ("a,b\n", "done\n")


def test_data_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a file named nothing is written to standard output."""
    terminal.emit("é\n", tmp_path / "out.csv")

    assert (tmp_path / "out.csv").read_bytes() == "é\n".encode()
    assert capsys.readouterr().out == ""


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """The error names the file and what the system said."""
    with pytest.raises(OutsideError, match=r"missing.out\.csv: No such file"):
        terminal.emit("a", tmp_path / "missing" / "out.csv")


def test_errors_are_red_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with colours shows an error in red."""
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal.fail("no")

    assert screen.getvalue() == "\x1b[31merror: no\x1b[0m\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """NO_COLOR and dumb terminals get plain text."""
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    monkeypatch.setenv(name, value)
    terminal.fail("no")

    assert screen.getvalue() == "error: no\n"


def test_errors_are_plain_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """A log file gets no colours."""
    terminal.fail("no")

    assert capsys.readouterr().err == "error: no\n"
    assert not terminal.is_watched()


def test_words_of_a_file_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of narration and errors are written as escapes, ends of lines too: no name begins a line."""
    terminal.say("a\x1b]0;title\x07\r\n\tb", "c")
    terminal.fail("no such file: a\nerror: b")

    assert capsys.readouterr().err == (
        "a\\x1b]0;title\\x07\\r\\n\\tb\nc\nerror: no such file: a\\nerror: b\n"
    )


def test_paths_are_seen_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What lies inside is relative, what lies elsewhere stays as it is."""
    monkeypatch.chdir(tmp_path)

    assert terminal.near(tmp_path / "logs" / "a.csv") == str(Path("logs", "a.csv"))
    assert terminal.near("/elsewhere/a.csv") == "/elsewhere/a.csv"
    assert terminal.near("logs/../a.csv") == "a.csv"


def test_streams_escape_what_they_cannot_encode(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASCII stream gets an escape instead of raising."""
    ascii_stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", ascii_stream)
    terminal.prepare_streams()
    terminal.emit("é\n")

    assert ascii_stream.buffer.getvalue() == b"\\xe9\n"  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]


def test_a_pipe_has_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS says how wide a line is; where nothing does, nothing is cut."""
    monkeypatch.setenv("COLUMNS", "72")
    assert terminal.width() == 72
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(sys, "__stdout__", None)
    assert terminal.width() == sys.maxsize
