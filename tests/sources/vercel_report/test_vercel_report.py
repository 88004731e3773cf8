"""Spend reports of Vercel's AI Gateway."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reports import costs_by
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container, Sample
from tokenomics.sources.vercel_report import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("models.json", "json"), ("users.json", "json"))
GENERATIONS = HERE.parent / "vercel" / "generation.json"


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """The API's answer by model, and the SDK's by user and hour, give the drafts that lie beside them."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_usage_and_bill_of_one_row(tmp_path: Path) -> None:
    """12,500 with 10,000 and 2,000 cached are 500, with 10 more 510; 0.036 + 0.002 are billed, at list prices 0.04."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "models.json")

    columns = "count(*), sum(requests), sum(input), sum(cache_read), sum(cache_write), sum(output), sum(reasoning), sum(reported_cost)"
    assert select(tmp_path / "ledger", columns) == [
        (2, 3, 1_010, 20_000, 4_000, 620, 200, Decimal("0.038"))
    ]
    assert select(tmp_path / "ledger", "sum(billed_cost), sum(list_cost)", "charge") == [
        (Decimal("0.038"), Decimal("0.04"))
    ]


def test_answers_that_overlap_count_once(tmp_path: Path) -> None:
    """A day that stands in two answers of one file is one sum."""
    answer = (HERE / "models.json").read_text("utf-8").replace("\n", " ")
    (tmp_path / "report.jsonl").write_text(f"{answer}\n{answer}\n", "utf-8")
    take(tmp_path / "ledger", tmp_path / "report.jsonl")

    assert select(tmp_path / "ledger", "count(*), sum(reported_cost)") == [(2, Decimal("0.038"))]


@pytest.mark.parametrize("order", [1, -1])
def test_generations_stand_before_their_sums(order: int, tmp_path: Path) -> None:
    """One of the day's two calls of Claude is a generation: the two together are what the report states."""
    for path in (GENERATIONS, HERE / "models.json")[::order]:
        take(tmp_path / "ledger", path)
    report = costs_by(tmp_path / "ledger", "model")

    assert {row.key[0]: row.meters.get("input") for row in report.rows} == {
        "anthropic/claude-sonnet-4.5": 1_000,
        "openai/gpt-5-mini": 10,
    }
    assert {overlap.how for overlap in report.coverage.overlaps} == {"requests"}


def test_rejects_name_their_field() -> None:
    """More cached than sent, a day that is none, a cost in words."""
    assert problems(drafts(SOURCE, HERE / "users.json", "json"))[2:] == [
        "cached_input_tokens and cache_creation_input_tokens: exceeds input_tokens",
        "day: not a day like 2026-11-02",
        "total_cost: not an amount",
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"tag": "a", "day": "2026-11-02", "totalCost": 1, "requestCount": 1}, "by tag"),
        ({"model": "a", "total_cost": 1, "market_cost": 1}, "without days"),
    ],
)
def test_what_cannot_be_placed_is_refused(row: dict[str, object], told: str) -> None:
    """Rows by tag overlap, and rows without a day are of no time."""
    page = Sample(HERE, "json", ({"results": [json.loads(json.dumps(row))]},), ())

    assert registry.claim(page, Config()) is None
    assert told in (registry.refusal(page) or "")
