"""`tokenomics anomalies`, from a file to what is printed."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command
from support.hourly import START, usual, write
from support.schemas import LISTINGS, validator

NOW = (START + timedelta(days=31)).isoformat()
SPIKE = 29 * 24 + 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of hours, with a spike of chat in the last week, at ten on a Tuesday."""
    path = tmp_path_factory.mktemp("hours")
    write(
        path,
        31,
        {
            "chat": lambda hour: usual(hour) * (4 if hour in range(SPIKE, SPIKE + 2) else 1),
            "search": usual,
        },
    )
    return path


def _out(folder: Path, *options: str) -> str:
    given = ("--pricebook", "prices.toml", "--now", NOW, *options)
    done = command("anomalies", "calls.csv", *given, cwd=folder)
    assert done.code == 0, done.err
    return done.out


def test_the_table_reads_like_this(folder: Path) -> None:
    """One row, with a sentence below, in 80 columns."""
    lines = _out(folder).splitlines()

    assert lines[0].startswith("Anomalies, 2026-09-29 to 2026-10-28 (UTC), USD")
    assert lines[2].split()[:5] == ["kind", "flow", "from", "hours", "actual"]
    assert lines[4].split()[:4] == ["spike", "feature", "chat", "2026-10-27T10:00+00:00"]
    assert lines[6].startswith("feature chat cost ")
    assert max(map(len, lines)) <= 80


def test_amounts_are_exact_and_the_schema_takes_them(folder: Path) -> None:
    """Four times what is usual at ten and eleven; the excess is what is left when the expected is taken off."""
    document: dict[str, Any] = json.loads(_out(folder, "--format", "json"))
    (row,) = document["rows"]
    actual = 4 * (Decimal(str(usual(SPIKE))) + Decimal(str(usual(SPIKE + 1))))

    assert Decimal(row["actual"]) == actual
    assert Decimal(row["excess"]) == actual - Decimal(row["expected"])
    assert list(validator("anomalies", *LISTINGS["anomalies"]).iter_errors(document)) == []


def test_a_notebook_gets_the_same_figures(folder: Path) -> None:
    """`tk.anomalies` is a frame of the same columns."""
    tk.ingest(folder / "calls.csv", folder / "ledger")
    ledger = tk.open(folder / "ledger")
    frame = tk.anomalies(ledger, "team", now=NOW, pricebooks=[folder / "prices.toml"])

    assert frame["flow"].to_list() == ["team team-chat"]
    assert frame["state"].to_list() == ["over"]


def test_a_dimension_of_time_is_the_users_mistake(folder: Path) -> None:
    """Exit code 2, and why."""
    done = command("anomalies", "calls.csv", "--by", "day", cwd=folder)

    assert done.code == 2
    assert "no period of time" in done.err


def test_nothing_unusual_is_said_in_words(folder: Path) -> None:
    """There were calls, so that nobody reads of no records."""
    early = (START + timedelta(days=20)).isoformat()
    done = command(
        "anomalies", "calls.csv", "--pricebook", "prices.toml", "--now", early, cwd=folder
    )

    assert "nothing to list" in done.out
    assert "nothing unusual was noticed" in done.out
    assert "no records" not in done.out
