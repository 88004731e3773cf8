"""`tokenomics whatif portfolio`, from files to what is printed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import tokenomics as tk
from support.command import command
from support.qualities import judged, tasks_of, written
from support.schemas import LISTINGS, validator
from support.usage import PRICES

SMALL = ("small", 100_000)
DRAFTS = [*tasks_of(36, "draft", "success", SMALL), *tasks_of(4, "draft", "failure", SMALL)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty drafts at 0.2 dollars, of which 36 succeed, their prices, and rules that could do them."""
    written(tmp_path, DRAFTS)
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "tokenomics.toml").write_text(
        "[[option]]\nname = 'rules'\nkind = 'no model'\nper_task = '0.05 USD'\n"
        "success_rate = 0.5\nsource = 'templates of 2025'\n"
    )
    return tmp_path


def _out(folder: Path, *options: str, code: int = 0) -> str:
    done = command(
        "whatif", "portfolio", "calls.jsonl", "outcomes.jsonl", "--pricebook", "prices.toml", *options, cwd=folder
    )  # fmt: skip
    assert done.code == code, done.err
    return done.out if not code else done.err


def test_json_is_as_its_schema_says(folder: Path) -> None:
    """Rules cost 0.1 a success, small 8 / 36, undated 0.1 a task."""
    document = json.loads(_out(folder, "--model", "undated", "--format", "json"))
    validator("portfolio", *LISTINGS["portfolio"]).validate(document)

    assert document["command"]["parameters"]["model"] == ["undated"]
    assert [
        (row["option"], row["quality"], row["cost_per_task"], row["cost_per_success"])
        for row in document["rows"]
    ] == [
        ("rules", "assumed", "0.05", "0.1"),
        ("small", "measured", "0.2", "0.222222222222222222"),
        ("undated", "no evidence", "0.1", None),
    ]


def test_an_unknown_model_is_told(folder: Path) -> None:
    """As a mistake of usage, with the nearest name."""
    assert "small" in _out(folder, "--model", "smal", code=2)


def test_the_library_answers_the_same(folder: Path) -> None:
    """A frame with exact amounts; options are those of the handle's configuration."""
    judged(folder, DRAFTS)
    handle = tk.open(folder / "ledger", config=folder / "tokenomics.toml")
    frame = tk.portfolio(
        handle, models=["undated"], pricebooks=[folder / "prices.toml"], now="2026-12-01"
    )

    assert frame["option"].to_list() == ["rules", "small", "undated"]
    assert frame["cost_per_task"].to_list() == [Decimal("0.05"), Decimal("0.2"), Decimal("0.1")]
