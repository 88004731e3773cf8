"""What the user says of files that do not say it themselves, checked once for all files."""

from __future__ import annotations

import re

from tokenomics.records.errors import ConfigError
from tokenomics.sources.contract import Hints
from tokenomics.timezones import parse_instant, zone

_PATH = re.compile(r"[A-Za-z_@][\w@-]*(\.[\w@-]+)*")


def checked(hints: Hints, timezone: str) -> Hints:
    """The hints with a date of theirs as an instant; one without an offset is in the time zone.

    Raises ConfigError where `at` is neither a date, nor an instant, nor the path of a field.
    """
    if hints.at is None or is_path(hints.at):
        return hints
    try:
        at = parse_instant(hints.at, zone(timezone))
    except ConfigError as error:
        raise ConfigError(f"--at {error}, or the path of a field, such as logged_at") from None
    return hints._replace(at=at.isoformat())


def is_path(at: str) -> bool:
    """Whether `at` is the path of a field, as against a date."""
    return _PATH.fullmatch(at) is not None


def change_reading(hints: Hints) -> bool:
    """Whether files that were read before may now say more."""
    return hints.at is not None or hints.provider is not None
