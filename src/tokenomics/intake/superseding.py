"""Two exports of one statement in one ingest: the one that was written later stands, as a whole."""

from __future__ import annotations

from tokenomics.engine import columns_of, duckdb
from tokenomics.intake.staging import table_of
from tokenomics.records.kinds import CHARGE, FILE, STATED

# As between a ledger and a file, half of the lines in common make two files one statement.
_SUPERSEDED = f"""
DELETE FROM {table_of(CHARGE)} AS late USING (
    WITH stated AS (
        SELECT lines.source, lines.statement, lines.record_id, lines.source_file, files.mtime_ns
        FROM {table_of(CHARGE)} AS lines JOIN {table_of(FILE)} AS files USING (source_file)
        WHERE lines.statement IS NOT NULL
    ),
    sizes AS (
        SELECT source, statement, source_file, count(*) AS lines
        FROM stated GROUP BY source, statement, source_file
    ),
    pairs AS (
        SELECT early.source, early.statement, early.source_file AS old, late.source_file AS new, count(*) AS again
        FROM stated AS early JOIN stated AS late USING (source, statement, record_id)
        WHERE (early.mtime_ns, early.source_file) < (late.mtime_ns, late.source_file)
        GROUP BY early.source, early.statement, early.source_file, late.source_file
    )
    SELECT DISTINCT pairs.source, pairs.statement, pairs.old
    FROM pairs
    JOIN sizes AS olds ON (olds.source, olds.statement, olds.source_file) = (pairs.source, pairs.statement, pairs.old)
    JOIN sizes AS news ON (news.source, news.statement, news.source_file) = (pairs.source, pairs.statement, pairs.new)
    WHERE 2 * pairs.again >= least(olds.lines, news.lines)
) AS gone
WHERE (late.source, late.statement, late.source_file) = (gone.source, gone.statement, gone.old)
"""


def supersede(con: duckdb.DuckDBPyConnection) -> None:
    """Take the lines of superseded exports out of the staged ones; parts and other accounts stay."""
    if STATED in columns_of(con, table_of(CHARGE)):
        con.execute(_SUPERSEDED)
