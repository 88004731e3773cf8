"""What teams owe written for others."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import command
from support.owed import MONTH, owing


def test_rows_of_focus_need_a_file(tmp_path: Path) -> None:
    """Before anything is asked."""
    done = command("chargeback", "--format", "focus", cwd=tmp_path)

    assert (done.code, done.err) == (
        2,
        "error: name a file with --output, such as focus.csv or focus.parquet\n",
    )


def test_what_was_written_is_told(tmp_path: Path) -> None:
    """Nothing on standard output; how many are charged on the other."""
    owing(tmp_path)
    rows = command(*MONTH, "--format", "focus", "-o", "owed.csv", cwd=tmp_path)
    pages = command(*MONTH, "--statements", "sent", cwd=tmp_path)

    assert rows == (0, "", "owed.csv: FOCUS 1.4, 2 teams\n")
    assert pages == (0, "", "sent: 2 statements\n")


def test_gates_are_judged(tmp_path: Path) -> None:
    """Usage without a price fails one, and the file is there all the same."""
    owing(tmp_path)
    options = ("--format", "focus", "-o", "owed.csv", "--fail-on", "unpriced")
    done = command(*MONTH, *options, cwd=tmp_path)

    assert done.code == 1
    assert (tmp_path / "owed.csv").is_file()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    owing(tmp_path)
    (tmp_path / "sent").write_text("", "utf-8")
    done = command(*MONTH, "--statements", "sent", cwd=tmp_path)

    assert (done.code, done.err) == (3, "error: sent: File exists\n")


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_the_other_forms_are_written_as_ever(tmp_path: Path, form: str) -> None:
    """The command's own option stands for the question's."""
    owing(tmp_path)
    done = command(*MONTH, "--format", form, cwd=tmp_path)

    assert done.code == 0, done.err
    assert "support" in done.out
