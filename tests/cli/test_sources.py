"""Tests of sources.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_every_source_says_what_it_cannot_tell(tmp_path: Path) -> None:
    """The formats are listed with what each of them leaves unknown."""
    rows = json.loads(command("sources", "--format", "json", cwd=tmp_path).out)

    assert {"claude_code", "litellm", "native"} <= {row["source"] for row in rows}
    assert all(row["cannot tell"] for row in rows)


def test_the_table_is_for_people(tmp_path: Path) -> None:
    """Without --format it is aligned text."""
    assert command("sources", cwd=tmp_path).out.startswith("source ")
