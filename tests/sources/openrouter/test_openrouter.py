"""OpenRouter's generations."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import drafts, drafts_of, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.reports import costs_by, total_cost
from tokenomics.config import Config
from tokenomics.sources import openrouter, registry
from tokenomics.sources.contract import Container, Sample

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("generation.json", "json"),
    ("generations.jsonl", "jsonl"),
    ("generations.csv", "csv"),
)


def generation(**given: Any) -> dict[str, Any]:
    """A generation with what is given."""
    plain = {
        "id": "gen-x", "created_at": "2026-11-02T10:00:00Z", "model": "openai/gpt-4o", "is_byok": False, "tokens_prompt": 9,
        "native_tokens_prompt": 10, "native_tokens_completion": 5, "total_cost": 0.1,
    }  # fmt: skip
    return {**plain, **given}


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """The API's answer, lines of generations and the export give the drafts that lie beside them."""
    found = drafts(openrouter.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == openrouter.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_a_generation_counts_once_with_its_native_tokens(order: int, tmp_path: Path) -> None:
    """Of 1,000 native tokens and the export's 980 the native ones stand; 0.00375 + 0.000004 + 0.00009 are reported."""
    for name, _ in FILES[::order]:
        take(tmp_path / "ledger", HERE / name)

    assert select(tmp_path / "ledger", "input, cache_read, output, reasoning", rest="WHERE response_id = 'gen-one'") == [(400, 600, 150, 50)]  # fmt: skip
    assert select(tmp_path / "ledger", "count(*), sum(reported_cost)") == [(5, Decimal("0.003844"))]
    assert [reject[2:] for reject in rejects(tmp_path / "ledger")] == [
        ("created_at", "not an instant"),
        ("tokens_prompt", "not a whole number of 0 or more"),
    ]


def test_who_is_billed() -> None:
    """A key of one's own, an answer of OpenRouter's cache, and a free model are told apart."""
    found = drafts(openrouter.SOURCE, HERE / "generations.jsonl", "jsonl")
    table = drafts(openrouter.SOURCE, HERE / "generations.csv", "csv")

    assert [draft["billing"] for draft in found[:3]] == ["byok", "cached", "metered"]
    assert [draft["billing"] for draft in table[:2]] == ["metered", "free"]


def test_no_providers_price_is_laid_on_them(tmp_path: Path) -> None:
    """OpenRouter bills the call: without a price of OpenRouter's it has none."""
    take(tmp_path / "ledger", HERE / "generation.json")

    assert total_cost(tmp_path / "ledger") is None


def test_a_response_and_its_generation_are_one_call(tmp_path: Path) -> None:
    """What the client logged of gen-one and what OpenRouter says of it bear one id: 1,200 tokens, not 2,400."""
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "prompt_tokens_details": {"cached_tokens": 600}, "cost": 0.00375}  # fmt: skip
    answer = {"id": "gen-one", "object": "chat.completion", "created": 1793613600, "model": "openai/gpt-4o", "provider": "OpenAI", "usage": usage}  # fmt: skip
    (tmp_path / "answers.jsonl").write_text(f"{json.dumps(answer)}\n", "utf-8")
    take(tmp_path / "ledger", HERE / "generation.json", tmp_path / "answers.jsonl")
    totals = costs_by(tmp_path / "ledger").totals

    assert (totals.requests, sum(totals.meters[name] for name in ("input", "cache_read", "output"))) == (1, 1200)  # fmt: skip


def test_a_cancelled_generation_keeps_its_tokens() -> None:
    """It failed, and what was made until then is counted."""
    found = drafts(openrouter.SOURCE, HERE / "generations.jsonl", "jsonl")[2]

    assert (found["status"], found["error_type"], found["output"]) == ("failure", "cancelled", 6)


def test_parts_that_stand_beside() -> None:
    """12 cached of 10, and 7 thought of 5, are not inside: 10 + 12 and 5 + 7."""
    given = generation(native_tokens_cached=12, native_tokens_reasoning=7)
    (found,) = drafts_of(openrouter.SOURCE, [(1, given)])

    assert [found[name] for name in ("input", "cache_read", "output", "reasoning")] == [
        10, 12, 5, 7,
    ]  # fmt: skip


def test_problems_name_their_field() -> None:
    """No tokens, no model, and more tokens of images than tokens."""
    found = drafts_of(
        openrouter.SOURCE,
        [
            (1, generation(native_tokens_prompt=None, native_tokens_completion=None, tokens_prompt=None)),
            (2, generation(model=None)),
            (3, generation(native_tokens_completion_images=6)),
        ],
    )  # fmt: skip

    assert problems(found) == [
        "tokens_prompt: no tokens stated",
        "model: missing",
        "native_tokens_completion_images: exceeds tokens_completion",
    ]


@pytest.mark.parametrize(
    "found",
    [
        Sample(Path("a.csv"), "csv", (), ("Date", "Slug", "Usage", "BYOK Usage", "Requests")),
        Sample(Path("a.json"), "json", ({"date": "2026-11-02", "model_permaslug": "m", "byok_usage_inference": 0, "requests": 5},), ()),
    ],
)  # fmt: skip
def test_sums_of_generations_are_another_source(found: Sample) -> None:
    """Activity by day is no generation."""
    source = registry.claim(found, Config())

    assert source is not None
    assert source.name == "openrouter_activity"
