"""A ledger's records as tables of a warehouse."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.ledger_rows import put, row
from support.usage import call
from tokenomics.dialects import parsed, rendered
from tokenomics.ledger import Ledger, duckdb_of, open_ledger, relation, used_columns
from tokenomics.script.tables import copied, declared, files_by_kind, named, read_in_place


def _ledger(folder: Path) -> Ledger:
    special = call(
        feature="tab\tand\nline\\", tags={"env": "it's"}, prefix_digests=[b"\x00\xff", b"a"], input=7,
        other=[{"meter": "gizmo", "quantity": Decimal("123456789012.345678"), "unit": "gizmo"}],
    )  # fmt: skip
    put(
        folder / "ledger",
        usage=[row(1, **{k: v for k, v in special.items() if k not in {"source", "ts"}})],
    )
    return open_ledger(folder / "ledger")


def test_files_become_tables_of_their_kinds(tmp_path: Path) -> None:
    """A statement reads a table in the place of the ledger's files."""
    ledger = _ledger(tmp_path)
    tree = parsed(f"SELECT input FROM {relation(ledger, 'usage', columns=['input'])} AS calls")

    assert named(tree, files_by_kind(ledger)) == ["usage"]
    assert rendered(tree, "postgres") == "SELECT input FROM (SELECT input FROM usage) AS calls"


def test_columns_in_use_are_declared_and_copied(tmp_path: Path) -> None:
    """What a text holds, bytes, maps and exact quantities are written as Postgres reads them."""
    ledger = _ledger(tmp_path)
    used = used_columns(ledger, "usage") & {
        "feature",
        "tags",
        "prefix_digests",
        "other",
        "input",
        "attempt",
    }
    with duckdb_of(ledger) as engine:
        (line,) = copied(engine, relation(ledger, "usage"), "usage", used)

    assert rendered(declared("usage", used), "postgres") == (
        'CREATE TABLE usage ("feature" TEXT COLLATE "C", "tags" JSONB, "prefix_digests" BYTEA[],'
        ' "input" BIGINT, "other" JSONB)'
    )
    assert line.split("\t") == [
        r"tab\tand\nline\\", '{"env":"it\'s"}', r"{\\\\x00FF,\\\\x61}", "7",
        '[{"meter":"gizmo","quantity":"123456789012.345678","unit":"gizmo"}]',
    ]  # fmt: skip


def test_duckdb_reads_the_files_where_they_are(tmp_path: Path) -> None:
    """A view has the rows, under the name of their kind."""
    ledger = _ledger(tmp_path)
    with duckdb_of(ledger) as engine:
        engine.execute(rendered(read_in_place(ledger, "usage"), "duckdb"))
        assert engine.execute("SELECT input FROM usage").fetchall() == [(7,)]
