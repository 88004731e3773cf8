"""All units of an ingest, staged for one commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tokenomics.engine import duckdb
from tokenomics.intake import reading, staging
from tokenomics.intake.superseding import supersede
from tokenomics.intake.units import Counts, Progress, Stage, Unit
from tokenomics.ledger import Replacement
from tokenomics.records.columns import Kind
from tokenomics.records.kinds import CHARGE
from tokenomics.sources.hints import NO_HINTS, Hints


class Staged(NamedTuple):
    """An ingest ready to be committed: a table a kind, and what was counted on the way.

    `samples` are the first rejects, a sentence each.
    """

    tables: Mapping[str, str]
    counts: Sequence[Counts]
    replaced: Sequence[Replacement]
    samples: Sequence[str]
    notes: Sequence[str]


def stage(
    con: duckdb.DuckDBPyConnection,
    units: Sequence[Unit],
    *,
    spool: Path,
    now: datetime,
    hints: Hints = NO_HINTS,
    progress: Progress | None = None,
) -> Staged:
    """Read all units into one table a kind, rejects and watermarks included.

    The hints' scope is the account that rows belong to which name none, their labels are tags of all;
    `progress` is told of the bytes.
    """
    read = [unit.source for unit in units]
    besides = [source.beside for source in read if source.beside is not None]
    staging.create(con, {source.query for source in (*read, *besides)})
    work = Stage(
        con, spool, uuid.uuid4().hex, round(now.timestamp() * 1_000_000),
        hints.scope, hints.labels,
    )  # fmt: skip
    counts = list(reading.read(work, units, progress))
    staging.stage_watermarks(work, counts)
    tables = staging.united(con)
    if CHARGE.name in tables:
        supersede(con)
    notes = [f"{done.unit.reading.label}: {note}" for done in counts for note in _notes(done)]
    replaced = _replaced(con, counts, tables)
    samples = staging.first_rejects(con) if any(done.rejected for done in counts) else []
    return Staged(tables, counts, replaced, samples, notes)


def _notes(done: Counts) -> tuple[str, ...]:
    return (*done.unit.source.notes, *((done.note,) if done.note else ()))


def _replaced(
    con: duckdb.DuckDBPyConnection, counts: Sequence[Counts], tables: Mapping[str, str]
) -> list[Replacement]:
    """What of the ledger gives way: the rejects of files read again, and rewritten periods.

    A rewritten keyless file restates the period it spans: what it said of that period before is
    replaced, what it said of other periods stands. A restated file is replaced as a whole.
    """
    periods: list[Replacement] = []
    for done in counts:
        reading, source = done.unit.reading, done.unit.source
        if reading.before is None:
            continue
        path = reading.label
        if not reading.start:
            periods.append(Replacement("reject", path, None, None))
        if reading.state == "restated":
            kinds = [each.kind.name for each in (source, source.beside) if each is not None]
            periods += [Replacement(kind, path, None, None) for kind in kinds]
        elif reading.state == "rewritten" and not source.keyed and source.kind.name in tables:
            periods += _span(con, source.kind, path)
    return periods


def _span(con: duckdb.DuckDBPyConnection, kind: Kind, path: str) -> list[Replacement]:
    found = con.execute(
        "SELECT CAST(min(ts) AS VARCHAR), CAST(max(ts) AS VARCHAR) "
        f"FROM {staging.table_of(kind)} WHERE source_file = $path",
        {"path": path},
    ).fetchone()
    if found is None or found[0] is None:
        return []
    since, until = (datetime.fromisoformat(text) for text in found)
    return [Replacement(kind.name, path, since, until)]
