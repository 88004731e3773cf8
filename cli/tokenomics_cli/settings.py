"""What every command starts from: the configuration, the ledger's folder and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tokenomics.config import Config, keeping_users, load
from tokenomics.sources.contract import NO_HINTS, Hints
from tokenomics.timezones import parse_instant, zone


class Settings(NamedTuple):
    """A configuration, the folder of the ledger, the instant (UTC) that is now, and what is said
    of files that do not say it themselves.
    """

    config: Config
    ledger: Path
    now: datetime
    hints: Hints = NO_HINTS


def settings(
    config: Path | None = None,
    *,
    ledger: Path | None = None,
    now: str | None = None,
    hints: Hints = NO_HINTS,
    keep_user_ids: bool = False,
) -> Settings:
    """The settings that the options ask for, defaults where they say nothing.

    Raises ConfigError for a configuration or an instant that cannot be read.
    """
    loaded = keeping_users(load(config), keep_user_ids)
    folder = ledger or loaded.root / loaded.ledger.path
    return Settings(loaded, folder, clock(now, loaded), hints)


def clock(now: str | None, config: Config) -> datetime:
    """The instant given, else the present; one without an offset is in the report's time zone."""
    if now is None:
        return datetime.now(UTC)
    return parse_instant(now, zone(config.report.timezone))
