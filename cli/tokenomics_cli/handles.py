"""From options to a ledger that can be asked: an existing one, or one made for this question."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenomics.ledger import Ledger, open_ledger
from tokenomics.records.errors import ConfigError
from tokenomics.timezones import parse_instant, zone
from tokenomics_cli.settings import Settings

if TYPE_CHECKING:
    from tokenomics.intake import IngestResult


class Asked(NamedTuple):
    """A ledger to be asked, and what was ingested for it; None where nothing was."""

    ledger: Ledger
    read: IngestResult | None


def opened(given: Settings, at: str | None = None) -> Ledger:
    """The ledger of the settings, at a version or instant.

    Raises LedgerError where there is none or it never was at that version.
    """
    if at is None or at.isdecimal():
        return open_ledger(given.ledger, int(at) if at else None, must_exist=True)
    instant = parse_instant(at, zone(given.config.report.timezone))
    return open_ledger(given.ledger, instant, must_exist=True)


@contextmanager
def asked(
    paths: Sequence[str], given: Settings, *, keep: bool, at: str | None = None
) -> Generator[Asked]:
    """The settings' ledger, into which `paths` are read first.

    Unless `keep`, paths are read into a ledger that is gone when the question is answered.
    """
    if not paths:
        yield Asked(opened(given, at), None)
        return
    if at is not None:
        raise ConfigError("--ledger-at asks a ledger as it was: leave out the paths")
    if keep:
        yield _read(paths, given)
        return
    with tempfile.TemporaryDirectory(prefix="tokenomics-") as folder:
        yield _read(paths, given._replace(ledger=Path(folder) / "ledger"))


def _read(paths: Sequence[str], given: Settings) -> Asked:
    from tokenomics.intake import ingest

    result = ingest(
        paths, ledger=given.ledger, config=given.config, now=given.now, hints=given.hints
    )
    return Asked(open_ledger(given.ledger), result)
