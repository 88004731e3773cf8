"""Azure API Management's log of model calls."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import azure_apim, registry
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
LOG = HERE / "log.jsonl"
ROWS = LOG.read_text("utf-8").splitlines(keepends=True)
FILES: tuple[tuple[str, Container], ...] = (("log.jsonl", "jsonl"), ("portal.csv", "csv"))
ROSETTA = HERE.parent / "rosetta"


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Rows of Log Analytics, and those of the portal's CSV, give the drafts that lie beside them."""
    found = drafts(azure_apim.SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == azure_apim.SOURCE


@pytest.mark.parametrize("order", [1, -1])
def test_rows_of_one_request_count_once(order: int, tmp_path: Path) -> None:
    """Pieces of messages add nothing, whether their counts are 0 or repeated, in whatever order they come."""
    path = tmp_path / "log.jsonl"
    path.write_text("".join(ROWS[:4][::order]), "utf-8")
    take(tmp_path / "ledger", path)

    columns = "request_id, model_served, input, output"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY 1") == [
        ("corr-0", "gpt-4o-2024-08-06", 120, 45),
        ("corr-1", "gpt-4o-2024-08-06", 120, 45),
    ]


def test_a_further_piece_without_counts_is_skipped(tmp_path: Path) -> None:
    """The first row counts the call; one that is no piece and counts nothing is refused."""
    first = json.loads(ROWS[0])
    empty = {**first, "PromptTokens": None, "CompletionTokens": None, "TotalTokens": None}
    rows = [first, {**empty, "SequenceNumber": 1}, {**empty, "SequenceNumber": 0}]
    path = tmp_path / "log.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    (file,) = take(tmp_path / "ledger", path).files

    assert (file.rows, file.records, file.skipped, file.rejected) == (3, 1, 1, 1)
    assert select(tmp_path / "ledger", "input, output") == [(120, 45)]


@pytest.mark.parametrize("order", [1, -1])
def test_rows_in_two_files_count_once(order: int, tmp_path: Path) -> None:
    """The portal's CSV repeats a request, and what it says less of it takes nothing away."""
    for name in ("log.jsonl", "portal.csv")[::order]:
        take(tmp_path / "ledger", HERE / name)

    columns = "count(*), sum(input), sum(output), count(user_id)"
    assert select(tmp_path / "ledger", columns) == [(6, 870, 555, 1)]


def test_a_model_without_a_deployment_is_its_own_provider(tmp_path: Path) -> None:
    """120 x 2.5 + 45 x 10 = 0.00075 on Azure, 500 x 3 + 400 x 15 = 0.0075 of Anthropic's."""
    path = tmp_path / "log.jsonl"
    path.write_text(ROWS[0] + ROWS[4], "utf-8")
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "provider, response_id", rest="ORDER BY 1") == [
        ("anthropic", None), ("azure", "chatcmpl-0"),
    ]  # fmt: skip
    assert total_cost(tmp_path / "ledger") == Decimal("0.00825")


def test_rejects_name_their_field(tmp_path: Path) -> None:
    """A count below nothing, an instant that is none, and parts that exceed their total."""
    take(tmp_path / "ledger", LOG)

    assert [row[1:] for row in rejects(tmp_path / "ledger")] == [
        (8, "PromptTokens", "not a whole number of 0 or more"),
        (9, "TimeGenerated", "not an instant"),
        (10, "PromptTokens and CompletionTokens", "exceeds TotalTokens"),
    ]


def test_a_call_that_another_log_states_too_counts_once(tmp_path: Path) -> None:
    """LiteLLM states what was cached, the gateway leaves it out: one call of 0.018."""
    take(tmp_path / "ledger", ROSETTA / "azure_apim.jsonl", ROSETTA / "litellm.jsonl")

    assert select(tmp_path / "ledger", "count(*)") == [(2,)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")
