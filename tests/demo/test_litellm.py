"""LiteLLM's spend logs, read back naively."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tokenomics.demo import Group, Truth


def lines(path: Path) -> list[str]:
    """The lines of a log, gzipped or not."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return text.decode().splitlines()


def is_possible(row: dict[str, Any]) -> bool:
    """Whether no more tokens came from the cache than were sent."""
    details = (row["metadata"]["usage_object"] or {}).get("prompt_tokens_details") or {}
    return details.get("cached_tokens", 0) <= row["prompt_tokens"]


def meters(row: dict[str, Any]) -> Counter[str]:
    """The disjoint meters of a row, without zeros."""
    usage = row["metadata"]["usage_object"] or {}
    details = usage.get("prompt_tokens_details") or {}
    read, write = details.get("cached_tokens", 0), details.get("cache_creation_tokens", 0)
    counts = Counter({
        "input": row["prompt_tokens"] - read - write,
        "cache_read": read,
        "cache_write": write,
        "output": row["completion_tokens"],
    })  # fmt: skip
    return +counts


def tag(row: dict[str, Any], name: str) -> str:
    """The value of the tag `name:value`."""
    return next(t.split(":", 1)[1] for t in row["request_tags"] if t.startswith(f"{name}:"))


@pytest.fixture
def files(logs: Path) -> list[Path]:
    """The weeks' files in order."""
    return sorted((logs / "litellm").iterdir())


@pytest.fixture
def calls(files: list[Path]) -> list[dict[str, Any]]:
    """The possible rows, each request once."""
    found: dict[str, dict[str, Any]] = {}
    for path in files:
        for line in lines(path):
            if line.endswith("}"):
                row = json.loads(line)
                if is_possible(row):
                    found.setdefault(row["request_id"], row)
    return list(found.values())


def test_counts_are_the_truths(
    calls: list[dict[str, Any]], by_source: dict[str | None, Group]
) -> None:
    """Prompt tokens less both caches, and the rest as stated, sum to the truth's counts."""
    total: Counter[str] = sum((meters(row) for row in calls), Counter())

    assert total == by_source["litellm"].meters
    assert len(calls) == by_source["litellm"].requests


def test_tags_name_the_feature(calls: list[dict[str, Any]], demo: tuple[Path, Truth]) -> None:
    """Requests by tag are those that the truth gives to LiteLLM's features."""
    tagged = Counter(tag(row, "feature") for row in calls)
    truth = {group.key: group.requests for group in demo[1].groups["feature"]}

    assert tagged == {name: truth[name] for name in tagged}
    assert set(tagged) > {"ticket-summary", "moderation"}


def test_teams_have_an_alias_or_an_id(
    calls: list[dict[str, Any]], demo: tuple[Path, Truth]
) -> None:
    """The alias is the team; where there is none, its id is."""
    teams = Counter(row["metadata"]["user_api_key_team_alias"] or row["team_id"] for row in calls)
    truth = {group.key: group.requests for group in demo[1].groups["team"]}

    assert teams == {name: truth[name] for name in teams}
    assert "trust" in teams


def test_hits_and_failures_spend_nothing(
    calls: list[dict[str, Any]], demo: tuple[Path, Truth]
) -> None:
    """A hit of the gateway's cache keeps its tokens and costs nothing; a failure has none."""
    hits = [row for row in calls if row["cache_hit"] == "True"]
    failures = [row for row in calls if row["status"] == "failure"]

    assert len(hits) == demo[1].cache_hits.requests > 0
    assert all(row["spend"] == 0 and row["total_tokens"] > 0 for row in hits)
    assert all("_cache_hit" in row["request_id"] for row in hits)
    assert all(row["spend"] == 0 and row["total_tokens"] == 0 for row in failures)


def test_spend_is_the_truth_within_a_double(
    calls: list[dict[str, Any]], by_source: dict[str | None, Group]
) -> None:
    """What the proxy says it spent agrees with the exact cost to a millionth of a cent."""
    spent = sum(Decimal(str(row["spend"])) for row in calls)
    exact = by_source["litellm"].cost

    assert exact is not None
    assert abs(spent - exact) < Decimal("0.00000001")


def test_two_rows_of_the_first_week_are_spoilt(files: list[Path]) -> None:
    """One line is torn and one row reads more from the cache than was sent; no other week has any."""
    torn = [[line for line in lines(path) if not line.endswith("}")] for path in files]
    impossible = [
        [line for line in lines(path) if line.endswith("}") and not is_possible(json.loads(line))]
        for path in files
    ]

    assert [len(found) for found in torn] == [1, 0, 0, 0, 0]
    assert [len(found) for found in impossible] == [1, 0, 0, 0, 0]


def test_weeks_overlap(files: list[Path]) -> None:
    """A week's first rows are the last ones of the week before."""
    for before, after in pairwise(files):
        assert lines(after)[:5] == lines(before)[-5:]


def test_one_week_is_packed_without_a_clock(files: list[Path]) -> None:
    """The second week is gzipped, its time of packing zero."""
    assert [path.suffix for path in files] == [".jsonl", ".gz", ".jsonl", ".jsonl", ".jsonl"]
    assert files[1].read_bytes()[4:8] == bytes(4)
