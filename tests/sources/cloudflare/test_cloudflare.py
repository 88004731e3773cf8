"""Logs of Cloudflare's AI Gateway."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import cloudflare, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("page.json", "json"), ("pages.jsonl", "jsonl"))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """A page, and lines of pages and entries, give the drafts that lie beside them."""
    found = drafts(cloudflare.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == cloudflare.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_pages_that_overlap_count_once(order: int, tmp_path: Path) -> None:
    """Five entries in two files that share two: 500 + 10 + 10 + 500 tokens sent, one refused by its field."""
    for name, _ in FILES[::order]:
        take(tmp_path / "ledger", HERE / name)

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(5, 1_020, 840)]
    assert rejects(tmp_path / "ledger") == [
        ("page.json", 5, "tokens_in", "not a whole number of 0 or more")
    ]


def test_an_answer_of_the_cache_costs_nothing(tmp_path: Path) -> None:
    """500 x 3 + 400 x 15 = 0.0075, the hit nothing, 10 x 2.5 + 20 x 10 per million = 0.000225, the failure nothing."""
    take(tmp_path / "ledger", HERE / "page.json")

    columns = "billing, is_fallback, status, output"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY ts") == [
        ("unknown", False, "success", 400),
        ("cached", False, "success", 20),
        ("unknown", True, "success", 20),
        ("unknown", False, "failure", None),
    ]
    assert total_cost(tmp_path / "ledger") == Decimal("0.007725")
