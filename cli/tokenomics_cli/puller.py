"""A provider's reports fetched, and read into the ledger."""

from __future__ import annotations

import os
import time
from datetime import UTC, date
from pathlib import Path
from typing import NamedTuple

from tokenomics.alert.outside import Outside
from tokenomics.intake import ingest
from tokenomics.pulling.pull import Pulled, provider_named, pull
from tokenomics.timezones import parse_instant, zone
from tokenomics_cli.progress import progress
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import show
from tokenomics_cli.terminal import is_watched, near, say


class Wanted(NamedTuple):
    """What is fetched of whom, and where pages are kept."""

    provider: str
    since: str | None
    until: str | None
    into: Path
    url: str | None
    verbose: bool


def pull_and_read(given: Settings, wanted: Wanted) -> None:
    """Fetch the reports of a provider and ingest their pages.

    Raises ConfigError where the key is not set, OutsideError where the provider refuses or is not there.
    """
    wordy = wanted.verbose or is_watched()
    pulled = _pulled(given, wanted, wordy=wordy)
    if wordy:
        say(f"{pulled.pages} pages fetched into {near(pulled.folder)}")
    with progress() as tell:
        result = ingest(
            [str(pulled.folder)], ledger=given.ledger, config=given.config, now=given.now,
            hints=given.hints, progress=tell,
        )  # fmt: skip
    show(result, given.ledger, wordy=wordy)


def _pulled(given: Settings, wanted: Wanted, *, wordy: bool) -> Pulled:
    outside = Outside(os.environ, lambda: given.now, time.sleep)
    return pull(
        provider_named(wanted.provider), wanted.into, outside,
        since=_day(wanted.since), until=_day(wanted.until), url=wanted.url,
        tell=say if wordy else lambda _: None,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    """A day of UTC, as providers count them."""
    return None if text is None else parse_instant(text, zone("UTC")).astimezone(UTC).date()
