"""A Postgres server of a test's own, and statements run on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlglot import exp

from tokenomics.dialects import rendered
from tokenomics.dialects.values import rows_into, table_of
from tokenomics.engine import connect
from tokenomics.ledger.layout import DataFile
from tokenomics.ledger.scan import select
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
def server(folder: Path) -> Generator[str]:
    """What to connect with to a new server, whose files and socket lie in a folder.

    Its language sorts texts otherwise than by their bytes.
    """
    programs = binaries()
    assert programs is not None
    user = _NOBODY if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user, user)

    def run(*words: str | Path) -> None:
        # A server would keep a pipe open.
        with (folder.parent / "postgres.log").open("ab") as log:
            subprocess.run(
                list(map(str, words)), user=user, group=user, extra_groups=[] if user else None,
                cwd=folder, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    data = folder / "data"
    run(
        programs / "initdb", "-D", data, "-U", "tokenomics", "--auth=trust", "--encoding=UTF8", "--no-sync",
        "--locale=C", "--locale-provider=icu", "--icu-locale=en-US",
    )  # fmt: skip
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c jit=off"
    run(programs / "pg_ctl", "-D", data, "-o", settings, "-w", "start")
    try:
        yield f"host={folder} user=tokenomics dbname=postgres"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


class Postgres:
    """Statements run by Postgres, as a target of replayed recordings."""

    def __init__(self, to: str, schema: str = "public") -> None:
        """`to` says what to connect with, `schema` where tables are made that are loaded."""
        self.con = psycopg.connect(to, autocommit=True, options=f"-c search_path={schema}")
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
