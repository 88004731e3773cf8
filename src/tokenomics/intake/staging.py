"""Drafts become staged rows, rejects and watermarks: the same SQL for every source and kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import duckdb

from tokenomics.intake.units import Counts, Stage, Unit
from tokenomics.records.columns import Column, Kind
from tokenomics.records.kinds import FILE, KINDS, LINEAGE, REJECT
from tokenomics.sources import scan
from tokenomics.sources.contract import Source
from tokenomics.sources.scan import Problem

SHOWN_REJECTS = 5


def create(con: duckdb.DuckDBPyConnection) -> None:
    """The empty tables that an ingest fills, one a kind."""
    scan.add_macros(con)
    for kind in KINDS.values():
        con.execute(f"CREATE TEMP TABLE {table_of(kind)} ({_declared(kind)})")
    con.execute(
        "CREATE TEMP TABLE readings (prepared VARCHAR, path VARCHAR, file_key VARCHAR, source VARCHAR)"
    )


def filled(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The table of each kind that has rows, by the kind's name."""
    return {kind.name: table_of(kind) for kind in KINDS.values() if _filled(con, kind)}


def table_of(kind: Kind) -> str:
    """The name of the table that a kind's rows are staged in."""
    return f"staged_{kind.name}"


def _declared(kind: Kind) -> str:
    return ", ".join(f"{scan.quoted(column.name)} {column.sql_type}" for column in kind.columns)


def _filled(con: duckdb.DuckDBPyConnection, kind: Kind) -> bool:
    found = con.execute(f"SELECT 1 FROM {table_of(kind)} LIMIT 1").fetchone()
    return found is not None


