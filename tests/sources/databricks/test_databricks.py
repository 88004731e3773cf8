"""Databricks' table of model serving."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import databricks, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("usage.csv", "csv"), ("joined.jsonl", "jsonl"))
ROSETTA = HERE.parent / "rosetta"


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """The table alone, and joined with its served entities, gives the drafts that lie beside it."""
    found = drafts(databricks.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == databricks.SOURCE


def test_a_fourth_of_the_characters_is_an_estimate(tmp_path: Path) -> None:
    """(1,199 + 1) / 4 = 300 and (402 + 1) / 4 = 100 were not counted; 1,300 characters are no 300 tokens."""
    take(tmp_path / "ledger", HERE / "usage.csv")

    columns = "request_id, token_basis, status"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY 1") == [
        ("req-0", "partial", "success"),
        ("req-1", "reported", "failure"),
        ("req-2", "estimated", "success"),
        ("req-3", "partial", "success"),
    ]
    assert [row[1:] for row in rejects(tmp_path / "ledger")] == [
        (6, "input_token_count", "not a whole number of 0 or more"),
        (7, "usage_context", "not an object of tags"),
        (8, "request_time", "not an instant"),
    ]


def test_a_request_that_a_join_repeats_counts_once(tmp_path: Path) -> None:
    """Of two rows of a request the one with the model stands: 500 x 3 + 400 x 15 = 0.0075."""
    take(tmp_path / "ledger", HERE / "joined.jsonl")

    columns = "provider, model_served, input, route"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY 1") == [
        ("anthropic", "claude-sonnet-4-5", 500, "claude"),
        ("databricks", "databricks-meta-llama-3-3-70b-instruct", 1_200, "llama"),
    ]
    assert total_cost(tmp_path / "ledger") == Decimal("0.0075")


@pytest.mark.parametrize("order", [1, -1])
def test_files_that_overlap_count_once(order: int, tmp_path: Path) -> None:
    """The first request stands in both files, and the row with the model stands: 500 + 0 + 300 + 300 + 1,200 tokens sent."""
    for name, _ in FILES[::order]:
        take(tmp_path / "ledger", HERE / name)

    columns = "count(*), sum(input), sum(output)"
    assert select(tmp_path / "ledger", columns) == [(5, 2_300, 1_000)]


def test_parquet_is_read_alike(tmp_path: Path) -> None:
    """A map of tags and an instant are as they are in the table."""
    path = tmp_path / "usage.parquet"
    duckdb.connect().sql(
        "SELECT 'req-0' AS databricks_request_id, TIMESTAMP '2026-11-02 10:00:00' AS request_time, 200 AS status_code, "
        "CAST(1200 AS BIGINT) AS input_token_count, CAST(400 AS BIGINT) AS output_token_count, "
        "MAP {'project': 'support'} AS usage_context, 'claude-sonnet-4-5' AS external_model_name, 'anthropic' AS external_model_provider"
    ).write_parquet(str(path))
    take(tmp_path / "ledger", path)

    columns = "provider, model_served, project, input, output, strftime(ts, '%Y-%m-%d %H:%M')"
    assert select(tmp_path / "ledger", columns) == [
        ("anthropic", "claude-sonnet-4-5", "support", 1_200, 400, "2026-11-02 10:00")
    ]


def test_a_call_that_another_log_states_too_counts_once(tmp_path: Path) -> None:
    """LiteLLM states what was cached, the table leaves it out: one call of 0.018."""
    take(tmp_path / "ledger", ROSETTA / "databricks.jsonl", ROSETTA / "litellm.jsonl")

    assert select(tmp_path / "ledger", "count(*)") == [(2,)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")
