"""Gemini CLI's chats."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import gemini_cli, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
COUNTS = "count(*), sum(input), sum(cache_read), sum(output), sum(reasoning)"


@pytest.mark.parametrize(("name", "container"), [("chat.jsonl", "jsonl"), ("chat.json", "json")])
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Both layouts give the drafts that lie beside them."""
    found = drafts(gemini_cli.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == gemini_cli.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_updates_replace_and_rewinds_stay(order: int, tmp_path: Path) -> None:
    """Fresh 1000 - 400 + 7 and 1100 - 900: 807; cached 1,300; output 60 + 10, whichever layouts repeat it."""
    for name in ("chat.jsonl", "chat.json")[::order]:
        take(tmp_path / "ledger", HERE / name)

    assert select(tmp_path / "ledger", COUNTS) == [(2, 807, 1_300, 70, 20)]


def test_what_cannot_be_is_refused() -> None:
    """More cached than sent is refused by its field."""
    found = problems(drafts(gemini_cli.SOURCE, HERE / "chat.jsonl", "jsonl"))

    assert found == [None, None, None, "tokens.cached: exceeds tokens.input"]
