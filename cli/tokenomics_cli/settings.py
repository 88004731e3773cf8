"""What every command starts from: the configuration, where the ledger is, and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tokenomics.config import Config, keeping_users, load
from tokenomics.places import Where, place
from tokenomics.sources.hints import NO_HINTS, Hints
from tokenomics.timezones import parse_instant, zone


class Settings(NamedTuple):
    """A configuration, where the ledger is, the instant (UTC) that is now, and what is said
    of files that do not say it themselves.
    """

    config: Config
    ledger: Where
    now: datetime
    hints: Hints = NO_HINTS


def settings(
    config: Path | None = None,
    *,
    ledger: Where | None = None,
    now: str | None = None,
    hints: Hints = NO_HINTS,
    keep_user_ids: bool = False,
) -> Settings:
    """The settings that the options ask for, defaults where they say nothing.

    Raises ConfigError for a configuration or an instant that cannot be read, and for an address that
    means nothing.
    """
    loaded = keeping_users(load(config), keep_user_ids)
    where = place(loaded.ledger.path, loaded.root) if ledger is None else place(ledger)
    return Settings(loaded, where, clock(now, loaded), hints)


def clock(now: str | None, config: Config) -> datetime:
    """The instant given, else the present; one without an offset is in the report's time zone."""
    if now is None:
        return datetime.now(UTC)
    return parse_instant(now, zone(config.report.timezone))
