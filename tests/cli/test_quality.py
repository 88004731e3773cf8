"""`tokenomics quality`, from files to what is printed."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command
from support.qualities import tasks_of, written
from support.schemas import LISTINGS, validator
from support.usage import PRICES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small succeeds in 36 of 40 drafts at 0.2 dollars a try, large in as many at 0.5; and their prices."""
    calls = {"small": ("small", 100_000), "large": ("large", 100_000)}
    tasks = [
        task
        for model in calls.values()
        for task in (
            *tasks_of(36, "draft", "success", model),
            *tasks_of(4, "draft", "failure", model),
        )
    ]
    written(tmp_path, tasks)
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    return tmp_path


def _out(folder: Path, *options: str) -> str:
    done = command(
        "quality", "calls.jsonl", "outcomes.jsonl", "--pricebook", "prices.toml", *options, cwd=folder
    )  # fmt: skip
    assert done.code == 0, done.err
    return done.out


def _json(folder: Path, *options: str) -> dict[str, Any]:
    return json.loads(_out(folder, "--format", "json", *options))


def test_the_dominated_model_is_marked_in_json(folder: Path) -> None:
    """8 / 36 = 0.222 dollars a success against 20 / 36 = 0.556, at the same share."""
    document = _json(folder)
    small, large = document["rows"]

    assert (small["model"], small["cost_per_success"]) == ("small", "0.222222222222222222")
    assert (large["mark"], large["dominated_by"]) == ("dominated", "small")
    assert (large["successes"], large["success_rate"]) == (36, "0.9")
    assert document["totals"]["successes"] == 72
    assert document["command"]["name"] == "quality"


def test_a_cost_per_success_is_that_of_the_report(folder: Path) -> None:
    """Both commands write the same digits."""
    words = ("--per", "success", "--by", "feature,model", "--format", "json")
    done = command(
        "report", "calls.jsonl", "outcomes.jsonl", "--pricebook", "prices.toml", *words, cwd=folder
    )  # fmt: skip
    said = {row["model"]: row["cost_per_success"] for row in json.loads(done.out)["rows"]}

    assert said == {row["model"]: row["cost_per_success"] for row in _json(folder)["rows"]}


@pytest.mark.parametrize("by", [(), ("--by", "feature,day")])
def test_the_schema_takes_what_is_written(folder: Path, by: tuple[str, ...]) -> None:
    """By feature and model, and by other dimensions."""
    assert list(validator("quality", *LISTINGS["quality"]).iter_errors(_json(folder, *by))) == []


def test_equal_inputs_give_equal_bytes(folder: Path) -> None:
    """Draws are seeded by the costs themselves."""
    assert _out(folder, "--format", "csv") == _out(folder, "--format", "csv")


def test_csv_has_all_columns(folder: Path) -> None:
    """The dimensions come first, then every column."""
    rows = list(csv.DictReader(io.StringIO(_out(folder, "--format", "csv"))))

    assert [row["tasks"] for row in rows] == ["40", "40"]
    assert list(rows[0])[:3] == ["feature", "model", "judged"]


def test_the_table_fits_a_narrow_terminal(folder: Path) -> None:
    """80 characters, with the intervals of costs and the mark."""
    lines = _out(folder).splitlines()

    assert lines[0] == "Quality against cost, 2026-11-02 (UTC), USD, contract prices"
    assert lines[2].split()[-3:] == ["from", "to", "mark"]
    assert max(map(len, lines)) <= 80


def test_a_notebook_gets_the_same_figures(folder: Path) -> None:
    """`tk.quality` is a frame of the same columns, exact to the last digit."""
    tk.ingest([folder / "calls.jsonl", folder / "outcomes.jsonl"], folder / "ledger")
    frame = tk.quality(tk.open(folder / "ledger"), pricebooks=[folder / "prices.toml"])

    assert frame["model"].to_list() == ["small", "large"]
    assert frame["cost_per_success"].to_list()[0] == Decimal("0.222222222222222222")
    assert frame["mark"].to_list() == [None, "dominated"]


def test_a_wrong_dimension_is_the_users_mistake(folder: Path) -> None:
    """Exit code 2 and the nearest name."""
    done = command("quality", "calls.jsonl", "--by", "featur", cwd=folder)

    assert done.code == 2
    assert "feature" in done.err
