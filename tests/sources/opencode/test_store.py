"""opencode's database and files as rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sources.opencode.database import database
from tokenomics.sources import opencode, sniff
from tokenomics.sources.opencode import store

ANSWER = {"id": "m2", "sessionID": "s", "role": "assistant", "tokens": {"input": 1}, "text": "secret"}  # fmt: skip


def test_a_database_gives_its_messages(tmp_path: Path) -> None:
    """Prompts are empty rows, answers have no text, and what is no JSON is a problem of its row."""
    path = database(tmp_path / "a.db", [{**ANSWER, "id": "m1", "role": "user"}, ANSWER, "{"])
    found = list(store.read(path, "binary"))

    assert [(raw.line, raw.problem) for raw in found] == [
        (1, None), (2, None), (3, "data: not a JSON object"),
    ]  # fmt: skip
    assert found[0].row == {}
    assert found[1].row is not None
    assert (found[1].row["id"], found[1].row["layout"], "text" in found[1].row) == ("m2", "database", False)  # fmt: skip
    assert sorted(tmp_path.iterdir()) == [path]


def test_only_opencodes_database_is_claimed(tmp_path: Path) -> None:
    """Another table, a damaged database and another binary file are nobody's messages."""
    other, damaged, plain = (tmp_path / name for name in ("o.db", "d.db", "p.bin"))
    with closing(sqlite3.connect(other)) as con:
        con.execute("CREATE TABLE message (text TEXT)")
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 200)
    plain.write_bytes(b"\0\1\2")
    mine = database(tmp_path / "m.db", [ANSWER])

    assert [opencode.claims(sniff.sample(path)) for path in (other, damaged, plain, mine)] == [
        False, False, False, True,
    ]  # fmt: skip


def test_a_damaged_database_keeps_what_was_read(tmp_path: Path) -> None:
    """Where a database breaks off, the row says so."""
    path = database(tmp_path / "a.db", [ANSWER])
    path.write_bytes(path.read_bytes()[:4096])

    assert [raw.problem for raw in store.read(path, "binary")] == ["line: the database is damaged here"]  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIEW message AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS id, n AS session_id, '{}' AS data FROM r",
        "CREATE TABLE message (id, session_id, data AS (zeroblob(900000000)))",
        "CREATE VIRTUAL TABLE message USING fts5 (id, session_id, data)",
    ],
)
def test_a_database_runs_nobodys_program(made: str, tmp_path: Path) -> None:
    """A view, a module or a column that is worked out is no table of messages: it may have no end."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as con:
        con.execute(made)
        con.commit()

    assert not store.is_database(path)


def test_a_text_that_is_none_costs_no_other_message(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are a problem of their row, or a strange id."""
    path = database(tmp_path / "a.db", [ANSWER, "{", {**ANSWER, "id": "z"}])
    with closing(sqlite3.connect(path)) as con:
        con.execute("UPDATE message SET data = CAST(x'ff7b7d' AS TEXT) WHERE data = '{'")
        con.execute("UPDATE message SET session_id = CAST(x'ff' AS TEXT) WHERE id = 'z'")
        con.commit()
    found = list(store.read(path, "binary"))

    assert [raw.problem for raw in found] == [None, "data: not a JSON object", None]
    assert found[2].row is not None
    assert (found[2].row["id"], found[2].row["sessionID"]) == ("z", r"\xff")
