"""A Postgres server of a test's own, and statements run on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from sqlglot import exp

from support.asked_worlds import WORLDS, record
from support.recordings import replay
from tokenomics.dialects import rendered
from tokenomics.dialects.values import rows_into, table_of
from tokenomics.engine import connect
from tokenomics.ledger.layout import DataFile
from tokenomics.ledger.scan import select
from tokenomics.queries import noting
from tokenomics.recording import Filled
from tokenomics.records.kinds import KINDS
from tokenomics.script.tables import copied, declared

# Postgres refuses to run as root.
_NOBODY = 65534


def binaries() -> Path | None:
    """The folder of Postgres' programs; None where there is none on this machine."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    return max(Path("/").glob("usr/lib/postgresql/*/bin"), default=None)


@contextmanager
def server() -> Generator[str]:
    """What to connect with to a new server, whose files and socket lie in a folder that is gone afterwards.

    Its language sorts texts otherwise than by their bytes.
    """
    programs = binaries()
    assert programs is not None
    # Nobody else's folders lead there, and the name of a socket is short.
    with tempfile.TemporaryDirectory(prefix="tokenomics-pg-", dir="/tmp") as name:
        folder = Path(name)
        run = partial(_run, folder)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        data = folder / "data"
        run(
            programs / "initdb", "-D", data, "-U", "tokenomics", "--auth=trust", "--encoding=UTF8", "--no-sync",
            "--locale=C", "--locale-provider=icu", "--icu-locale=en-US",
        )  # fmt: skip
        settings = (
            f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c jit=off"
        )
        run(programs / "pg_ctl", "-D", data, "-o", settings, "-w", "start")
        try:
            yield f"host={folder} user=tokenomics dbname=postgres"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(folder: Path, *words: str | Path) -> None:
    """Run a program in the folder, by somebody who is not root; what it says goes to a file there."""
    user = _NOBODY if os.geteuid() == 0 else None
    # A server that is started would keep a pipe open.
    with (folder / "log").open("ab") as log:
        subprocess.run(
            list(map(str, words)), user=user, group=user, extra_groups=None if user is None else [],
            cwd=folder, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip


class Compared(NamedTuple):
    """How many statements were run again, what of them did not answer alike, and the queries in use."""

    statements: int
    unlike: list[str]
    used: set[str]


def compared(name: str, to: str) -> Compared:
    """What the questions of a world ask DuckDB, asked Postgres."""
    with tempfile.TemporaryDirectory() as folder, noting() as made:
        recorded = record(WORLDS[name], Path(folder))
        target = Postgres(to, name)
        try:
            count, unlike = replay(recorded, target)
        finally:
            target.close()
    return Compared(count, unlike, {each.name for each in made})


class Postgres:
    """Statements run by Postgres, as a target of replayed recordings."""

    def __init__(self, to: str, schema: str) -> None:
        """`to` says what to connect with, `schema` where tables are made that are loaded: made anew."""
        self.con = psycopg.connect(to, autocommit=True, options=f"-c search_path={schema}")
        self.con.execute(f"CREATE SCHEMA {schema}".encode())
        self.con.execute("SET TimeZone = 'UTC'; SET client_min_messages = error")

    def load(self, table: str, kind: str, files: Sequence[DataFile]) -> None:
        """Copy the rows of files into a new table of their kind."""
        used = KINDS[kind].names
        tree = declared(kind, used)
        tree.this.this.set("this", exp.to_identifier(table))
        self.rows(tree)
        with connect(allowed=[Path(file.path) for file in files]) as engine:
            lines = copied(engine, select(files, kind), kind, used)
            with self.con.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                copy.write("".join(f"{line}\n" for line in lines))
        self.con.execute(f"ANALYZE {table}".encode())

    def begin(self) -> None:
        """Drop all temporary tables and views."""
        self.con.execute("DISCARD TEMP")

    def take(self, filled: Filled) -> None:
        """Make a temporary table of rows."""
        self.rows(table_of(filled.table, filled.columns))
        if filled.rows:
            self.rows(rows_into(filled.table, filled.rows))

    def rows(self, tree: exp.Expr) -> list[tuple[Any, ...]]:
        """Run a statement; the rows that it answers, if any."""
        cursor = self.con.execute(rendered(tree, "postgres").encode())
        while cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Close the connection."""
        self.con.close()
