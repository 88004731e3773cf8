"""Tests of prices_history.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_a_change_has_its_percent(tmp_path: Path) -> None:
    """OpenAI's o3 fell from 10 to 2 dollars on 2025-06-10: -80 %."""
    done = command("prices", "history", "openai/o3", "--format", "json", cwd=tmp_path)
    old, new = [row for row in json.loads(done.out) if row["meter"] == "input"]

    assert (old["price"], old["until"], old["change %"]) == ("10 USD", "2025-06-10T00:00:00Z", None)
    assert (new["price"], new["from"], new["change %"]) == ("2 USD", "2025-06-10T00:00:00Z", "-80")


def test_a_moved_alias_says_what_it_meant(tmp_path: Path) -> None:
    """The model is a column where there are several, and the rest is a word about --all."""
    done = command("prices", "history", "gpt-4o", cwd=tmp_path)

    assert "openai: gpt-4o\nmodel " in done.out
    assert "gpt-4o-2024-05-13  input       2024-05-13  2024-10-02  5 USD" in done.out
    assert done.err.endswith("prices of other tiers, regions, variants and contexts: --all\n")


def test_every_kind_of_call_is_shown_on_demand(tmp_path: Path) -> None:
    """With --all batch has rows of its own, and nothing is left to say."""
    done = command("prices", "history", "azure/gpt-4o", "--all", cwd=tmp_path)

    assert "batch us" in done.out
    assert done.err == ""


def test_a_price_that_was_taken_back_stays_in_sight(tmp_path: Path) -> None:
    """The cancelled rise of Claude Sonnet 5 is there with its day, within 80 columns."""
    done = command(
        "prices", "history", "anthropic/claude-sonnet-5", cwd=tmp_path, env={"COLUMNS": "80"}
    )

    assert "retracted:" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
