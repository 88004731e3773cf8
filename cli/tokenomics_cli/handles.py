"""From options to a ledger that can be asked: an existing one, or one made for this question."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenomics.engine import Engine, connect
from tokenomics.ledger import Ledger, engine_of, open_ledger
from tokenomics.records.errors import ConfigError
from tokenomics.timezones import parse_instant, zone
from tokenomics_cli.settings import Settings

if TYPE_CHECKING:
    from tokenomics.intake import IngestResult


class Asked(NamedTuple):
    """A ledger to be asked, a connection that may read it, and what was ingested; None: nothing."""

    ledger: Ledger
    con: Engine
    read: IngestResult | None


def opened(given: Settings, at: str | None = None, *, damaged: bool = False) -> Ledger:
    """The ledger of the settings, at a version or instant.

    Raises LedgerError where there is none or it never was at that version, and, unless it may be
    `damaged`, where files of it are lost.
    """
    if at is None or at.isdecimal():
        version = int(at) if at else None
        return open_ledger(given.ledger, version, must_exist=True, damaged=damaged)
    instant = parse_instant(at, zone(given.config.report.timezone))
    return open_ledger(given.ledger, instant, must_exist=True, damaged=damaged)


@contextmanager
def asked(
    paths: Sequence[str], given: Settings, *, keep: bool, at: str | None = None
) -> Generator[Asked]:
    """The settings' ledger, into which `paths` are read first.

    Unless `keep`, paths are read into a ledger that is gone when the question is answered.
    """
    if not paths:
        ledger = opened(given, at)
        with engine_of(ledger) as con:
            yield Asked(ledger, con, None)
    elif at is not None:
        raise ConfigError("--ledger-at asks a ledger as it was: leave out the paths")
    elif keep:
        with _read(paths, given) as found:
            yield found
    else:
        with tempfile.TemporaryDirectory(prefix="tokenomics-") as folder:
            inside = given._replace(ledger=Path(folder) / "ledger")
            with _read(paths, inside) as found:
                yield found


@contextmanager
def _read(paths: Sequence[str], given: Settings) -> Generator[Asked]:
    from tokenomics.intake import Opened, ingest
    from tokenomics_cli.progress import progress

    with connect(allowed=[given.ledger]) as con:
        ledger = open_ledger(given.ledger)
        with progress() as tell:
            result = ingest(
                paths, ledger=Opened(ledger, con), config=given.config, now=given.now,
                hints=given.hints, progress=tell,
            )  # fmt: skip
        if result.version != ledger.version:
            ledger = open_ledger(given.ledger)
        yield Asked(ledger, con, result)
