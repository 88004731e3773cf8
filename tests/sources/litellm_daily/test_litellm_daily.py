"""LiteLLM's daily tables."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import write
from support.reports import costs_by, total_cost
from tokenomics.config import Config
from tokenomics.sources import litellm_daily, registry
from tokenomics.sources.contract import Container, Sample
from tokenomics.sources.litellm_daily import SOURCE

HERE = Path(__file__).parent
USERS, TEAMS = HERE / "users.csv", HERE / "teams.json"
FILES: tuple[tuple[str, Container], ...] = (("users.csv", "csv"), ("teams.json", "json"))


def rows() -> list[dict[str, object]]:
    """The rows of the teams' table."""
    found: list[dict[str, object]] = json.loads(TEAMS.read_text("utf-8"))
    return found


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Each table gives the drafts that lie beside it, in the series that it is by."""
    source = registry.claim(sample(HERE / name, container), Config())
    assert source is not None
    found = drafts(source, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert {draft.get("series") for draft in found} == {
        "1d: user_id" if container == "csv" else "1d: team_id"
    }


def test_caches_are_inside_the_prompt() -> None:
    """12,500 - 10,000 - 2,000 = 500; of 100 with 90 read and 40 written the writes stand beside: 10."""
    found = drafts(SOURCE, USERS, "csv")

    meters = ("input", "cache_read", "cache_write", "output")
    assert [tuple(draft[name] for name in meters) for draft in found[:3]] == [
        (2_000, None, None, 300), (500, 10_000, 2_000, 400), (10, 90, 40, 50),
    ]  # fmt: skip
    assert [draft["token_basis"] for draft in found[:4]] == ["partial", "reported", "reported", "reported"]  # fmt: skip


def test_bad_rows_name_their_field() -> None:
    """More read than sent, a day that is none, a count in words."""
    assert problems(drafts(SOURCE, USERS, "csv"))[4:] == [
        "cache_read_input_tokens: exceeds prompt_tokens",
        "date: not a day like 2026-11-02",
        "prompt_tokens: not a whole number of 0 or more",
    ]


def test_a_row_grows_through_its_day(tmp_path: Path) -> None:
    """What was updated last stands, whichever export is read first; its parts are the whole."""
    (row, other) = rows()
    later = row | {"api_requests": 6, "spend": 0.004, "updated_at": "2026-11-02T23:00:00.000Z"}
    old, new = write(tmp_path / "old.jsonl", row, other), write(tmp_path / "new.jsonl", later)
    for name, files in (("one", [old, new]), ("two", [new, old])):
        for file in files:
            take(tmp_path / name, file)
        assert select(tmp_path / name, "count(*), sum(requests), sum(reported_cost)") == [
            (2, 7, Decimal("0.022"))
        ]


def test_users_and_teams_are_the_same_money(tmp_path: Path) -> None:
    """The users' table has more of OpenAI's day and the teams' as much of Anthropic's: each day once.

    2,000 x 2.50 + 300 x 10 per million of gpt-4o are 0.008, and Anthropic's call is 0.018; of Bedrock's
    day 10 x 1 + 90 x 0.10 + 40 x 1.25 + 50 x 5 are 319 millionths.
    """
    for order in ([USERS, TEAMS], [TEAMS, USERS]):
        ledger = tmp_path / order[0].stem
        for file in order:
            take(ledger, file)
        report = costs_by(ledger)

        assert report.totals.cost == Decimal("0.008") + Decimal("0.018") + Decimal("0.000319")
        assert {overlap.how for overlap in report.coverage.overlaps} == {"series"}


def test_spend_logs_stand_before_their_sums(tmp_path: Path) -> None:
    """One logged call of 1,500 and one that the proxy's cache answered leave 2,000 - 1,500 - 100 unlogged."""

    def call(name: str, sent: int, **more: object) -> dict[str, object]:
        return {
            "request_id": name, "spend": 0, "startTime": "2026-11-02T09:00:00Z", "endTime": "2026-11-02T09:00:01Z",
            "model": "gpt-4o", "custom_llm_provider": "openai", "prompt_tokens": sent, "completion_tokens": 0, **more,
        }  # fmt: skip

    logs = write(tmp_path / "logs.jsonl", call("a", 1_500), call("b", 100, cache_hit="True"))
    take(tmp_path / "ledger", USERS, logs)
    report = costs_by(tmp_path / "ledger", "provider")

    assert {row.key[0]: row.meters.get("input") for row in report.rows}["openai"] == 2_000
    assert total_cost(tmp_path / "ledger") == (
        # The cached answer costs nothing: (1,500 + 400) x 2.50 + 300 x 10 per million.
        Decimal("0.00475") + Decimal("0.003") + Decimal("0.018") + Decimal("0.000319")
    )


def test_a_table_by_nobody_is_a_series_too() -> None:
    """A query of one's own may sum over all users."""
    table = Sample(Path("all.csv"), "csv", (), ("date", "model", "spend", "api_requests", "prompt_tokens"))  # fmt: skip

    assert registry.claim(table, Config()) == SOURCE
    assert "'1d: all'" in SOURCE.query


def test_the_table_of_tags_is_refused() -> None:
    """A call stands in it once a tag."""
    table = Sample(Path("tags.csv"), "csv", (), ("tag", "date", "spend", "api_requests", "prompt_tokens"))  # fmt: skip

    assert registry.claim(table, Config()) is None
    assert "export LiteLLM_DailyUserSpend" in (registry.refusal(table) or "")
    assert litellm_daily.refuses(sample(USERS, "csv")) is None
