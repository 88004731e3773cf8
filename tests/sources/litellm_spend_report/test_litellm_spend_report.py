"""LiteLLM's spend reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import write
from support.reports import costs_by
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.litellm_spend_report import SOURCE

HERE = Path(__file__).parent
TEAMS = HERE / "teams.json"


def test_drafts_are_as_expected() -> None:
    """A key and model of a team's day is a sum; days and teams without any state nothing."""
    found = drafts(SOURCE, TEAMS, "json")

    assert [shown(draft) for draft in found] == golden(found, HERE / "teams.json.expected.json")
    assert registry.claim(sample(TEAMS, "json"), Config()) == SOURCE
    assert [draft["source_line"] for draft in found if draft.get("skip")] == [4, 11]


def test_what_is_wrong_is_named() -> None:
    """Amounts and counts that are none, things that are no objects, days without teams."""
    found = [draft for draft in drafts(SOURCE, TEAMS, "json") if not draft.get("skip")]

    assert [text for text in problems(found) if text] == [
        "spend: not an amount",
        "total_tokens: not a whole number of 0 or more",
        "spend: missing",
        "total_tokens: missing",
        "metadata: not a list of objects",
        "teams: not a list of objects",
        "teams: not a list of objects",
        "group_by_day: a day without teams or customers",
        "group_by_day: not a day like 2026-11-02",
    ]


def test_money_is_kept_and_tokens_have_no_price(tmp_path: Path) -> None:
    """0.008 + 0.018 dollars to the last digit, and 2,300 + 12,900 tokens that nobody can price; twice is once."""
    for _ in range(2):
        take(tmp_path / "ledger", TEAMS)
    columns = "count(*), sum(reported_cost), sum(other[1].quantity), max(reported_cost_text)"
    report = costs_by(tmp_path / "ledger")

    assert select(tmp_path / "ledger", columns) == [
        (3, Decimal("0.026"), 15_200, "0.0179999999999999999")
    ]
    assert report.totals.cost is None
    assert {(row.model, meter) for row in report.unpriced for meter in row.meters} == {
        ("gpt-4o", "other:unexplained_tokens"), ("claude-sonnet-4-5", "other:unexplained_tokens"),
    }  # fmt: skip


def test_beside_the_proxys_logs_it_counts_nothing(tmp_path: Path) -> None:
    """One call of the day is enough: the report's tokens are not added to it."""
    call = {
        "request_id": "a", "spend": 0.01, "startTime": "2026-11-02T09:00:00Z", "model": "gpt-4o",
        "custom_llm_provider": "openai", "prompt_tokens": 100, "completion_tokens": 10,
    }  # fmt: skip
    take(tmp_path / "ledger", write(tmp_path / "logs.jsonl", call), TEAMS)
    report = costs_by(tmp_path / "ledger")

    assert report.unpriced == ()
    assert sum(overlap.calls for overlap in report.coverage.overlaps) == 3
    # 100 x 2.50 + 10 x 10 per million.
    assert report.totals.cost == Decimal("0.00035")


def test_customers_are_a_grouping_of_their_own(tmp_path: Path) -> None:
    """A report by customer is read alike; of one by team of the same day it is a repetition."""
    row = {"group_by_day": "2026-11-02", "customers": [{"customer": "acme", "metadata": [
        {"model": "gpt-4o", "spend": 0.008, "total_tokens": 2_300, "api_key": "88dc28c1ab"},
    ]}]}  # fmt: skip
    take(tmp_path / "ledger", write(tmp_path / "customers.jsonl", row), TEAMS)
    report = costs_by(tmp_path / "ledger")

    assert select(tmp_path / "ledger", "series, count(*)", rest="GROUP BY ALL ORDER BY ALL") == [
        ("1d: spend of customers", 1), ("1d: spend of teams", 3),
    ]  # fmt: skip
    assert sum(line.meters["other:unexplained_tokens"] for line in report.unpriced) == 15_200


def test_a_report_by_key_is_refused(tmp_path: Path) -> None:
    """It names no day."""
    row = {"api_key": "k", "total_cost": 1, "model_details": []}
    file = write(tmp_path / "keys.jsonl", row)

    assert registry.claim(sample(file, "jsonl"), Config()) is None
    assert "names no day" in (registry.refusal(sample(file, "jsonl")) or "")
    assert registry.refusal(sample(TEAMS, "json")) is None
