"""Tests of settings.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics_cli.settings import settings


def _config(folder: Path, text: str) -> Path:
    file = folder / "tokenomics.toml"
    file.write_text(text, "utf-8")
    return file


def test_ledger_lies_beside_the_configuration(tmp_path: Path) -> None:
    """A relative [ledger] path starts at the configuration's folder."""
    config = _config(tmp_path, '[ledger]\npath = "books"\n')

    assert settings(config).ledger == tmp_path / "books"


def test_an_option_wins_over_the_configuration(tmp_path: Path) -> None:
    """--ledger names the folder, whatever the configuration says."""
    config = _config(tmp_path, '[ledger]\npath = "books"\n')

    assert settings(config, ledger=Path("other")).ledger == Path("other")


def test_now_is_an_instant_of_the_reports_zone(tmp_path: Path) -> None:
    """An instant without an offset is in the report's time zone: Berlin's midnight is 23:00 UTC."""
    config = _config(tmp_path, '[report]\ntimezone = "Europe/Berlin"\n')

    assert settings(config, now="2026-11-02").now == datetime(2026, 11, 1, 23, tzinfo=UTC)


def test_now_is_the_present_unless_told(tmp_path: Path) -> None:
    """Without --now the clock is asked."""
    config = _config(tmp_path, "")

    assert abs(settings(config).now - datetime.now(UTC)) < timedelta(minutes=1)


def test_an_instant_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The error carries the value."""
    config = _config(tmp_path, "")

    with pytest.raises(ConfigError, match="yesterday"):
        settings(config, now="yesterday")
