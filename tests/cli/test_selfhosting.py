"""Tests of selfhosting.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command

HERE = ("whatif", "selfhost", "--tokens-per-second", "1400", "--hourly", "8.40")


def test_what_was_stated_is_in_the_document(tmp_path: Path) -> None:
    """Only what the user gave stands among the parameters."""
    done = command(*HERE, "--utilisation", "0.6", "--format", "json", cwd=tmp_path)

    assert json.loads(done.out)["command"] == {
        "name": "whatif selfhost",
        "parameters": {
            "hourly": "8.40", "tokens_per_second": "1400", "gpus": 1, "utilisation": ["0.6"],
        },
    }  # fmt: skip


def test_parquet_needs_a_file(tmp_path: Path) -> None:
    """What is no text goes to no terminal."""
    assert "name a file with --output" in command(*HERE, "--format", "parquet", cwd=tmp_path).err
