"""From options to a ledger that can be asked: an existing one, or one made for this question."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenomics.engine import Engine, connect, duckdb
from tokenomics.engines import DUCKDB, chosen
from tokenomics.ledger import Ledger, engine_of, open_ledger
from tokenomics.memory import size_of
from tokenomics.places import folder_of
from tokenomics.records.errors import ConfigError
from tokenomics.shelf import Shelf
from tokenomics.timezones import parse_instant, zone
from tokenomics_cli.agent_logs import cache_folder
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
    when = int(at) if at and at.isdecimal() else _instant(at, given)
    ledger = open_ledger(given.ledger, when, must_exist=True, damaged=damaged)
    return ledger._replace(shelf=shelf_of(given))


def _instant(at: str | None, given: Settings) -> datetime | None:
    return parse_instant(at, zone(given.config.report.timezone)) if at else None


def shelf_of(given: Settings) -> Shelf | None:
    """Where answers about the ledger are kept; None where the configuration leaves no room, or DuckDB is not asked."""
    room = size_of(given.config.ledger.cache)
    return Shelf(answers_folder(), room) if room and chosen() == DUCKDB else None


def answers_folder() -> Path:
    """The folder of the user's cache in which answers about ledgers lie."""
    return cache_folder(os.environ, Path.home()) / "answers"


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
        with _read(paths, given, keep=True) as found:
            yield found
    else:
        _check_place()
        with tempfile.TemporaryDirectory(prefix="tokenomics-") as folder:
            inside = given._replace(ledger=Path(folder) / "ledger")
            with _read(paths, inside, keep=False) as found:
                yield found


@contextmanager
def _read(paths: Sequence[str], given: Settings, *, keep: bool) -> Generator[Asked]:
    on = shelf_of(given) if keep else None
    with connect(allowed=[folder_of(given.ledger), *([on.folder] if on else [])]) as con:
        ledger, result = _ingested(paths, given, con)
        if chosen() == DUCKDB:
            yield Asked(ledger._replace(shelf=on), con, result)
            return
    with engine_of(ledger) as engine:
        yield Asked(ledger, engine, result)


def _ingested(
    paths: Sequence[str], given: Settings, con: duckdb.DuckDBPyConnection
) -> tuple[Ledger, IngestResult]:
    """The ledger after paths were read into it."""
    from tokenomics.intake import Opened, ingest
    from tokenomics_cli.progress import progress

    ledger = open_ledger(given.ledger)
    with progress() as tell:
        result = ingest(
            paths, ledger=Opened(ledger, con), config=given.config, now=given.now,
            hints=given.hints, progress=tell,
        )  # fmt: skip
    return ledger if result.version == ledger.version else open_ledger(given.ledger), result


def _check_place() -> None:
    """Raise ConfigError where Spark is on other machines than this, whose folders it does not see."""
    if not (chosen().master or "local").startswith("local"):
        raise ConfigError(
            "PATHs are read into a folder of this machine, which Spark's workers do not see:"
            " read them into a ledger that they do see, with --ledger DIR"
        )
