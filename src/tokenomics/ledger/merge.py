"""Merging staged rows with the rows a ledger holds: who stands, who goes, who is added.

Of the rows with one record_id the one with the greatest merge_rank stands, and a usage row
keeps the smallest ts of all of them. That is a maximum and a minimum, so neither order nor
repetition nor the split into commits matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.engine import duckdb
from tokenomics.ledger.layout import EARLIEST, VERDICTS, DataFile, month_sql
from tokenomics.ledger.scan import select
from tokenomics.ledger.staging import Staged
from tokenomics.records.kinds import STATED

# The temporary tables that a merge leaves in its connection.
TABLES = ("ledger_winner", "ledger_doomed", "ledger_restated", "ledger_stored", "ledger_verdict")

_ID = ("record_id",)
_MERGED_BY = ("record_id", "merge_rank", "ts")

# Most records are staged once: to put a few in order takes a tenth of the time that all would.
_WINNER = """
CREATE OR REPLACE TEMP TABLE ledger_winner AS
WITH repeated AS MATERIALIZED (SELECT record_id FROM {staged} GROUP BY record_id HAVING count(*) > 1)
SELECT record_id, rowid AS staged_row, merge_rank, source_file, ts
FROM {staged} ANTI JOIN repeated USING (record_id)
UNION ALL
SELECT record_id, stands.place, merge_rank, stands.source_file, {ts}
FROM (
    SELECT
        record_id,
        first(
            {{'place': rowid, 'source_file': source_file, 'ts': ts}}
            ORDER BY merge_rank DESC, source_file, source_line, rowid
        ) AS stands,
        max(merge_rank) AS merge_rank,
        min(ts) AS earliest
    FROM {staged} SEMI JOIN repeated USING (record_id)
    GROUP BY record_id
)
"""

_DOOMED = """
CREATE OR REPLACE TEMP TABLE ledger_doomed AS
SELECT
    unnest($files::VARCHAR[]) AS source_file,
    coalesce(unnest($since::TIMESTAMPTZ[]), '-infinity') AS since,
    coalesce(unnest($until::TIMESTAMPTZ[]), 'infinity') AS until
"""

_STORED = """
CREATE OR REPLACE TEMP TABLE ledger_stored
    (record_id BLOB, merge_rank VARCHAR, ts TIMESTAMPTZ, filename VARCHAR, doomed BOOLEAN, restated_from VARCHAR)
"""

_STORED_DOOMED = """
INSERT INTO ledger_stored
SELECT f.record_id, f.merge_rank, f.ts, f.filename, true, NULL
FROM {files} f SEMI JOIN ledger_doomed d
    ON f.source_file = d.source_file AND f.ts >= d.since AND f.ts <= d.until
"""

# Only record_id is read of files without rivals: half of the time where few ids are known.
_RIVAL_FILES = """
SELECT DISTINCT f.filename
FROM {files} f SEMI JOIN ledger_winner w ON f.record_id = w.record_id
"""

_STORED_RIVALS = """
INSERT INTO ledger_stored
SELECT f.record_id, f.merge_rank, f.ts, f.filename, false, NULL
FROM {files} f SEMI JOIN ledger_winner w ON f.record_id = w.record_id
WHERE f.record_id NOT IN (SELECT record_id FROM ledger_stored)
"""

# `takes`: the staged row's content stands. A doomed row gives way to any staged row that
# differs from it; where none differs it stays, so that reading a file again changes nothing.
# A statement is stated anew by a file that states at least half of what either says of it again; what it
# leaves out is gone then. Two parts of one statement, or two accounts' exports, have no line in common.
_RESTATED = """
CREATE OR REPLACE TEMP TABLE ledger_restated AS
WITH coming AS (
    SELECT DISTINCT source, statement, record_id FROM {staged} WHERE statement IS NOT NULL
),
sizes AS (SELECT source, statement, count(*) AS lines FROM coming GROUP BY source, statement),
stood AS (
    SELECT f.source, f.statement, f.source_file, f.record_id
    FROM {files} f SEMI JOIN sizes s ON f.source = s.source AND f.statement = s.statement
),
counted AS (
    SELECT o.source, o.statement, o.source_file, count(*) AS lines, count(c.record_id) AS again
    FROM stood o LEFT JOIN coming c USING (source, statement, record_id)
    GROUP BY o.source, o.statement, o.source_file
)
SELECT o.source, o.statement, o.source_file
FROM counted o JOIN sizes s USING (source, statement)
WHERE (o.again > 0 AND 2 * o.again >= least(o.lines, s.lines))
    OR o.source_file IN (SELECT source_file FROM {staged})
"""

_STORED_RESTATED = """
INSERT INTO ledger_stored
SELECT f.record_id, f.merge_rank, f.ts, f.filename, true, f.source_file
FROM {files} f SEMI JOIN ledger_restated r
    ON f.source = r.source AND f.statement = r.statement AND f.source_file = r.source_file
