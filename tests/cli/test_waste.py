"""`tokenomics waste`, from a file to what is printed."""

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
from support.priced_logs import document, priced, text
from support.schemas import LISTINGS, validator

CALLS = """ts,provider,model,feature,session_id,input,cache_read,cache_write_5m,output
2026-11-02T10:00:00Z,acme,small,chat,s1,1000000,,,
2026-11-02T10:01:00Z,acme,small,chat,s1,,1000000,,
2026-11-02T10:02:00Z,acme,small,search,s2,,,1000000,
2026-11-02T11:00:00Z,acme,small,search,s3,,,,1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four calls and their prices."""
    return priced(tmp_path, CALLS)


def _out(folder: Path, *options: str) -> str:
    return text("waste", folder, *options)


def _json(folder: Path, *options: str) -> dict[str, Any]:
    return document("waste", folder, *options)


def test_amounts_are_exact_in_json(folder: Path) -> None:
    """1 M read at 0.5 instead of 2 saved 1.5, 1 M written at 2.5 cost 0.5 more and nobody read it.

    2 and 0.000008 dollars could be half at batch, where cached tokens have no price.
    """
    document = _json(folder)
    found = {row["finding"]: (row["calls"], row["at_stake"]) for row in document["rows"]}

    assert found == {
        "cache savings": (2, "1"),
        "if it could wait": (2, "1.000004"),
        "writes never read": (1, "0.5"),
    }
    assert document["command"]["name"] == "waste"
    assert "if it could wait: 2 calls left out, for want of a batch price" in document["notes"]


@pytest.mark.parametrize("by", [(), ("--by", "feature,day")])
def test_the_schema_takes_what_is_written(folder: Path, by: tuple[str, ...]) -> None:
    """With groups and without."""
    document = _json(folder, *by)

    assert list(validator("waste", *LISTINGS["waste"]).iter_errors(document)) == []
    assert document["totals"]["cost"] == "5.000008"


def test_the_table_reads_like_this(folder: Path) -> None:
    """The most at stake first, in 80 columns, with what it means below."""
    lines = _out(folder).splitlines()

    assert lines[0] == "What could be spent better, 2026-11-02 (UTC), USD, contract prices"
    assert lines[2].split() == ["finding", "calls", "tokens", "cost", "at", "stake", "share"]
    assert [line.split("  ")[0] for line in lines[4:7]] == [
        "if it could wait", "cache savings", "writes never read",
    ]  # fmt: skip
    assert any("reading from caches saved 1.000 USD" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_each_row_of_csv_says_what_it_means(folder: Path) -> None:
    """As rows of a spreadsheet have no sentences below them."""
    rows = list(csv.DictReader(io.StringIO(_out(folder, "--format", "csv"))))

    assert [row["meaning"].split(":")[0] for row in rows] == [row["finding"] for row in rows]


def test_a_notebook_gets_the_same_figures(folder: Path) -> None:
    """`tk.waste` is a frame of the same columns, exact to the last digit."""
    tk.ingest(folder / "calls.csv", folder / "ledger")
    frame = tk.waste(tk.open(folder / "ledger"), "feature", pricebooks=[folder / "prices.toml"])
    rows = {(row["feature"], row["finding"]): row["at_stake"] for row in frame.to_dicts()}

    assert rows["chat", "cache savings"] == Decimal("1.5")
    assert rows["search", "writes never read"] == Decimal("0.5")


def test_a_wrong_dimension_is_the_users_mistake(folder: Path) -> None:
    """Exit code 2 and the nearest name."""
    done = command("waste", "calls.csv", "--by", "featur", cwd=folder)

    assert done.code == 2
    assert "feature" in done.err


@pytest.mark.parametrize("seed", ["1", "7"])
def test_the_demo_is_told_as_its_truth_has_it(tmp_path: Path, seed: str) -> None:
    """What is cached and what is at the batch tier, summed without these prices, which halve at batch.

    The feature `nightly-enrichment` alone is at that tier, so that it saved as much as it cost.
    """
    command("demo", "--size", "0.02", "--seed", seed, cwd=tmp_path)
    folder = tmp_path / "tokenomics-demo"
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    (night,) = (row for row in truth["by"]["feature"] if row["feature"] == "nightly-enrichment")
    config = ("--config", folder / "tokenomics.toml")
    done = command("waste", *config, "--format", "json", cwd=tmp_path)
    found = {row["finding"]: row for row in json.loads(done.out)["rows"]}

    cached = sum(number for name, number in truth["totals"].items() if name.startswith("cache_"))
    assert found["cache savings"]["tokens"] == cached
    batch = found["batch and flex"]
    assert (batch["calls"], batch["cost"]) == (night["requests"], night["cost"])
    assert batch["at_stake"] == night["cost"]
