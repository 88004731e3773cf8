"""What a commit writes, rewrites and leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import duckdb
import polars as pl
import pytest

from support.ledger_rows import NOW, on_disk, put, row, stage
from tokenomics.engine import connect
from tokenomics.ledger import commit, open_ledger
from tokenomics.ledger.identity import IDENTITY, digest_of, stated_digest
from tokenomics.ledger.layout import CROWD, SMALL, VERDICTS, DataFile
from tokenomics.ledger.merge import Merge
from tokenomics.ledger.write import Folder, folders
from tokenomics.records.errors import OutsideError


def file(name: str, month: str = "2026-11", *, size: int = 1, rows: int = 10) -> DataFile:
    """A file of usage."""
    return DataFile(f"/l/{name}", "usage", month, size, rows, frozenset({"ts"}))


def merged(coming: dict[str, int] | None = None, gone: dict[str, int] | None = None) -> Merge:
    """A merge that adds rows to months and takes rows out of files."""
    return Merge(dict.fromkeys(VERDICTS, 0), gone or {}, coming or {}, frozenset())


SMALL_ONES = [file(f"{n}") for n in range(CROWD)]
BIG_ONE = file("big", size=SMALL, rows=1000)


def test_new_rows_go_to_a_file_of_their_own() -> None:
    """Files that nobody touches stay as they are."""
    found = folders("usage", SMALL_ONES, merged({"2026-11": 5}), compacting=False)

    assert found == (Folder("usage", "2026-11", 5, (), 0),)


def test_a_file_that_loses_rows_is_rewritten_without_them() -> None:
    """Only that file, and its other rows stay."""
    found = folders("usage", SMALL_ONES, merged({}, {"/l/3": 4}), compacting=False)

    assert found == (Folder("usage", "2026-11", 0, (SMALL_ONES[3],), 6),)


def test_one_small_file_too_many_joins_them_all() -> None:
    """The commit that finds a crowd in a month it writes to takes it in; big files stay out."""
    crowd = [*SMALL_ONES, file("more")]

    found = folders("usage", [BIG_ONE, *crowd], merged({"2026-11": 5}), compacting=False)

    assert found == (Folder("usage", "2026-11", 5, tuple(crowd), 90),)


def test_a_crowd_in_another_month_waits() -> None:
    """A commit rewrites no month that it does not write to."""
    crowd = [*SMALL_ONES, file("more")]

    found = folders("usage", crowd, merged({"2026-12": 5}), compacting=False)

    assert found == (Folder("usage", "2026-12", 5, (), 0),)


def test_compacting_joins_two_and_leaves_one() -> None:
    """Two small files of a month become one; a lone one and a big one have nothing to join."""
    pair = (file("a", "2026-10"), file("b", "2026-10"))

    found = folders("usage", [*pair, file("c"), BIG_ONE], merged(), compacting=True)

    assert found == (Folder("usage", "2026-10", 0, pair, 20),)


def test_columns_that_are_null_throughout_are_not_written(tmp_path: Path) -> None:
    """The file has the used columns only; its log entry knows the nulls of all."""
    put(tmp_path, usage=[row(1, team="a"), row(2)])
    (written,) = open_ledger(tmp_path).files

    columns = pl.read_parquet_schema(written.path)

    assert list(columns) == ["record_id", "merge_rank", "source", "ts", "team"]
    assert columns["ts"] == pl.Datetime("us", "UTC")
    assert written.used == frozenset(columns)
    assert (written.rows, written.size) == (2, Path(written.path).stat().st_size)


def test_names_of_people_and_work_do_not_stand_in_the_log(tmp_path: Path) -> None:
    """The log tells what columns of few values hold throughout, and the greatest of the counts."""
    put(
        tmp_path,
        usage=[row(1, user_id="beatrice", grain="request", input=3), row(2, user_id="beatrice")],
    )
    (written,) = open_ledger(tmp_path).files

    assert written.same == {("source", "test")}
    assert written.greatest == {("input", 3)}
    assert all("beatrice" not in entry.read_text() for entry in (tmp_path / "_delta_log").iterdir())


def test_another_reader_of_delta_tables_sees_the_same_rows(tmp_path: Path) -> None:
    """The table is a plain Delta table: absent columns are null, beaten rows are gone."""
    put(tmp_path, usage=[row(1, team="a"), row(2, "a")], outcome=[row(1, value=0.5)])
    put(tmp_path, usage=[row(2, "b", feature="f")])

    found = pl.read_delta(str(tmp_path)).filter(pl.col("kind") == "usage").sort("record_id")

    assert found.select("merge_rank", "team", "feature", "value", "month").rows() == [
        ("a", "a", None, None, "2026-11"),
        ("b", None, "f", None, "2026-11"),
    ]


class FullDisk:
    """A connection whose second COPY finds no room."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Stand before a real connection."""
        self.con, self.copies = con, 0

    def execute(self, sql: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        """Run SQL, or fail as DuckDB does."""
        copying = sql.lstrip().startswith("COPY")
        self.copies += copying
        if copying and self.copies == 2:
            raise duckdb.IOException(
                "IO Error: Could not write file: No space left on device\nmore"
            )
        return self.con.execute(sql, parameters)


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The error is one line, and the files written before it are gone."""
    ledger = tmp_path / "ledger"
    with connect(allowed=[ledger]) as con:
        staged = {kind: stage(con, kind, [row(1)]) for kind in ("usage", "outcome")}
        full = cast("duckdb.DuckDBPyConnection", FullDisk(con))
        with pytest.raises(OutsideError, match=r"cannot be written: IO Error.*left on device$"):
            commit(full, ledger, staged, now=NOW)

    assert on_disk(ledger) == set()
    assert open_ledger(ledger).version == -1


def test_a_file_bears_its_digest_and_its_identity(tmp_path: Path) -> None:
    """Its name states the SHA-256 of its bytes, its own metadata whose name it bears."""
    put(tmp_path, usage=[row(1)])
    (file,) = open_ledger(tmp_path).files
    path = Path(file.path)
    with connect(allowed=[tmp_path]) as con:
        told = con.execute("SELECT key, value FROM parquet_kv_metadata($p)", {"p": file.path})
        ((key, value),) = told.fetchall()

    assert stated_digest(path) == digest_of(path)
    assert key.decode() == IDENTITY
    assert path.name.startswith(value.decode())
