"""What the user says of files that do not say it themselves, checked once for all files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tokenomics.records.errors import ConfigError
from tokenomics.records.kinds import USAGE
from tokenomics.timezones import parse_instant, zone

# A report by one of these is by what logs state: USAGE has users as user_id.
_FIELDS = frozenset({*USAGE.names, *(name.removesuffix("_id") for name in USAGE.names), "model"})
_PATH = r"[A-Za-z_@][\w@-]*(\.[\w@-]+)*"


class Hints(NamedTuple):
    """What the user says of files that do not say it themselves.

    `at` is a date, an instant, or the path of a field that holds one; `provider` who served the
    calls; `scope` the account that is billed. `labels` are tags that all their records get.
    """

    at: str | None = None
    provider: str | None = None
    scope: str | None = None
    labels: tuple[tuple[str, str], ...] = ()


NO_HINTS = Hints()


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


def labels_of(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Labels as they are written, KEY=VALUE, by their keys.

    Raises ConfigError for one that is none, for a key that is named twice, and for a field of the
    record, which logs state and no label overrules.
    """
    found: dict[str, str] = {}
    for text in texts:
        key, sign, value = (part.strip() for part in text.partition("="))
        if not (key and sign and value):
            raise ConfigError(
                f"cannot label with {text!r}: write KEY=VALUE, such as commit=4b33144"
            )
        if key in found:
            raise ConfigError(f"label {key!r} is given twice")
        if key in _FIELDS:
            raise ConfigError(f"label {key!r} is a field that logs state: give it another name")
        found[key] = value
    return tuple(sorted(found.items()))


def is_path(at: str) -> bool:
    """Whether `at` is the path of a field, as against a date."""
    return re.fullmatch(_PATH, at) is not None


def change_reading(hints: Hints) -> bool:
    """Whether files that were read before may now say more."""
    return hints.at is not None or hints.provider is not None