WHERE f.record_id NOT IN (SELECT record_id FROM ledger_stored)
"""

_VERDICT = """
CREATE OR REPLACE TEMP TABLE ledger_verdict AS
WITH matched AS (
    SELECT
        coalesce(w.record_id, o.record_id) AS record_id,
        w.staged_row,
        w.ts AS staged_ts,
        o.ts AS stored_ts,
        o.filename,
        w.ts IS NOT NULL AND (
            o.ts IS NULL
            OR w.merge_rank > o.merge_rank
            OR (o.doomed AND (w.merge_rank <> o.merge_rank OR w.ts <> o.ts))
            -- What a file states anew is its own from then on, so that the next one replaces it whole.
            OR o.restated_from <> w.source_file
        ) AS takes,
        {earliest} AND NOT coalesce(o.doomed, false) AS lowers
    FROM ledger_winner w FULL JOIN ledger_stored o ON w.record_id = o.record_id
),
merged AS (
    SELECT
        record_id,
        filename,
        staged_ts,
        stored_ts,
        CASE WHEN takes THEN staged_row END AS staged_row,
        CASE
            WHEN lowers THEN least(staged_ts, stored_ts)
            WHEN takes THEN staged_ts
            ELSE stored_ts
        END AS ts
    FROM matched
)
SELECT
    record_id,
    filename,
    staged_row,
    ts,
    {month} AS month,
    CASE
        WHEN staged_ts IS NULL THEN 'removed'
        WHEN stored_ts IS NULL THEN 'added'
        WHEN staged_row IS NOT NULL OR ts <> stored_ts THEN 'changed'
        ELSE 'unchanged'
    END AS verdict
FROM merged
"""

_TALLY = """
SELECT verdict, filename, month, staged_row IS NOT NULL, count(*)
FROM ledger_verdict
WHERE verdict <> 'unchanged'
GROUP BY ALL
"""


class Replacement(NamedTuple):
    """Rows of one kind and source file to remove, with since <= ts <= until; None is unbounded."""

    kind: str
    source_file: str
    since: datetime | None = None
    until: datetime | None = None


class Merge(NamedTuple):
    """What a merge of one kind comes to; its rows are in the connection's table `ledger_verdict`.

    `counts` has a number of record ids per verdict. `gone` counts the rows that leave a file,
    by path; `coming` the rows to write, by month; `moving` names the files from which rows
    are written again with an earlier ts.
    """

    counts: Mapping[str, int]
    gone: Mapping[str, int]
    coming: Mapping[str, int]
    moving: frozenset[str]

    @property
    def changes(self) -> bool:
        """Whether anything is to be written or removed."""
        return bool(self.gone or self.coming)


def merge(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    staged: Staged,
    *,
    files: Sequence[DataFile],
    replaced: Sequence[Replacement],
) -> Merge:
    """Decide about every staged and every replaced row of one kind.

    `files` are all the ledger's files of that kind.
    """
    ts = "earliest" if kind in EARLIEST else "stands.ts"
    con.execute(_WINNER.format(ts=ts, staged=staged.table))
    con.execute(_STORED)
    if files:
        _find_stored(con, kind, files, replaced, staged)
    earliest = "true" if kind in EARLIEST else "false"
    con.execute(_VERDICT.format(earliest=earliest, month=month_sql(kind)))
    return _tally(con)


def _find_stored(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    files: Sequence[DataFile],
    replaced: Sequence[Replacement],
    staged: Staged,
) -> None:
    if replaced:
        bounds = {
            "files": [r.source_file for r in replaced],
            "since": [r.since for r in replaced],
            "until": [r.until for r in replaced],
        }
        con.execute(_DOOMED, bounds)
        keyed = (*_MERGED_BY, "source_file")
        con.execute(_STORED_DOOMED.format(files=select(files, kind, keyed, located=True)))
    if STATED in staged.used:
        stated = (*_MERGED_BY, "source_file", "source", STATED)
        known = select(files, kind, stated, located=True)
        con.execute(_RESTATED.format(files=known, staged=staged.table))
        con.execute(_STORED_RESTATED.format(files=known))
    found = con.execute(_RIVAL_FILES.format(files=select(files, kind, _ID, located=True)))
    paths = {path for (path,) in found.fetchall()}
    rivals = [file for file in files if file.path in paths]
    con.execute(_STORED_RIVALS.format(files=select(rivals, kind, _MERGED_BY, located=True)))


def _tally(con: duckdb.DuckDBPyConnection) -> Merge:
    counts: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    coming: Counter[str] = Counter()
    moving: set[str] = set()
    for verdict, filename, month, is_staged, rows in con.execute(_TALLY).fetchall():
        counts[verdict] += rows
        if filename is not None:
            gone[filename] += rows
            if verdict == "changed" and not is_staged:
                moving.add(filename)
        if verdict != "removed":
            coming[month] += rows
    (seen,) = con.execute("SELECT count(*) FROM ledger_winner").fetchall()[0]
    counts["unchanged"] = seen - counts["added"] - counts["changed"]
    return Merge({v: counts[v] for v in VERDICTS}, gone, coming, frozenset(moving))
