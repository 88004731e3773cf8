"""Portkey's exports of logs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import portkey, registry
from tokenomics.sources.contract import Sample

LOGS = Path(__file__).parent / "logs.jsonl"
ROWS = LOGS.read_text("utf-8").splitlines(keepends=True)


def test_drafts_are_as_expected() -> None:
    """The export gives the drafts that lie beside it."""
    found = drafts(portkey.SOURCE, LOGS, "jsonl")

    assert [shown(draft) for draft in found] == golden(found, Path(f"{LOGS}.expected.json"))
    assert registry.claim(sample(LOGS, "jsonl"), Config()) == portkey.SOURCE


def test_amounts_are_cents() -> None:
    """1.8 cents are 0.018 USD."""
    assert drafts(portkey.SOURCE, LOGS, "jsonl")[0]["reported_cost"] == Decimal("0.018")


def test_an_answer_of_the_cache_costs_nothing(tmp_path: Path) -> None:
    """Of 12,500 x 3 + 400 x 15 per million = 0.0435, a semantic hit and a failure only the first costs."""
    path = tmp_path / "logs.jsonl"
    path.write_text("".join(ROWS[:3]), "utf-8")
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "billing, status, hidden_attempts", rest="ORDER BY trace_id") == [
        ("unknown", "success", 2), ("cached", "success", 0), ("unknown", "failure", 0),
    ]  # fmt: skip
    assert total_cost(tmp_path / "ledger") == Decimal("0.0435")


@pytest.mark.parametrize("order", [1, -1])
def test_overlapping_exports_count_once(order: int, tmp_path: Path) -> None:
    """Rows in two exports are the same requests, in whatever order they come."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("".join(ROWS[:3]), "utf-8")
    two.write_text("".join(ROWS[1:4]), "utf-8")
    for path in (one, two)[::order]:
        take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(4, 12_520, 440)]


def test_problems_name_their_field() -> None:
    """A cost that is none, and four keys with one value."""
    assert problems(drafts(portkey.SOURCE, LOGS, "jsonl"))[4:] == [
        "cost: not an amount",
        "metadata: not a list of keys and one of as many values",
    ]


def test_an_export_without_units_is_refused() -> None:
    """What was not chosen cannot be read, and the file says so."""
    bare = Sample(Path("a.jsonl"), "jsonl", ({"created_at": "x", "ai_org": "openai", "ai_model": "m"},), ())  # fmt: skip

    assert registry.claim(bare, Config()) is None
    assert "req_units" in (registry.refusal(bare) or "")
