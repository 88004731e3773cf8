"""Sides opened."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.sides import side
from tokenomics.comparing.naming import side_of
from tokenomics.comparing.opening import Place, opened
from tokenomics.config import load
from tokenomics.costing import CostQuery
from tokenomics.intake import ingest
from tokenomics.ledger import open_ledger
from tokenomics.records.errors import ConfigError
from tokenomics.timezones import zone

_UTC = zone("UTC")
_NOW = datetime(2026, 11, 15, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A folder with logs, a ledger of them, and room for others."""
    monkeypatch.chdir(tmp_path)
    side(tmp_path, "logs", [1, 2])
    ingest(["logs"], ledger=tmp_path / "kept", config=load(None), now=_NOW)
    spool = tmp_path / "spool"
    spool.mkdir()
    return Place(
        load(None),
        lambda path: open_ledger(path or tmp_path / "kept", must_exist=True),
        lambda paths, ledger, config: ingest(paths, ledger=ledger, config=config, now=_NOW),
        spool,
    )


def test_logs_are_read_into_a_ledger_of_their_own(place: Place) -> None:
    """Both sides may be the same logs; each has its own ledger, and they share one file of people."""
    query = CostQuery()
    with (
        opened(side_of("logs", _UTC), query, place) as one,
        opened(side_of("logs", _UTC), query, place) as other,
    ):
        assert one.read is not None
        assert one.read.added == 2
        assert one.ledger is not None
        assert other.ledger is not None
        assert one.ledger.path != other.ledger.path
        assert one.has_features


def test_a_period_and_a_label_ask_the_ledger(place: Place) -> None:
    """The question is narrowed to them."""
    with opened(side_of("2026-10", _UTC), CostQuery(), place) as month:
        assert month.query.since == datetime(2026, 10, 1, tzinfo=UTC)
        assert month.read is None
    with opened(side_of("commit=a", _UTC), CostQuery(where=(("team", "x"),)), place) as label:
        assert label.query.where == (("team", "x"), ("tag:commit", "a"))


def test_two_periods_of_one_side_are_refused(place: Place, tmp_path: Path) -> None:
    """Neither is guessed to be the one that counts; a report has no calls to filter."""
    since = CostQuery(since=_NOW)
    with (
        pytest.raises(ConfigError, match="'2026-10' is a period: leave out --since and --until"),
        opened(side_of("2026-10", _UTC), since, place),
    ):
        pass
    (tmp_path / "a.json").write_text('{"schema": "tokenomics/cost.v1"}', "utf-8")
    with (
        pytest.raises(ConfigError, match="a JSON report has no calls to filter"),
        opened(side_of("a.json", _UTC), since, place),
    ):
        pass
