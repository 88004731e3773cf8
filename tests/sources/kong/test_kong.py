"""Logs of Kong's AI Gateway."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import kong, registry
from tokenomics.sources.contract import Sample

LOG = Path(__file__).parent / "log.jsonl"
ROWS = LOG.read_text("utf-8").splitlines(keepends=True)
ROSETTA = Path(__file__).parents[1] / "rosetta"


def test_drafts_are_as_expected() -> None:
    """The log gives the drafts that lie beside it."""
    found = drafts(kong.SOURCE, LOG, "jsonl")

    assert [shown(draft) for draft in found] == golden(found, Path(f"{LOG}.expected.json"))
    assert registry.claim(sample(LOG, "jsonl"), Config()) == kong.SOURCE


def test_every_entry_is_accounted_for(tmp_path: Path) -> None:
    """Nine requests hold nine calls, one of them two and one none: seven are records, two refused, one skipped."""
    (file,) = take(tmp_path / "ledger", LOG).files

    assert (file.rows, file.records, file.skipped, file.rejected) == (10, 7, 1, 2)
    assert [row[1:] for row in rejects(tmp_path / "ledger")] == [
        (8, "prompt_tokens", "not a whole number of 0 or more"),
        (9, "prompt_tokens and completion_tokens", "exceeds total_tokens"),
    ]


def test_an_answer_of_the_cache_costs_nothing(tmp_path: Path) -> None:
    """Kong repeats what the answer once cost, 0.000225: the hit keeps its 30 tokens and costs nothing."""
    path = tmp_path / "log.jsonl"
    path.write_text(ROWS[2], "utf-8")
    take(tmp_path / "ledger", path)

    columns = "billing, gateway_cache_hit, input, output, reported_cost, latency_ms"
    assert select(tmp_path / "ledger", columns) == [("cached", True, 10, 20, Decimal(0), 44)]
    assert total_cost(tmp_path / "ledger") == 0


def test_plugins_of_one_request_are_calls_of_their_own(tmp_path: Path) -> None:
    """10 x 2.5 + 20 x 10 = 225 and 100 x 0.15 + 50 x 0.6 = 45 per million, together 0.00027."""
    path = tmp_path / "log.jsonl"
    path.write_text(ROWS[1], "utf-8")
    take(tmp_path / "ledger", path)

    columns = "model_served, tags['plugin'], reported_cost"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY 1") == [
        ("gpt-4o", "ai-proxy", None),
        ("gpt-4o-mini", "ai-request-transformer", Decimal("0.000045")),
    ]
    assert total_cost(tmp_path / "ledger") == Decimal("0.00027")


def test_a_stream_that_was_not_counted_is_an_estimate() -> None:
    """Characters of the answer were counted and no prompt: the input is open, not 0."""
    found = drafts(kong.SOURCE, LOG, "jsonl")[4]

    assert (found["token_basis"], found["input"], found["output"]) == ("estimated", None, 20)
    assert [other["meter"] for other in found["other"]] == ["uncounted_input"]


@pytest.mark.parametrize("order", [1, -1])
def test_two_log_plugins_state_a_request_once(order: int, tmp_path: Path) -> None:
    """Entries that stand in two files are the same requests, in whatever order they come."""
    one, two = tmp_path / "file.jsonl", tmp_path / "http.json"
    one.write_text("".join(ROWS[:3]), "utf-8")
    two.write_text(f"[{','.join(ROWS[1:4])}]", "utf-8")
    for path in (one, two)[::order]:
        take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(5, 620, 510)]


def test_a_call_that_another_log_states_too_counts_once(tmp_path: Path) -> None:
    """LiteLLM states what was cached, Kong leaves it out: one call of 0.018, not of 0.018 and 0.0075."""
    take(tmp_path / "ledger", ROSETTA / "kong.jsonl", ROSETTA / "litellm.jsonl")

    assert select(tmp_path / "ledger", "count(*)") == [(2,)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")


def test_problems_name_their_field() -> None:
    """A count that is none, and parts that exceed their total."""
    assert problems(drafts(kong.SOURCE, LOG, "jsonl"))[7:] == [
        "prompt_tokens: not a whole number of 0 or more",
        "prompt_tokens and completion_tokens: exceeds total_tokens",
    ]


def test_a_log_of_other_services_states_nothing(tmp_path: Path) -> None:
    """Kong logs all requests: those of which none called a model are skipped."""
    path = tmp_path / "log.jsonl"
    path.write_text(ROWS[5], "utf-8")
    (file,) = take(tmp_path / "ledger", path).files

    assert (file.source, file.records, file.skipped) == ("kong", 0, 1)


def test_other_latencies_are_no_entries_of_kong() -> None:
    """A log is Kong's where it tells how long Kong took."""
    rows = (
        {"latencies": 7, "request": {}, "started_at": 1},
        {"latencies": {}, "request": {}, "started_at": 1},
    )

    assert registry.claim(Sample(LOG, "jsonl", rows, ()), Config()) is None
