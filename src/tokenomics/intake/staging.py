"""Drafts become staged rows, rejects and watermarks: the same SQL for every source and kind."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from tokenomics.engine import columns_of, duckdb
from tokenomics.intake.units import SHOWN_REJECTS, Counts, Stage, Unit
from tokenomics.ledger.layout import EARLIEST
from tokenomics.queries import literal, quoted
from tokenomics.records.columns import Column, Kind
from tokenomics.records.kinds import FILE, KINDS, LINEAGE, REJECT, STATED
from tokenomics.sources import scan
from tokenomics.sources.contract import Source
from tokenomics.sources.scan import Problem

# What an ingest says itself: how far it read, and what it refused.
_OWN = (REJECT, FILE)
# What a job stages of a kind.
_PART = "part_{kind}_{job}"

# What pseudonyms ask of texts.
_ABOUT_PEOPLE = "may_be_private(text) is_mail(text) is_secret(text) names_person(key)"


def create(con: duckdb.DuckDBPyConnection, queries: Iterable[str] | None = None) -> None:
    """The empty tables of what an ingest itself has to say, and the macros that its sources' queries
    call, or all of them; every cursor of the connection sees them.
    """
    scan.add_macros(con, None if queries is None else (*queries, _ABOUT_PEOPLE))
    for kind in _OWN:
        con.execute(f"CREATE TABLE {table_of(kind)} ({_declared(kind)})")


def united(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The table of each kind that has rows, by the kind's name, made of what the jobs staged.

    It has the columns that any of its rows may state: a hundred columns of nulls would take most of
    the memory. The largest part becomes the table and takes the others in.
    """
    # Of a table from which nothing was deleted the size is no estimate.
    found = con.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall()
    made = [kind for kind in _OWN if _filled(con, table_of(kind))]
    for kind in KINDS.values():
        named = _PART.format(kind=kind.name, job="")
        parts = sorted((rows, name) for name, rows in found if rows and name.startswith(named))
        if parts:
            _, largest = parts.pop()
            con.execute(f"ALTER TABLE {largest} RENAME TO {table_of(kind)}")
            made.append(kind)
        for _, part in parts:
            _take_in(con, table_of(kind), part)
    return {kind.name: table_of(kind) for kind in KINDS.values() if kind in made}


def _take_in(con: duckdb.DuckDBPyConnection, table: str, part: str) -> None:
    """Move the rows of a part into a table, which gets the columns that it lacks."""
    known = columns_of(con, table)
    for name, kind, *_ in con.execute(f"DESCRIBE {part}").fetchall():
        if name not in known:
            con.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)} {kind}")
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {part}")
    con.execute(f"DROP TABLE {part}")


def table_of(kind: Kind) -> str:
    """The name of the table that a kind's rows are staged in."""
    return f"staged_{kind.name}"


def _declared(kind: Kind) -> str:
    return ", ".join(f"{quoted(column.name)} {column.sql_type}" for column in kind.columns)


