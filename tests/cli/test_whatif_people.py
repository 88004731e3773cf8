"""`tokenomics whatif people`, from files to what is printed."""

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty drafts at 0.2 dollars, of which 36 succeed, and their prices."""
    written(
        tmp_path,
        [*tasks_of(36, "draft", "success", SMALL), *tasks_of(4, "draft", "failure", SMALL)],
    )
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    return tmp_path


def _out(folder: Path, *options: str, code: int = 0) -> str:
    done = command(
        "whatif", "people", "calls.jsonl", "outcomes.jsonl", "--pricebook", "prices.toml", *options, cwd=folder
    )  # fmt: skip
    assert done.code == code, done.err
    return done.out if not code else done.err


def test_options_state_what_a_person_needs(folder: Path) -> None:
    """Ten minutes at 60 are 10 a task; AI takes (8 + 4 x 10) / 40 = 1.20."""
    out = " ".join(_out(folder, "--minutes", "10", "--hourly", "60").split())

    assert "a task costs 1.200 USD with AI, all in, and 10.00 USD by a person" in out


def test_the_configuration_states_it_by_class(folder: Path) -> None:
    """Six minutes at 50 an hour: 5 a task, for drafts alone."""
    (folder / "tokenomics.toml").write_text(
        "[[person]]\nwhere = { feature = 'draft' }\nminutes = 6\nhourly = '50 USD'\n"
    )

    assert "and 5.000 USD by a person" in " ".join(_out(folder).split())


def test_json_is_as_its_schema_says(folder: Path) -> None:
    """With what was stated among the parameters."""
    document = json.loads(_out(folder, "--minutes", "10", "--hourly", "60", "--format", "json"))
    validator("people", *LISTINGS["people"]).validate(document)

    assert document["command"]["parameters"]["minutes"] == "10"
    assert [row["all_in_per_task"] for row in document["rows"]] == ["1.2"]


def test_what_is_no_number_is_told(folder: Path) -> None:
    """As a mistake of usage."""
    assert "minutes: 'ten' is not a number" in _out(folder, "--minutes", "ten", code=2)


def test_the_library_answers_the_same(folder: Path) -> None:
    """A frame with exact amounts: 1.2 a task."""
    judged(folder, tasks_of(40, "draft", "success", SMALL))
    handle = tk.open(folder / "ledger")
    frame = tk.ai_or_person(
        handle, minutes="10", hourly="60", pricebooks=[folder / "prices.toml"], now="2026-12-01"
    )

    assert frame["all_in_per_task"].to_list() == [Decimal("0.2")]
    assert frame["verdict"].to_list() == ["AI"]
