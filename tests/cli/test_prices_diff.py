"""Tests of prices_diff.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command

OLD = 'provider = "acme"\n[[price]]\nmodel = "m"\nrates = [{ input = 5, output = 30 }]\n'
NEW = OLD.replace("input = 5", "input = 4")


def _books(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "old" / "acme.toml").write_text(OLD, "utf-8")
    (folder / "new.toml").write_text(NEW, "utf-8")


def test_a_folder_is_compared_with_a_file(tmp_path: Path) -> None:
    """The changed price stands there with its percent: 5 to 4 is -20."""
    _books(tmp_path)
    done = command("prices", "diff", "old", "new.toml", "--format", "json", cwd=tmp_path)
    (found,) = json.loads(done.out)

    assert (found["model"], found["meter"]) == ("m", "input")
    assert (found["old"], found["new"], found["change %"]) == ("5", "4", "-20")
    assert "prices of 1 models differ: 0 added, 0 removed, 1 changed" in done.err


def test_the_bundled_book_has_a_name(tmp_path: Path) -> None:
    """A book is no different from itself, which is said and is no table."""
    done = command("prices", "diff", "bundled", "bundled", cwd=tmp_path)

    assert (done.code, done.out) == (0, "")
    assert done.err == "both books state the same prices\n"


def test_a_long_difference_is_cut_short(tmp_path: Path) -> None:
    """A table of everything that the bundled book has is forty rows and a word about the rest."""
    _books(tmp_path)
    done = command("prices", "diff", "new.toml", "bundled", cwd=tmp_path)

    assert len(done.out.partition("\n\n")[0].splitlines()) == 41
    assert "--limit shows more" in done.err


def test_a_missing_book_is_one_line(tmp_path: Path) -> None:
    """A name that is neither file nor folder is an error that names it."""
    done = command("prices", "diff", "bundled", "nowhere.toml", cwd=tmp_path)

    assert done.code == 2
    assert done.err == "error: nowhere.toml: cannot be read: No such file or directory\n"
