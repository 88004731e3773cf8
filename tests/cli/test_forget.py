"""Tests of forget.py."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from support.command import Done, command
from support.logs import calls
from tokenomics.people import load, people_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of calls by ada and bob, 0.06 dollars each."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", "--ledger", "books", cwd=tmp_path)
    return tmp_path


def _forget(folder: Path, *words: str) -> Done:
    return command("forget", *words, "--ledger", "books", cwd=folder)


def _known(folder: Path) -> list[str]:
    return list(load(people_file(folder / "books")))


def test_somebody_is_forgotten(folder: Path) -> None:
    """Their calls stay, nobody can be asked who they are, and what cannot be reached is said."""
    given = load(people_file(folder / "books"))["bob"]
    done = _forget(folder, given, "--yes")

    assert (done.code, done.out) == (0, "")
    first, *_, last = done.err.splitlines()
    assert first == f"{given} is nobody now"
    assert last.startswith(
        "not reached: logs and pages that were pulled, copies and backups of the file of people"
    )
    assert _known(folder) == ["ada"]
    assert given in command("report", "--ledger", "books", "--by", "user", cwd=folder).out


def test_nobody_is_forgotten_unasked(folder: Path) -> None:
    """Without a terminal it takes --yes; an unknown name is told before that."""
    done = _forget(folder, "bob")

    assert (done.code, done.out) == (2, "")
    assert "say --yes where nobody is asked" in done.err
    assert "did you mean 'bob'?" in _forget(folder, "bobb").err
    assert _known(folder) == ["ada", "bob"]


@pytest.mark.parametrize(("answer", "code", "left"), [(True, 0, ["ada"]), (False, 1, ["ada", "bob"])])  # fmt: skip
def test_a_person_at_a_terminal_is_asked(
    answer: bool, code: int, left: list[str], folder: Path
) -> None:
    """Who it is is shown first; no is exit 1 and changes nothing."""
    with (
        patch("tokenomics_cli.forget.can_ask", return_value=True),
        patch("tokenomics_cli.forget.typer.confirm", return_value=answer),
    ):
        done = _forget(folder, "bob")

    assert done.code == code
    assert " is bob, and would be nobody" in done.err
    assert _known(folder) == left