def _filled(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def stage_draft(
    stage: Stage, source: Source, files: Mapping[str, Unit], *, rejects: bool = True
) -> None:
    """Move the good rows of the draft to a table of their own and the bad ones to the rejects.

    Of rows that share a record id only the one that stands is moved: a streamed call is many rows.
    Without `rejects` the files are known to have no bad ones.
    """
    if not files:
        return
    con, kind = stage.con, source.kind
    _list_readings(stage, source, files)
    # Of lines that files state anew each file's are kept: which file stands is not told by one line.
    con.execute(_STANDING.format(each_file=", file_number" if STATED in kind.names else ""))
    known = {row[0] for row in con.execute("DESCRIBE draft").fetchall()}
    labels = labels_sql(stage.labels)
    values = {column.name: _drafted(column, known, kind, labels) for column in kind.columns}
    stated = {name: value for name, value in values.items() if value is not None}
    part = _PART.format(kind=kind.name, job=uuid.uuid4().hex)
    con.execute(
        f"CREATE TABLE {part} AS SELECT {', '.join(stated.values())} FROM standing "
        "JOIN draft ON draft.rowid = standing.place "
        "JOIN readings ON readings.prepared = draft.source_file",
        _lineage_values(stage),
    )
    if not rejects:
        return
    con.execute(
        f"INSERT INTO {table_of(REJECT)} SELECT {_rejected_columns()} "
        "FROM (SELECT readings.path AS source_file, readings.source, draft.source_line, draft.problem "
        "FROM draft JOIN readings ON readings.prepared = draft.source_file "
        "WHERE NOT draft.skip AND draft.problem IS NOT NULL) AS found",
        _lineage_values(stage),
    )


# A row without a key of its own is known by its file and its line. Accounts that the user names
# keep rows apart which are equal otherwise: two exports of one period are then no restatement.
# Of rows that say the same the first line of the first file stands.
# To put only those rows in order that share an id takes half of the time.
_STANDING = """
CREATE OR REPLACE TEMP TABLE standing AS
WITH named AS MATERIALIZED (
    SELECT
        unhex(md5(concat_ws(chr(31), readings.source, readings.scope, CASE
            WHEN draft.key IS NULL THEN readings.file_key || chr(31) || draft.source_line
            ELSE draft.key
        END))) AS record_id,
        concat_ws(' ', draft.rank, md5(draft.content)) AS merge_rank,
        draft.rowid AS place,
        readings.file_number,
        draft.source_line,
        draft.ts
    FROM draft JOIN readings ON readings.prepared = draft.source_file
    WHERE NOT draft.skip AND draft.problem IS NULL
),
repeated AS MATERIALIZED (SELECT record_id FROM named GROUP BY record_id HAVING count(*) > 1)
SELECT record_id, place, merge_rank, ts
FROM named ANTI JOIN repeated USING (record_id)
UNION ALL
SELECT
    record_id,
    max_by(place, ROW(merge_rank, -file_number, -coalesce(source_line, 0))),
    max(merge_rank),
    min(ts)
FROM named SEMI JOIN repeated USING (record_id)
GROUP BY record_id{each_file}
"""


def _list_readings(stage: Stage, source: Source, files: Mapping[str, Unit]) -> None:
    named = sorted(files.items(), key=lambda item: item[1].reading.label)
    units = [unit for _, unit in named]
    stage.con.execute(
        "CREATE OR REPLACE TEMP TABLE readings AS SELECT unnest($prepared::VARCHAR[]) AS prepared, "
        "unnest($numbers::INTEGER[]) AS file_number, "
        "unnest($labels::VARCHAR[]) AS path, unnest($keys::VARCHAR[]) AS file_key, $source AS source, "
        "$stated_by AS stated_by, $scope::VARCHAR AS scope",
        {
            "prepared": [path for path, _ in named],
            "numbers": list(range(len(named))),
            "labels": [unit.reading.label for unit in units],
            "keys": [unit.reading.file_key for unit in units],
            "source": source.name,
            "stated_by": source.stated_by,
            "scope": stage.scope,
        },
    )


def _lineage_values(stage: Stage) -> dict[str, str | int]:
    return {"ingest": stage.ingest_id, "micros": stage.micros}


# What a row says of itself where it can, and its source or the user of it otherwise.
_OF_READING = {"stated_by": "readings.stated_by", "scope_id": "readings.scope"}

_LINEAGE_SQL = {
    "record_id": "standing.record_id",
    "merge_rank": "standing.merge_rank",
    "source": "readings.source",
    "source_file": "readings.path",
    "source_line": "draft.source_line",
    "ingest_id": "$ingest",
    "observed_at": "make_timestamptz($micros)",
}


def labels_sql(labels: Iterable[tuple[str, str]]) -> str | None:
    """SQL of the labels as a map; None where there are none."""
    pairs = [f"{literal(key)}: {literal(value)}" for key, value in labels]
    return f"MAP {{{', '.join(pairs)}}}" if pairs else None


def _drafted(column: Column, known: Collection[str], kind: Kind, labels: str | None) -> str | None:
    """SQL of a column's value; None where nothing states one."""
    name = quoted(column.name)
    if column in LINEAGE:
        return f"{_LINEAGE_SQL[column.name]} AS {name}"
    if column.name == "ts" and kind.name in EARLIEST:
        return f"standing.ts AS {name}"
    values = [f"draft.{name}"] if column.name in known else []
    values += [_OF_READING[column.name]] if column.name in _OF_READING else []
    if not values and (column.name != "tags" or labels is None):
        return None
    value = f"coalesce({', '.join(values)})" if len(values) > 1 else (values or ["NULL"])[0]
    if column.name == "tags" and labels is not None:
        value = f"map_concat(coalesce(CAST({value} AS {column.sql_type}), MAP {{}}), {labels})"
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
    return ", ".join(f"{_REJECT_SQL[name]} AS {quoted(name)}" for name in REJECT.names)


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
        f"{_WATERMARK_SQL.get(name, quoted(name))} AS {quoted(name)}" for name in FILE.names
    )
    lists = ", ".join(f"unnest(${name}) AS {quoted(name)}" for name in marks[0])
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
