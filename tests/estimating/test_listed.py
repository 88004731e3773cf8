"""Estimates as a listing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from support.prompts import prices, prompt
from tokenomics.analysis.listing import Listing
from tokenomics.estimating import Plan, Told, compared, for_people, listed
from tokenomics.estimating.listed import COLUMNS

PLAN = Plan(output=100)


def _rows(found: Listing, *names: str) -> list[tuple[Any, ...]]:
    places = [[column.name for column in found.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in found.rows]


def test_a_row_is_a_file_or_a_request(tmp_path: Path) -> None:
    """Two requests of a file sum to its row: 2 x 0.00082; by request each has its line."""
    found = [prompt(tmp_path, "a.jsonl", n, plan=PLAN) for n in (1, 3)]
    by_file = listed(found, prices(tmp_path), Told("file", 100))
    by_request = listed(found, prices(tmp_path), Told("request", 100))

    assert _rows(by_file, "file", "request", "model", "requests", "cost") == [
        ("a.jsonl", None, "acme/small", 2, Decimal("0.00164"))
    ]
    assert _rows(by_request, "request", "cost") == [
        ("1", Decimal("0.00082")), ("3", Decimal("0.00082")),
    ]  # fmt: skip
    assert by_file.total == by_request.total
    assert by_file.report.coverage.estimated == 2


def test_models_stand_beside_each_other_the_cheapest_first(tmp_path: Path) -> None:
    """Moving costs 4 or 3 for input; what has no price stands last and is named."""
    sides = [
        [prompt(tmp_path, model=("acme", name), plan=Plan(output=0))]
        for name in ("moving", "small", "new")
    ]
    found = compared(sides, prices(tmp_path), Told("model", 0))

    assert [row[0] for row in _rows(found, "model")] == ["acme/small", "acme/moving", "acme/new"]
    assert found.sentences[0].startswith("cheapest: acme/small, ")
    assert [entry.model for entry in found.report.unpriced] == ["new"]


def test_a_limit_shows_the_first_rows(tmp_path: Path) -> None:
    """The total is of all."""
    found = [prompt(tmp_path, name, plan=PLAN) for name in ("a", "b", "c")]
    shown = listed(found, prices(tmp_path), Told(limit=2))

    assert (len(shown.rows), shown.row_count) == (2, 3)
    assert shown.total is not None
    assert shown.total[[column.name for column in COLUMNS].index("requests")] == 3


def test_people_see_the_columns_that_tell_something(tmp_path: Path) -> None:
    """Without a word of the answer the cost is that of the input alone."""
    said = for_people(listed([prompt(tmp_path, plan=PLAN)], prices(tmp_path), Told()), "file")
    unsaid = for_people(listed([prompt(tmp_path)], prices(tmp_path), Told()), "file")

    assert [column.heading for column in said.columns] == [
        "file", "counted", "input", "output", "input cost", "output cost", "cost", "at most",
    ]  # fmt: skip
    assert [column.heading for column in unsaid.columns] == [
        "file", "counted", "input", "input alone", "at most",
    ]  # fmt: skip
