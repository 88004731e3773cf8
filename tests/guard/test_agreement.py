"""What a guard says that calls cost, and what the ledger says of the record that it kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.command import command
from tokenomics.books import bundled
from tokenomics.guard import Guard
from tokenomics.guard.prices import Kind, tariff_of
from tokenomics.records.errors import PriceError

from .conftest import Clock


def _answers() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Calls of several providers with what each says of its usage, or does not."""
    chat = {
        "model": "gpt-5-mini-2025-08-07", "service_tier": "default",
        "usage": {
            "prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000,
            "prompt_tokens_details": {"cached_tokens": 300},
            "completion_tokens_details": {"reasoning_tokens": 70},
        },
    }  # fmt: skip
    yield "openai/gpt-5-mini", {}, chat
    yield "openai/gpt-5-mini", {"tier": "auto"}, {**chat, "service_tier": "flex"}
    yield "openai/gpt-5-mini", {"tier": "auto"}, None
    yield "openai/gpt-5-mini", {"tier": "auto"}, {"input": 900, "output": 100}
    yield "azure/gpt-5-mini", {}, {**chat, "model": "our-deployment"}
    yield "openai/gpt-5", {"tools": {"web_search": 2}}, None
    used = {
        "input_tokens": 300, "output_tokens": 100, "cache_read_input_tokens": 40, "cache_creation_input_tokens": 50,
        "cache_creation": {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 30},
        "server_tool_use": {"web_search_requests": 1},
    }  # fmt: skip
    message = {"model": "claude-haiku-4-5-20251001", "usage": used}
    yield "anthropic/claude-haiku-4-5", {"tools": {"web_search": 1}}, message
    yield "anthropic/claude-haiku-4-5", {}, None
    # Above 200,000 tokens Gemini's prompts cost twice as much.
    long = {"promptTokenCount": 250_000, "candidatesTokenCount": 100, "thoughtsTokenCount": 500}
    answer = {"modelVersion": "gemini-2.5-pro", "usageMetadata": long}
    yield "google/gemini-2.5-pro", {"input_tokens": 300_000}, answer
    yield "google/gemini-2.5-pro", {"input_tokens": 300_000}, None


def _costs(folder: Path, by: str) -> dict[str, Decimal]:
    done = command("report", "--ledger", "ledger", "--by", by, "--format", "json", cwd=folder)
    report = json.loads(done.out)
    assert not any(row["has_unpriced"] for row in report["rows"])
    return {row[by]: Decimal(row["cost"]) for row in report["rows"]}


def _ingest(folder: Path) -> None:
    done = command("ingest", "calls.jsonl", "--ledger", "ledger", "--keep-user-ids", cwd=folder)
    assert done.code == 0, done.err


def test_guard_and_ledger_agree_to_the_last_digit(tmp_path: Path, clock: Clock) -> None:
    """A loop spends for four users of three teams in ten tasks; what is ingested twice counts once."""
    company = Guard("1000 USD", scope={"project": "p"}, record=tmp_path / "calls.jsonl", now=clock)
    teams = [Guard(scope={"team": f"team-{n}"}, within=company) for n in range(3)]
    users = [Guard(scope={"user": f"user-{n}"}, within=teams[n % 3]) for n in range(4)]
    tasks: dict[str, Guard] = {}
    for number, (model, call, answer) in enumerate(_answers()):
        task = Guard(
            "40 USD", scope={"task": f"task-{number}", "tenant": "x"}, within=users[number % 4]
        )
        tasks[f"task-{number}"] = task
        asked: dict[str, Any] = {"input_tokens": 1_000, "max_output": 1_000, **call}
        for _ in range(3):
            with task.reserve(model, **asked) as reserved:
                reserved.settle(answer)
        with pytest.raises(TimeoutError), task.reserve(model, **asked):
            raise TimeoutError
    for _ in range(2):
        _ingest(tmp_path)

    assert not company.state.closed
    assert _costs(tmp_path, "task") == {name: task.spent for name, task in tasks.items()}
    assert _costs(tmp_path, "user") == {f"user-{n}": user.spent for n, user in enumerate(users)}
    assert _costs(tmp_path, "team") == {f"team-{n}": team.spent for n, team in enumerate(teams)}
    assert _costs(tmp_path, "tag:tenant") == {"x": company.spent}


def test_what_nobody_stated_is_recorded_as_what_costs_what_was_reserved(
    tmp_path: Path, clock: Clock
) -> None:
    """Every model of the book whose tokens have a price, short and long, but those whose price goes by the
    hour: they are reserved at their dearest hour.
    """
    book, at = bundled(), clock()
    guard = Guard(record=tmp_path / "calls.jsonl", now=clock)
    spent: dict[str, Decimal] = {}
    for number, (provider, model) in enumerate(book.models):
        sent = 1_000 if number % 2 else 300_000
        try:
            if tariff_of(book, Kind(provider, model), at).has_hours:
                continue
            task = Guard(scope={"task": f"{provider}/{model}"}, within=guard)
            call = task.reserve(model, provider=provider, input_tokens=sent, max_output=500)
        except PriceError:
            continue
        spent[f"{provider}/{model}"] = call.settle()
    _ingest(tmp_path)

    assert len(spent) > 300
    assert _costs(tmp_path, "task") == spent
