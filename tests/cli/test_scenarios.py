"""The scenarios that a command is asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tokenomics.config import Config
from tokenomics.projection import NONE
from tokenomics.records.errors import ConfigError
from tokenomics.scenario_config import ScenarioConfig
from tokenomics_cli.scenarios import assumed
from tokenomics_cli.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two scenarios, asked on 1 November."""
    config = Config(scenario=(ScenarioConfig("a", growth="10 %"), ScenarioConfig("b")))
    return Settings(config, tmp_path, datetime(2026, 11, 1, tzinfo=UTC))


def test_a_scenario_begins_now(settings: Settings) -> None:
    """It is built when it is asked for."""
    found = assumed(("a",), settings, ())

    assert [event.start for event in found.events] == [settings.now]


def test_without_a_name_nothing_is_assumed(settings: Settings) -> None:
    """One that is not there is refused."""
    assert assumed((), settings, ()) == NONE
    assert assumed(("b", "a"), settings, ()).name == "b + a"
    with pytest.raises(ConfigError, match="unknown scenario 'c'"):
        assumed(("c",), settings, ())
