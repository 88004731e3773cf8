"""Digests in staged rows get a key."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from support.ledger_rows import empty_stage
from support.ledgers import select, take
from tokenomics.engine import connect, duckdb
from tokenomics.intake.digests import give_key

KEY = "0f" * 32
TABLES = {"usage": "staged_usage"}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the empty tables of an ingest."""
    with connect() as con:
        empty_stage(con)
        yield con


def keyed(text: bytes) -> bytes:
    """The first 16 bytes of the SHA-256 of the key and the text."""
    return sha256(bytes.fromhex(KEY) + text).digest()[:16]


def test_digests_are_keyed(con: duckdb.DuckDBPyConnection) -> None:
    """A prompt's digest and each of its blocks' become 16 bytes that only the key leads to."""
    con.execute(
        "INSERT INTO staged_usage (prompt_digest, prefix_digests) "
        "VALUES (encode('hello'), [encode('1'), encode('2')]), (NULL, NULL)"
    )

    give_key(con, TABLES, lambda: KEY)

    found = con.execute("SELECT prompt_digest, prefix_digests FROM staged_usage").fetchall()
    assert found == [(keyed(b"hello"), [keyed(b"1"), keyed(b"2")]), (None, None)]


def test_ids_of_records_have_no_key(con: duckdb.DuckDBPyConnection) -> None:
    """A record is known by what its file says, whatever the key."""
    con.execute(
        "INSERT INTO staged_usage (record_id, prompt_digest) VALUES (encode('id'), encode('x'))"
    )

    give_key(con, TABLES, lambda: KEY)

    assert con.execute("SELECT record_id FROM staged_usage").fetchall() == [(b"id",)]


def test_no_key_is_drawn_for_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """Logs without digests need no key."""
    con.execute("INSERT INTO staged_usage (team) VALUES ('x')")

    def refuse() -> str:
        raise AssertionError

    give_key(con, TABLES, refuse)
    give_key(con, {"reject": "staged_reject"}, refuse)


def test_equal_prompts_stay_equal_and_nobody_can_tell_which(tmp_path: Path) -> None:
    """Two ingests key one prompt alike; another ledger keys it otherwise."""
    ledger = tmp_path / "ledger"
    head, row = "ts,provider,model,input,prompt_digest\n", "2026-11-02T09:00:00Z,openai,m,1,hello\n"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(head + row.replace("m,1", f"{name[0]},1"))
        take(ledger, tmp_path / name)
    take(tmp_path / "other", tmp_path / "a.csv")

    here, there = (select(to, "DISTINCT prompt_digest") for to in (ledger, tmp_path / "other"))
    assert len(here) == len(there) == 1
    assert len(here[0][0]) == len(there[0][0]) == 16
    assert here != there
