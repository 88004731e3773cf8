"""Tests of prices_check.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command

JUMP = """
provider = "acme"
[[price]]
model = "m"
source = "a page"
checked = 2026-11-20
from = 2026-01-01
rates = [{ input = 50 }]
[[price]]
model = "m"
source = "a page"
checked = 2026-11-20
from = 2026-02-01
rates = [{ input = 2 }]
"""


def test_what_the_bundled_prices_leave_open_is_told(tmp_path: Path) -> None:
    """Disputes and missing starts are no mistake: exit code 0, and a word about each kind."""
    done = command("prices", "check", "--now", "2026-11-26", cwd=tmp_path)

    assert done.code == 0
    assert "disputed" in done.out
    assert "wrong is what neither a note nor a gap explains" in done.err


def test_what_nothing_explains_fails(tmp_path: Path) -> None:
    """A jump of prices of one's own: exit code 1, and the finding first."""
    (tmp_path / "mine.toml").write_text(JUMP, "utf-8")
    words = ("prices", "check", "--pricebook", "mine.toml", "--now", "2026-11-26")
    done = command(*words, "--format", "json", "--limit", "1", cwd=tmp_path)

    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "kind": "jump",
            "is": "wrong",
            "model": "acme/m",
            "finding": "input from 50 to 2 on 2026-02-01",
            "explained": None,
        }
    ]
    assert "jump 1 (1 wrong)" in done.err


def test_another_book_may_contradict(tmp_path: Path) -> None:
    """A book of the same prices does not; a day of age is too much where a day is asked for."""
    same = command("prices", "check", "--against", "bundled", "--format", "csv", cwd=tmp_path)
    words = ("--max-age", "1", "--now", "2027-11-26", "--format", "csv")
    old = command("prices", "check", *words, cwd=tmp_path)

    assert "contradiction" not in same.out
    assert "last checked before 2027-11-25" in old.out
