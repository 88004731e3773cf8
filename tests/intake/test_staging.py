"""Drafts as staged rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.ledgers import select, take
from tokenomics.engine import connect
from tokenomics.intake import staging
from tokenomics.records.kinds import KINDS
from tokenomics.sources.contract import Hints


def test_a_table_a_kind() -> None:
    """Each kind has a table of exactly its columns; only those with rows are handed on."""
    with connect() as con:
        staging.create(con)
        for kind in KINDS.values():
            table = staging.table_of(kind)
            described = con.execute(f"DESCRIBE {table}").fetchall()
            assert [(name, sql_type) for name, sql_type, *_ in described] == [
                (column.name, column.sql_type) for column in kind.columns
            ]
        assert staging.filled(con) == {}
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
