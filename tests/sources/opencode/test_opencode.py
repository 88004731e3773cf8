"""opencode's messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sources.opencode.database import database
from support.draft import drafts, drafts_of, golden, sample, shown
from support.ledgers import rejects, select, take
from tokenomics.config import Config
from tokenomics.sources import opencode, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
MESSAGES = [json.loads(line) for line in (HERE / "messages.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "container"), [("msg_1.json", "json"), ("messages.jsonl", "jsonl")])  # fmt: skip
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """A file of a message and lines of messages give the drafts that lie beside them."""
    found = drafts(opencode.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == opencode.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_a_message_in_database_and_file_counts_once(order: int, tmp_path: Path) -> None:
    """Four messages, one of them in a file too; the prompt is skipped, a count below 0 refused."""
    stored = database(tmp_path / "opencode.db", MESSAGES)
    for path in (stored, HERE / "msg_1.json")[::order]:
        take(tmp_path / "ledger", path)

    columns = "count(*), sum(input), sum(cache_read), sum(output), sum(reasoning)"
    assert select(tmp_path / "ledger", columns) == [(4, 800, 10_000, 340, 160)]
    assert rejects(tmp_path / "ledger") == [
        ("opencode.db", 6, "tokens.input", "not a whole number of 0 or more")
    ]


def test_what_a_subscription_pays_is_kept_apart() -> None:
    """A call with tokens and a cost of 0 was not paid by itself."""
    found = drafts(opencode.SOURCE, HERE / "messages.jsonl", "jsonl")

    assert [draft["billing"] for draft in found[:4]] == [
        "metered", "subscription", "metered", "metered",
    ]  # fmt: skip
    assert (found[3]["status"], found[3]["error_type"]) == ("failure", "MessageAbortedError")


@pytest.mark.parametrize(
    ("tokens", "counts", "basis"),
    [
        ({"output": 50, "reasoning": 20, "total": 170}, (50, 20), "reported"),
        ({"output": 50, "reasoning": 20, "total": 150}, (30, 20), "reported"),
        ({"output": 50, "reasoning": 20}, (30, 20), "partial"),
        ({"output": 50, "reasoning": 60}, (50, 60), "reported"),
    ],
)
def test_where_reasoning_is(tokens: dict[str, Any], counts: tuple[int, int], basis: str) -> None:
    """100 + 50 + 20 = 170 has it beside the output, 150 inside; without a total it is taken to be inside."""
    message = {**MESSAGES[1], "layout": "files", "tokens": {"input": 100, **tokens}}
    (found,) = drafts_of(opencode.SOURCE, [(1, message)])

    assert (found["output"], found["reasoning"], found["token_basis"]) == (*counts, basis)
