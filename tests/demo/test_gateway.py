"""The home-made gateway's CSV and the configuration that explains it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tokenomics import config
from tokenomics.demo import Group, Truth
from tokenomics.demo.calls import GATEWAY
from tokenomics.demo.company import features
from tokenomics.demo.traffic import feature_calls


@pytest.fixture
def rows(logs: Path) -> list[dict[str, str]]:
    """The gateway's rows."""
    with (logs / "gateway-2026-08.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counts_are_the_truths(
    rows: list[dict[str, str]], by_source: dict[str | None, Group]
) -> None:
    """The token columns sum to the truth's counts."""
    columns = {"FreshTokens": "input", "CachedTokens": "cache_read", "GeneratedTokens": "output"}
    total = Counter({
        meter: sum(int(row[column]) for row in rows) for column, meter in columns.items()
    })  # fmt: skip

    assert +total == by_source["gateway"].meters
    assert len(rows) == by_source["gateway"].requests


def test_the_configuration_maps_every_column(
    demo: tuple[Path, Truth], rows: list[dict[str, str]]
) -> None:
    """The mapping names each column of the file once and finds the file."""
    folder = demo[0]
    (source,) = config.load(folder / "tokenomics.toml").source

    assert source.name == "gateway"
    assert sorted(source.fields.values()) == sorted(rows[0])
    assert list(folder.glob(source.match)) == [folder / "logs" / "gateway-2026-08.csv"]
    assert source.constants["provider"] == "openai"


def test_keys_tell_team_and_feature(demo: tuple[Path, Truth], rows: list[dict[str, str]]) -> None:
    """The attribution rules turn keys into the truth's requests by feature."""
    rules = config.load(demo[0] / "tokenomics.toml").attribute
    features = {rule.when["api_key_id"]: rule.set["feature"] for rule in rules}
    counts = Counter(features[row["KeyId"]] for row in rows)
    truth = {group.key: group.requests for group in demo[1].groups["feature"]}

    assert counts == {name: truth[name] for name in ("internal-chat", "translation")}
    assert {rule.set["team"] for rule in rules} == {"it", "marketing"}


def test_times_are_local(demo: tuple[Path, Truth], rows: list[dict[str, str]]) -> None:
    """Two hours taken off, as Berlin is ahead in August, give the instants of the calls."""
    calls = feature_calls(demo[1].company, features(GATEWAY))
    instants = [datetime.fromisoformat(f"{row['Timestamp']}Z") - timedelta(hours=2) for row in rows]

    assert instants == [call.ts for call in calls]


def test_invented_users_are_kept(demo: tuple[Path, Truth]) -> None:
    """A demo's report by user says what the truth says."""
    assert config.load(demo[0] / "tokenomics.toml").privacy.keep_user_ids
