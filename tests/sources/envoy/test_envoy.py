"""Access logs of Envoy AI Gateway."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import envoy, registry
from tokenomics.sources.contract import Hints, Sample

LOG = Path(__file__).parent / "access.jsonl"
ROWS = LOG.read_text("utf-8").splitlines(keepends=True)
ROSETTA = Path(__file__).parents[1] / "rosetta"


def test_drafts_are_as_expected() -> None:
    """The log gives the drafts that lie beside it."""
    found = drafts(envoy.SOURCE, LOG, "jsonl")

    assert [shown(draft) for draft in found] == golden(found, Path(f"{LOG}.expected.json"))
    assert registry.claim(sample(LOG, "jsonl"), Config()) == envoy.SOURCE


def test_every_entry_is_accounted_for(tmp_path: Path) -> None:
    """Of ten requests six are records, one of a tool is skipped and three are refused by their field."""
    (file,) = take(tmp_path / "ledger", LOG).files

    assert (file.rows, file.records, file.skipped, file.rejected) == (10, 6, 1, 3)
    assert [row[1:] for row in rejects(tmp_path / "ledger")] == [
        (8, "gen_ai.usage.input_tokens", "not a whole number of 0 or more"),
        (9, "gen_ai.usage.reasoning_tokens", "exceeds gen_ai.usage.output_tokens"),
        (10, "gen_ai.usage.input_tokens", "no tokens stated"),
    ]


@pytest.mark.parametrize("number", [0, 5])
def test_what_was_cached_is_taken_out_of_the_input(number: int, tmp_path: Path) -> None:
    """12,500 hold 10,000 and 2,000, and 500 cannot: 500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 = 0.018."""
    path = tmp_path / "access.jsonl"
    path.write_text(ROWS[number], "utf-8")
    take(tmp_path / "ledger", path)

    columns = "input, cache_read, cache_write, output + coalesce(reasoning, 0), token_basis"
    assert select(tmp_path / "ledger", columns) == [(500, 10_000, 2_000, 400, "reported")]
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")


def test_a_log_without_keys_for_the_cache_is_partial(tmp_path: Path) -> None:
    """A dash states nothing: what of the 15 tokens was cached is unknown."""
    path = tmp_path / "access.jsonl"
    path.write_text(ROWS[1], "utf-8")
    take(tmp_path / "ledger", path)

    columns = "provider, input, cache_read, output, token_basis"
    assert select(tmp_path / "ledger", columns) == [("azure", 15, None, 7, "partial")]


@pytest.mark.parametrize("lacking", ["input", "output"])
def test_a_call_of_which_a_count_is_missing_is_partial(lacking: str, tmp_path: Path) -> None:
    """With all that was cached stated too, its price leaves out what is not."""
    told = {
        "start_time": "2026-11-02T10:00:00Z", "response_code": 200, "gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": 15,
        "gen_ai.usage.cache_read.input_tokens": 5, "gen_ai.usage.output_tokens": 7, f"gen_ai.usage.{lacking}_tokens": None,
    }  # fmt: skip
    path = tmp_path / "access.jsonl"
    path.write_text(json.dumps(told), "utf-8")
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", f"{lacking}, token_basis") == [(None, "partial")]


def test_a_caller_that_left_is_a_failure(tmp_path: Path) -> None:
    """The answer was cut off (DC) after 10 and 20 tokens, which stay; 5 more of the total are unexplained."""
    path = tmp_path / "access.jsonl"
    path.write_text(ROWS[3], "utf-8")
    take(tmp_path / "ledger", path)

    columns = (
        "status, error_type, input, output, other[1].meter, CAST(other[1].quantity AS INTEGER)"
    )
    assert select(tmp_path / "ledger", columns) == [
        ("failure", "DC", 10, 20, "unexplained_tokens", 5)
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_two_sinks_state_a_request_once(order: int, tmp_path: Path) -> None:
    """Entries that stand in two files are the same requests, in whatever order they come."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("".join(ROWS[:3]), "utf-8")
    two.write_text("".join(ROWS[1:4]), "utf-8")
    for path in (one, two)[::order]:
        take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "count(*), sum(input)") == [(4, 525)]


def test_a_call_that_another_log_states_too_counts_once(tmp_path: Path) -> None:
    """LiteLLM states the same call: 0.018, not twice that."""
    take(tmp_path / "ledger", ROSETTA / "envoy.jsonl", ROSETTA / "litellm.jsonl")

    assert select(tmp_path / "ledger", "count(*)") == [(2,)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")


def test_the_user_may_say_who_serves() -> None:
    """A backend's name tells nobody's provider, and neither does a model of one's own."""
    source = registry.claim(sample(LOG, "jsonl"), Config(), Hints(provider="house"))
    assert source is not None

    found = drafts(source, LOG, "jsonl")
    assert {draft["provider"] for draft in found} == {"house"}
    assert drafts(envoy.SOURCE, LOG, "jsonl")[5]["provider"] == "unknown"


def test_a_log_without_tokens_is_not_claimed() -> None:
    """An access log of other services is no usage."""
    bare = Sample(LOG, "jsonl", ({"start_time": "x", "response_code": 200, "duration": 1},), ())

    assert registry.claim(bare, Config()) is None
