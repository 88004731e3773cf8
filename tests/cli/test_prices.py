"""Tests of prices.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_list_names_the_models(tmp_path: Path) -> None:
    """Each model that has prices is a row."""
    rows = json.loads(command("prices", "list", "--format", "json", cwd=tmp_path).out)

    assert {"openai", "anthropic", "google", "mistral"} <= {row["provider"] for row in rows}
    assert all(row["rates"] > 0 for row in rows)
