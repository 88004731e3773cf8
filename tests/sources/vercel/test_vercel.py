"""Generations of Vercel's AI Gateway."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import registry, vercel
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("generation.json", "json"),
    ("generations.jsonl", "jsonl"),
)
ROSETTA = HERE.parent / "rosetta"


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """The API's answer, and lines of generations, give the drafts that lie beside them."""
    found = drafts(vercel.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == vercel.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_a_generation_counts_once(order: int, tmp_path: Path) -> None:
    """The first stands in both files; 0.018 + 0 + 0.018 + 0 are reported, and no provider's price is laid on them."""
    for name, _ in FILES[::order]:
        take(tmp_path / "ledger", HERE / name)

    assert select(tmp_path / "ledger", "count(*), sum(reported_cost)") == [(4, Decimal("0.036"))]
    assert total_cost(tmp_path / "ledger") is None
    assert [reject[1:] for reject in rejects(tmp_path / "ledger")] == [
        (5, "total_cost", "not an amount"),
        (6, "native_tokens_prompt", "not a whole number of 0 or more"),
        (7, "billable_web_search_calls", "not a whole number of 0 or more"),
    ]


def test_what_was_cached_is_taken_out_of_the_prompt(tmp_path: Path) -> None:
    """12,500 hold 10,000 and 2,000, and 500 cannot; 400 hold 100 of thought, and 300 cannot hold 400."""
    take(tmp_path / "ledger", HERE / "generations.jsonl")

    columns = "response_id, input, cache_read, cache_write, output, reasoning, billing, status"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY 1") == [
        ("gen_00", 500, 10_000, 2_000, 300, 100, "metered", "success"),
        ("gen_01", 10, 0, None, 20, 0, "byok", "success"),
        ("gen_02", 500, 10_000, 2_000, 300, 400, "metered", "success"),
        ("gen_03", None, None, None, None, None, "metered", "failure"),
    ]


def test_a_generation_without_its_prompt_is_partial(tmp_path: Path) -> None:
    """What 300 made and 100 thought tokens were asked with is unknown; an embedding makes none."""
    generation = json.loads((HERE / FILES[0][0]).read_text("utf-8"))["data"]
    lacking = {**generation, "native_tokens_prompt": None}
    whole = {**generation, "id": "gen_x", "native_tokens_completion": None}
    path = tmp_path / "generations.jsonl"
    path.write_text(f"{json.dumps(lacking)}\n{json.dumps(whole)}\n", "utf-8")
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "input, output, token_basis", rest="ORDER BY 1") == [
        (500, None, "reported"),
        (None, 300, "partial"),
    ]


def test_openrouters_generations_are_not_claimed() -> None:
    """They count by two tokenizers, and only they say so."""
    claimed = registry.claim(sample(ROSETTA / "openrouter.jsonl", "jsonl"), Config())

    assert claimed is not None
    assert claimed.name == "openrouter"
