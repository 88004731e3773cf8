"""Drafts as staged rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.ledgers import select, take
from tokenomics.engine import connect
from tokenomics.intake import staging
from tokenomics.sources.contract import Hints


def test_what_jobs_staged_is_one_table_a_kind() -> None:
    """A kind's table has the columns that any job states of its rows; a kind without rows has none."""
    with connect() as con:
        staging.create(con)
        con.execute("CREATE TABLE part_usage_1 AS SELECT 'a' AS team, 1 AS input")
        con.execute("CREATE TABLE part_usage_2 AS SELECT 2 AS input, 'b' AS feature")
        con.execute("CREATE TABLE part_outcome_1 (label VARCHAR)")

        assert staging.united(con) == {"usage": "staged_usage"}
        rows = con.execute("SELECT team, input, feature FROM staged_usage ORDER BY 2").fetchall()
        assert rows == [("a", 1, None), (None, 2, "b")]
        assert staging.first_rejects(con) == []


@pytest.mark.parametrize("billing", ["gift", "", None])
def test_declared_checks_become_rejects(billing: str | None, tmp_path: Path) -> None:
    """A value outside a closed list is refused by the record's own declaration."""
    cell = "" if billing is None else billing
    path = tmp_path / "a.csv"
    path.write_text(
        f"ts,provider,model,input,billing\n2026-11-02T09:00:00Z,openai,gpt-4o,1,{cell}\n"
        "2026-11-02T09:00:00Z,openai,gpt-4o,1,metered\n"
    )
    (report,) = take(tmp_path / "ledger", path).files

    assert report.rejected == (1 if billing == "gift" else 0)
    assert report.rows == 2


def test_lineage(tmp_path: Path) -> None:
    """A record knows its source, its file, its line and its ingest."""
    log = claude.write(tmp_path / "s.jsonl", ["broken{", claude.line()])
    take(tmp_path / "ledger", log)

    columns = "source, source_file, source_line, length(ingest_id), CAST(observed_at AS VARCHAR)"
    assert select(tmp_path / "ledger", columns) == [
        ("claude_code", str(log), 2, 32, "2026-11-23 12:00:00+00")
    ]


def test_watermark(tmp_path: Path) -> None:
    """What was read of a file is kept with its counts."""
    log = claude.write(tmp_path / "s.jsonl", [claude.line(), claude.note(), "broken{"])
    take(tmp_path / "ledger", log)

    columns = "size, read_to, file_key, rows_read, rows_recorded, rows_skipped, rows_rejected"
    size = log.stat().st_size
    assert select(tmp_path / "ledger", columns, "file") == [(size, size, None, 3, 1, 1, 1)]


def test_labels_join_the_tags_of_a_row(tmp_path: Path) -> None:
    """A row keeps its own tags, one without any gets the labels alone, whatever characters they have."""
    path = tmp_path / "a.csv"
    path.write_text(
        "ts,provider,model,input,tags\n2026-11-02T09:00:00Z,openai,gpt-4o,1,release=41\n"
        "2026-11-03T09:00:00Z,openai,gpt-4o,1,\n"
    )
    take(tmp_path / "ledger", path, hints=Hints(labels=(("run", "it's"),)))

    assert select(tmp_path / "ledger", "tags", rest="ORDER BY ts") == [
        ({"release": "41", "run": "it's"},),
        ({"run": "it's"},),
    ]
