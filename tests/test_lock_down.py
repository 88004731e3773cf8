"""What a connection to the engine refuses, attempt by attempt, and that nothing opens another kind of one."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from support.house import COMMAND, LIBRARY, modules, tree
from tokenomics.engine import connect

# What somebody would try who could write a query: MINE is the folder that is allowed, D the one
# around it with a file `other.csv`, to which a link and a linked folder in MINE lead.
ATTEMPTS = {
    "read a file beside": "SELECT * FROM read_text('D/other.csv')",
    "read its bytes": "SELECT * FROM read_blob('D/other.csv')",
    "read it as a table": "FROM 'D/other.csv'",
    "guess at its columns": "FROM sniff_csv('D/other.csv')",
    "read what Parquet says of itself": "FROM parquet_metadata('D/other.csv')",
    "attach it read-only": "FROM read_duckdb('D/other.csv')",
    "read it by its address": "SELECT * FROM read_text('file://D/other.csv')",
    "go up": "SELECT * FROM read_text('MINE/../other.csv')",
    "follow a link": "SELECT * FROM read_text('MINE/link.csv')",
    "follow a link to a folder": "SELECT * FROM read_text('MINE/dir/other.csv')",
    "follow links by a pattern": "SELECT * FROM read_text('MINE/*/other.csv')",
    "list a folder": "SELECT * FROM glob('D/*')",
    "list the system's": "SELECT * FROM glob('/etc/*')",
    "read passwords": "FROM read_json('/etc/passwd')",
    "read the environment": "SELECT * FROM read_text('/proc/self/environ')",
    "ask for a variable": "SELECT getenv('CANARY')",
    "read what others put into the folder of temporary files": "SELECT * FROM read_text('TEMP/*')",
    "write there": "COPY (SELECT 1) TO 'TEMP/tokenomics-out.csv'",
    "write a file": "COPY (SELECT 1) TO 'D/out.csv'",
    "write through a link": "COPY (SELECT 1) TO 'MINE/dir/out.csv'",
    "export all": "EXPORT DATABASE 'D/out'",
    "import all": "IMPORT DATABASE 'D'",
    "attach a database": "ATTACH 'D/out.db'",
    "attach another kind": "ATTACH 'D/out.db' (TYPE sqlite)",
    "fetch a page": "SELECT * FROM read_text('https://127.0.0.1:9/x')",
    "fetch a table": "FROM read_csv('http://127.0.0.1:9/x.csv')",
    "fetch from a bucket": "FROM read_parquet('s3://bucket/x.parquet')",
    "install an extension": "INSTALL httpfs",
    "install a stranger's": "INSTALL x FROM 'http://127.0.0.1:9'",
    "load an extension": "LOAD httpfs",
    "load a library": "LOAD 'D/other.csv'",
    "open the lock": "SET enable_external_access = true",
    "open it by PRAGMA": "PRAGMA enable_external_access = true",
    "reset it": "RESET enable_external_access",
    "unlock the settings": "SET lock_configuration = false",
    "allow more folders": "SET allowed_directories = ['/']",
    "allow more files": "SET allowed_paths = ['/etc/passwd']",
    "move the folder of temporary files": "SET temp_directory = '/etc'",
    "move home": "SET home_directory = '/etc'",
    "write a log of queries": "SET log_query_path = 'D/out.log'",
    "write logs": "CALL enable_logging(storage = 'file', storage_path = 'D/out')",
    "write a profile": "SET profiling_output = 'D/out.json'",
    "install by itself": "SET autoinstall_known_extensions = true",
    "keep a secret": "CREATE PERSISTENT SECRET s (TYPE http)",
    "take more of the machine": "SET threads = 1000",
    "hide a second statement": "SELECT 1; SELECT * FROM read_text('D/other.csv')",
    "hide it in a text": "SELECT * FROM query('SELECT * FROM read_text(''D/other.csv'')')",
}  # fmt: skip


class Locked(NamedTuple):
    """A connection that may touch a folder, and the folder around it."""

    con: duckdb.DuckDBPyConnection
    around: Path


@pytest.fixture(scope="module", params=["folder", "ingest"])
def locked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Locked]:
    """A connection as questions have it, and one with a spool as ingests have it."""
    around = tmp_path_factory.mktemp("around")
    mine = around / "mine"
    mine.mkdir()
    (mine / "a.csv").write_text("a\n1\n")
    (around / "other.csv").write_text("a\n2\n")
    (mine / "link.csv").symlink_to(around / "other.csv")
    (mine / "dir").symlink_to(around)
    spool = None if request.param == "folder" else mine / "spool"
    with connect(allowed=[mine], temp_dir=spool) as con:
        yield Locked(con, around)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_fails(attempt: str, locked: Locked, monkeypatch: pytest.MonkeyPatch) -> None:
    """It raises, and nothing lies on the disk afterwards that did not before."""
    monkeypatch.setenv("CANARY", "bird")
    before = sorted(locked.around.rglob("*"))
    query = ATTEMPTS[attempt].replace("MINE", "D/mine").replace("D/", f"{locked.around}/")
    query = query.replace("'D'", f"'{locked.around}'").replace("TEMP", tempfile.gettempdir())

    with pytest.raises(duckdb.Error):
        locked.con.execute(query).fetchall()

    assert sorted(locked.around.rglob("*")) == before
    assert not Path(tempfile.gettempdir(), "tokenomics-out.csv").exists()


def test_what_is_allowed_is_not_refused(locked: Locked) -> None:
    """The attempts fail because of what they try, for the same function reads the folder that is allowed."""
    found = locked.con.execute(f"SELECT content FROM read_text('{locked.around}/mine/a.csv')")

    assert found.fetchall() == [("a\n1\n",)]


def test_more_than_fits_is_spilled_into_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room in memory there is on the disk, in a new folder that goes again."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("tokenomics.engine.memory_limit", lambda: 60_000_000)
    many = "SELECT count(*) FROM (SELECT DISTINCT hash(i) || 'x' || i FROM range(2_000_000) t(i))"
    with connect(threads=1) as con:
        con.execute(
            "CREATE TEMP TABLE t AS SELECT hash(i) || 'x' || i AS s FROM range(2_000_000) t(i)"
        )
        (folder,) = tmp_path.iterdir()
        assert folder.name.startswith("tokenomics-")
        assert con.execute(many).fetchall() == [(2_000_000,)]

    assert list(tmp_path.iterdir()) == []


def _called(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_nothing_opens_another_kind_of_connection() -> None:
    """DuckDB is connected to in one place; SQLite by the guard's own file, and read-only by opencode's."""
    found = {
        (call, path.relative_to(LIBRARY).as_posix() if path.is_relative_to(LIBRARY) else path.name)
        for path in modules(LIBRARY, COMMAND)
        for call in _called(path)
        if call
        in {"duckdb.connect", "sqlite3.connect", "duckdb.sql", "duckdb.query", "duckdb.execute"}
        or call.startswith(("duckdb.read_", "pl.scan_", "pl.read_", "ElementTree.", "ET."))
    }

    assert found == {
        ("duckdb.connect", "engine.py"),
        ("sqlite3.connect", "guard/shared.py"),
        ("sqlite3.connect", "sources/opencode/store.py"),
    }
