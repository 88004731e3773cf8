"""OpenRouter's activity by day."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container
from tokenomics.sources.openrouter_activity import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("activity.json", "json"), ("daily.csv", "csv"))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every layout gives the drafts that lie beside it."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_usage_and_bill_of_one_row(tmp_path: Path) -> None:
    """11 calls of 110 tokens sent, 130 written and 25 thought cost 0.0151 + 8389.32; a key of one's own bills its 0.012 elsewhere."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "activity.json")

    columns = "count(*), sum(requests), sum(input), sum(output), sum(reasoning), sum(reported_cost)"
    spent = Decimal("8389.3351")
    assert select(tmp_path / "ledger", columns) == [(2, 11, 110, 130, 25, spent)]
    assert select(tmp_path / "ledger", "count(*), sum(billed_cost)", "charge") == [(2, spent)]


def test_pages_of_one_line_each(tmp_path: Path) -> None:
    """What the API answers, as it comes, and a day without any: 8389.3351 dollars of two rows."""
    text = (HERE / "activity.json").read_text("utf-8").replace("\n", " ")
    (tmp_path / "pages.jsonl").write_text(f'{text}\n{{"data": []}}\n', "utf-8")
    (file,) = take(tmp_path / "ledger", tmp_path / "pages.jsonl").files

    assert (file.records, file.skipped, file.rejected) == (2, 1, 1)
    assert select(tmp_path / "ledger", "sum(billed_cost)", "charge") == [(Decimal("8389.3351"),)]


def test_bad_rows_name_their_field() -> None:
    """More reasoning than completion, and an hour where a day belongs."""
    assert (
        problems(drafts(SOURCE, HERE / "activity.json", "json"))[2]
        == "reasoning_tokens: exceeds completion_tokens"
    )
    assert (
        problems(drafts(SOURCE, HERE / "daily.csv", "csv"))[2] == "date: not a day like 2026-11-02"
    )


def test_who_bills() -> None:
    """With a key of one's own the amount is a fee; what ends in :free costs nothing."""
    found = [
        *drafts(SOURCE, HERE / "activity.json", "json")[:2],
        *drafts(SOURCE, HERE / "daily.csv", "csv")[:2],
    ]

    assert [draft["billing"] for draft in found] == ["byok", "metered", "metered", "free"]
