"""Tests of explain.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.logs import calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of two calls, known as a and b."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", cwd=tmp_path)
    return tmp_path


def test_an_explanation_multiplies(folder: Path) -> None:
    """1,000 x 0.00003 + 500 x 0.00006 = 0.06, each with where the price comes from."""
    done = command("explain", "a", cwd=folder)

    assert "input: 1,000 x 0.00003 = 0.03 USD" in done.out
    assert "output: 500 x 0.00006 = 0.03 USD" in done.out
    assert "total: 0.06 USD" in done.out
    assert "source: " in done.out


def test_an_explanation_for_machines(folder: Path) -> None:
    """JSON carries the same figures as text."""
    found = json.loads(command("explain", "b", "--format", "json", cwd=folder).out)

    assert found["total"] == "0.06"
    assert [meter["quantity"] for meter in found["meters"]] == [2000]


def test_an_explanation_charges_what_reports_charge(folder: Path) -> None:
    """With an overlay the explained rate is the overlay's."""
    text = '[[discount]]\nprovider = "openai"\npercent = "50"\n'
    (folder / "mine.toml").write_text(text, "utf-8")

    assert "total: 0.03 USD" in command("explain", "a", "--pricebook", "mine.toml", cwd=folder).out


def test_an_unknown_record_is_one_line(folder: Path) -> None:
    """The id that was asked for is in the line."""
    done = command("explain", "nothing-like-it", cwd=folder)

    assert done.code == 2
    assert "nothing-like-it" in done.err
