"""`tokenomics indicators`, from a file to what is printed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import tokenomics as tk
from support.agents import LOOP
from support.command import command
from support.schemas import LISTINGS, validator
from support.usage import PRICES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five calls of 0.0454 dollars and their prices."""
    (tmp_path / "calls.csv").write_text(LOOP, "utf-8")
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    return tmp_path


def _out(folder: Path, *options: str) -> str:
    done = command("indicators", "calls.csv", "--pricebook", "prices.toml", *options, cwd=folder)
    assert done.code == 0, done.err
    return done.out


def test_values_are_exact_in_json_and_nulls_say_why(folder: Path) -> None:
    """0.0454 / 5 = 0.00908 a call; 20,000 tokens for it are 2.27 a million."""
    document = json.loads(_out(folder, "--format", "json"))
    rows = {row["indicator"]: row for row in document["rows"]}

    assert rows["Cost per API call"]["value"] == "0.00908"
    assert rows["Cost per token"]["value"] == "2.27"
    assert rows["Time to first prompt"]["value"] is None
    assert "needs both days" in rows["Time to first prompt"]["missing"]
    assert list(validator("indicators", *LISTINGS["indicators"]).iter_errors(document)) == []


def test_the_table_has_a_line_an_indicator(folder: Path) -> None:
    """Names stand whole in 80 characters, formulae below."""
    out = _out(folder)
    lines = out.splitlines()

    assert lines[0] == "FinOps indicators for AI, 2026-11-02 (UTC), USD, contract prices"
    assert any(line.startswith("Resource utilization efficiency  ") for line in lines)
    assert "Cost per API call = total API cost / API calls" in out
    assert max(map(len, lines)) <= 80


def test_a_notebook_gets_the_same_values(folder: Path) -> None:
    """`tk.indicators` is a frame of the same columns."""
    tk.ingest(folder / "calls.csv", folder / "ledger")
    frame = tk.indicators(tk.open(folder / "ledger"), pricebooks=[folder / "prices.toml"])

    assert frame["indicator"].to_list()[1] == "Cost per API call"
    assert frame["value"].to_list()[1] == Decimal("0.00908")


def test_groups_are_the_users_mistake(folder: Path) -> None:
    """Exit code 2, and what to do."""
    done = command("indicators", "calls.csv", "--by", "feature", cwd=folder)

    assert done.code == 2
    assert "--where" in done.err