def stage_draft(stage: Stage, table: str, source: Source, files: Mapping[str, Unit]) -> None:
    """Move the good rows of a draft to their kind's table and the bad ones to the rejects."""
    if not files:
        return
    con, kind = stage.con, source.kind
    con.execute("DELETE FROM readings")
    con.executemany(
        "INSERT INTO readings VALUES (?, ?, ?, ?)",
        [
            (path, unit.reading.label, unit.reading.file_key, source.name)
            for path, unit in files.items()
        ],
    )
    known = {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
    columns = ", ".join(_drafted(column, known) for column in kind.columns)
    con.execute(
        f"INSERT INTO {table_of(kind)} SELECT {columns} "
        f"FROM {table} AS draft JOIN readings ON readings.prepared = draft.source_file "
        "WHERE NOT draft.skip AND draft.problem IS NULL",
        _lineage_values(stage),
    )
    con.execute(
        f"INSERT INTO {table_of(REJECT)} SELECT {_rejected_columns()} "
        "FROM (SELECT readings.path AS source_file, readings.source, draft.source_line, draft.problem "
        f"FROM {table} AS draft JOIN readings ON readings.prepared = draft.source_file "
        "WHERE NOT draft.skip AND draft.problem IS NOT NULL) AS found",
        _lineage_values(stage),
    )


def _lineage_values(stage: Stage) -> dict[str, str | int]:
    return {"ingest": stage.ingest_id, "micros": stage.micros}


_LINEAGE_SQL = {
    # A row without a key of its own is known by its file and its line.
    "record_id": "unhex(md5(concat_ws(chr(31), readings.source, CASE WHEN draft.key IS NULL "
    "THEN readings.file_key || chr(31) || draft.source_line ELSE draft.key END)))",
    "merge_rank": "concat_ws(' ', draft.rank, md5(draft.content))",
    "source": "readings.source",
    "source_file": "readings.path",
    "source_line": "draft.source_line",
    "ingest_id": "$ingest",
    "observed_at": "make_timestamptz($micros)",
}


def _drafted(column: Column, known: Collection[str]) -> str:
    name = scan.quoted(column.name)
    if column in LINEAGE:
        return f"{_LINEAGE_SQL[column.name]} AS {name}"
    value = f"draft.{name}" if column.name in known else "NULL"
    return f"CAST({value} AS {column.sql_type}) AS {name}"


_REJECT_SQL = {
    "record_id": "unhex(md5(concat_ws(chr(31), 'reject', source_file, source_line, problem)))",
    "merge_rank": "problem",
    "source": "source",
    "source_file": "source_file",
    "source_line": "nullif(source_line, 0)",
    "ingest_id": "$ingest",
    "observed_at": "make_timestamptz($micros)",
    "field": "CASE WHEN regexp_matches(problem, '^(line|file): ') THEN NULL ELSE split_part(problem, ': ', 1) END",
    "reason": "substr(problem, strpos(problem, ': ') + 2)",
    "ts": "make_timestamptz($micros)",
}


def _rejected_columns() -> str:
    return ", ".join(f"{_REJECT_SQL[name]} AS {scan.quoted(name)}" for name in REJECT.names)


def stage_problems(stage: Stage, unit: Unit, problems: Sequence[Problem]) -> None:
    """Put what no query saw, because it could not be read, among the rejects."""
    if not problems:
        return
    values = "SELECT unnest($lines) AS source_line, unnest($texts) AS problem"
    stage.con.execute(
        f"INSERT INTO {table_of(REJECT)} SELECT {_rejected_columns()} FROM "
        f"(SELECT $path AS source_file, $source AS source, * FROM ({values})) AS found",
        {
            **_lineage_values(stage),
            "path": unit.reading.label,
            "source": unit.source.name,
            "lines": [problem.line for problem in problems],
            "texts": [problem.text for problem in problems],
        },
    )


_WATERMARK_SQL = {
    "record_id": "unhex(md5('file' || chr(31) || source_file))",
    "merge_rank": "printf('%020d %020d %020d %s', $micros, mtime_ns, read_to, coalesce(digest, ''))",
    "source_line": "NULL",
    "ingest_id": "$ingest",
    "observed_at": "make_timestamptz($micros)",
    "ts": "make_timestamptz($micros)",
}


def stage_watermarks(stage: Stage, counts: Sequence[Counts]) -> None:
    """Stage how far each file was read."""
    marks = [_watermark(done) for done in counts]
    if not marks:
        return
    columns = ", ".join(
        f"{_WATERMARK_SQL.get(name, scan.quoted(name))} AS {scan.quoted(name)}"
        for name in FILE.names
    )
    lists = ", ".join(f"unnest(${name}) AS {scan.quoted(name)}" for name in marks[0])
    values = {name: [mark[name] for mark in marks] for name in marks[0]}
    stage.con.execute(
        f"INSERT INTO {table_of(FILE)} SELECT {columns} FROM (SELECT {lists}) AS found",
        {**values, **_lineage_values(stage)},
    )


def _watermark(done: Counts) -> dict[str, str | int | None]:
    source, reading = done.unit.source, done.unit.reading
    before = reading.before if reading.start else None
    return {
        "source": source.name,
        "source_file": reading.label,
        "size": reading.stat.size,
        "mtime_ns": reading.stat.mtime_ns,
        "read_to": done.read_to,
        "digest": done.digest,
        "file_key": None if source.keyed else reading.file_key,
        "rows_read": done.rows + (before.rows_read if before else 0),
        "rows_recorded": done.recorded + (before.rows_recorded if before else 0),
        "rows_skipped": done.skipped + (before.rows_skipped if before else 0),
        "rows_rejected": done.rejected + (before.rows_rejected if before else 0),
    }


def first_rejects(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The first staged rejects, a sentence each."""
    found = con.execute(
        "SELECT source_file, source_line, field, reason FROM staged_reject "
        "ORDER BY source_file, source_line, field LIMIT $count",
        {"count": SHOWN_REJECTS},
    ).fetchall()
    return [
        f"{path}{'' if line is None else f':{line}'} {f'{name}: ' if name else ''}{reason}"
        for path, line, name, reason in found
    ]
