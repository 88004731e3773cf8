"""Connections that touch only what they are given."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tokenomics import engine
from tokenomics.engine import connect, fill, make_spare
from tokenomics.records.errors import InputError


def test_only_what_is_allowed(tmp_path: Path) -> None:
    """A file beside the allowed one cannot be opened, nor can one elsewhere."""
    mine, other = tmp_path / "mine.csv", tmp_path / "other.csv"
    mine.write_text("a\n1\n")
    other.write_text("a\n2\n")

    with connect(allowed=[mine], temp_dir=tmp_path / "spill") as con:
        assert con.execute("SELECT * FROM read_csv($f)", {"f": str(mine)}).fetchall() == [(1,)]
        for path in (other, Path("/etc/passwd")):
            with pytest.raises(duckdb.PermissionException):
                con.execute("SELECT * FROM read_text($f)", {"f": str(path)})


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    """A link inside an allowed folder whose target is allowed nowhere is judged by its target."""
    folder, secret = tmp_path / "logs", tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text("x")
    link = folder / "link.txt"
    link.symlink_to(secret)

    with connect(allowed=[link], temp_dir=tmp_path / "spill") as con:
        found = con.execute("SELECT current_setting('allowed_paths')").fetchall()
        assert found == [([str(secret)],)]


def test_files_beside_one_another(tmp_path: Path) -> None:
    """Files are allowed by their real paths, whatever way leads to their folder."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    paths = [folder / "a.csv", tmp_path / "link" / "b.csv", folder / ".." / "logs" / "c.csv"]
    for path in paths:
        path.touch()

    with connect(allowed=paths) as con:
        found = con.execute("SELECT unnest(current_setting('allowed_paths'))").fetchall()
        assert sorted(found) == [(str(folder / name),) for name in ("a.csv", "b.csv", "c.csv")]


def test_settings_cannot_be_loosened(tmp_path: Path) -> None:
    """A query can neither open the lock again nor fetch an extension."""
    with connect(allowed=[tmp_path]) as con:
        for statement in ("SET enable_external_access = true", "SET TimeZone = 'Europe/Berlin'"):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
        with pytest.raises(duckdb.Error):
            con.execute("INSTALL httpfs")


def test_instants_are_utc() -> None:
    """A day begins at midnight UTC, wherever the machine stands."""
    with connect(threads=1) as con:
        found = con.execute(
            "SELECT CAST(TIMESTAMPTZ '2026-11-02 00:00:00+02' AS VARCHAR)"
        ).fetchall()
    assert found == [("2026-11-01 22:00:00+00",)]


def test_an_arrow_table_can_be_lent() -> None:
    """A process that has not imported the whole of DuckDB can still read Arrow."""
    program = (
        "import sys, pyarrow as pa; from tokenomics.engine import connect, register;"
        "con = connect(); assert 'duckdb' not in sys.modules;"
        "register(con, 'lent', pa.table({'x': [1, 2]}));"
        "print(con.execute('SELECT sum(x) FROM lent').fetchone())"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, text=True, check=False)

    assert done.stdout == "(3,)\n", done.stderr


def test_rows_may_lose_their_order_but_not_their_numbers(tmp_path: Path) -> None:
    """Where no order is kept, rows that are numbered as they are read have the right numbers."""
    path = tmp_path / "rows.csv"
    path.write_text("n\n" + "".join(f"{number}\n" for number in range(1, 300_001)))

    with connect(allowed=[path], threads=4, ordered=False) as con:
        found = con.execute(
            "SELECT count(*), count(*) FILTER (place = n) FROM "
            "(SELECT row_number() OVER () AS place, n FROM read_csv($f))",
            {"f": str(path)},
        ).fetchall()
        assert found == [(300_000, 300_000)]
        assert con.execute("SELECT current_setting('preserve_insertion_order')").fetchall() == [
            (False,)
        ]


def test_a_long_query_draws_nothing_into_the_answer() -> None:
    """The engine's own bar would stand amid JSON."""
    with connect() as con:
        assert con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_a_table_is_filled_with_values_as_they_are() -> None:
    """A temporary table holds the rows it is filled with, to the digit, and is made anew each time."""
    columns = {"id": "BLOB", "rate": "DECIMAL(22,18)", "name": "VARCHAR", "is_new": "BOOLEAN"}
    rows = [(b"\x00\xff", Decimal("0.000003625"), "a'b", True), (b"", None, None, False)]
    with connect() as engine:
        fill(engine, "filled", columns, [(b"gone", None, None, None)])
        fill(engine, "filled", columns, rows)
        assert engine.execute("SELECT * FROM filled").fetchall() == [
            (b"\x00\xff", Decimal("0.000003625000000000"), "a'b", True),
            (b"", None, None, False),
        ]
        fill(engine, "filled", columns, [])
        assert engine.execute("SELECT * FROM filled").fetchall() == []


def test_a_name_that_is_no_utf8_is_refused() -> None:
    """The engine could not be told of it."""
    with pytest.raises(InputError, match=r"bad\\xff: the name is not UTF-8: rename it"):
        connect(allowed=[Path("bad\udcff")])


def test_a_spare_instance_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made ahead is the next connection, which is closed to everything as any other is; the one after it is made anew."""
    made = list[str]()
    real = engine.duckdb.connect
    monkeypatch.setattr(engine, "_spare", [])
    monkeypatch.setattr(engine.duckdb, "connect", lambda **given: made.append("") or real(**given))
    make_spare()
    make_spare()

    with connect() as con, pytest.raises(duckdb.PermissionException):
        con.execute("SELECT * FROM read_text('/etc/passwd')")
    assert len(made) == 1
    connect().close()
    assert len(made) == 2


def test_a_spare_that_cannot_be_made_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine fails, whoever needs it is told, and not a thread that nobody listens to."""

    def fail(**_: object) -> None:
        raise duckdb.OutOfMemoryException("no room")

    monkeypatch.setattr(engine, "_spare", [])
    monkeypatch.setattr(engine.duckdb, "connect", fail)
    make_spare()

    with pytest.raises(duckdb.OutOfMemoryException, match="no room"):
        connect()
