"""The Delta log: one version after the other, and nobody else's table."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable, Field, Schema
from deltalake.schema import PrimitiveType

from support.ledger_rows import NOW, held, on_disk, put, row
from tokenomics.ledger import open_ledger
from tokenomics.ledger.log import Overtaken, Written, head, publish, vacuum
from tokenomics.records.errors import LedgerError, LedgerReadOnly, OutsideError

NOTE = {"operation": "commit", "at": NOW.isoformat()}
SCHEMA = Schema([Field("kind", PrimitiveType("string"))])


def test_a_version_can_be_written_only_once(tmp_path: Path) -> None:
    """Of two commits planned on one version the second is refused, even where both only add."""
    put(tmp_path, usage=[row(1)])
    first, second = head(tmp_path), head(tmp_path)
    (file,) = first.ledger.files
    one, other = (Written(file._replace(path=f"{file.path}.{n}"), {}) for n in range(2))

    assert publish(first, [one], [], NOTE) == 1
    with pytest.raises(Overtaken):
        publish(second, [other], [], NOTE)
    assert {file.path for file in open_ledger(tmp_path, damaged=True).files} == {
        file.path,
        one.file.path,
    }


def test_the_first_version_can_be_written_only_once(tmp_path: Path) -> None:
    """A ledger that came into being meanwhile is not made a second time."""
    planned = head(tmp_path)
    put(tmp_path, usage=[row(1)])

    with pytest.raises(Overtaken):
        publish(planned, [], [], NOTE)
    assert len(held(tmp_path)) == 1


def test_a_stranger_who_wrote_meanwhile_counts_as_well(tmp_path: Path) -> None:
    """Another Delta writer's commit is one that this plan has not seen."""
    put(tmp_path, usage=[row(1)])
    planned = head(tmp_path)
    DeltaTable(tmp_path).alter.set_table_description("ours")

    with pytest.raises(Overtaken):
        publish(planned, [], [], NOTE)


def test_a_folder_with_other_things_is_no_place_for_a_ledger(tmp_path: Path) -> None:
    """A slip of the path does not litter somebody's folder."""
    (tmp_path / "letters").mkdir()

    with pytest.raises(LedgerError, match=r"no ledger, it holds 'letters': name .* empty folder$"):
        open_ledger(tmp_path)


def test_leftovers_of_a_killed_first_commit_are_no_hindrance(tmp_path: Path) -> None:
    """Data files without a log, an empty log and hidden files do not stop a ledger's making."""
    for name in ("kind=usage/month=2026-11", "_delta_log", ".git"):
        (tmp_path / name).mkdir(parents=True)

    assert put(tmp_path, usage=[row(1)]).version == 0


def test_a_file_is_no_ledger(tmp_path: Path) -> None:
    """A path to a file is told as such."""
    path = tmp_path / "ledger"
    path.write_text("", "utf-8")

    with pytest.raises(LedgerError, match=r"is a file: a ledger is a folder$"):
        open_ledger(path)


def test_a_table_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """A Delta table that this library did not make is neither read nor written."""
    DeltaTable.create(tmp_path, SCHEMA)

    with pytest.raises(LedgerError, match="is a Delta table of somebody else"):
        put(tmp_path, usage=[row(1)])


def test_a_broken_log_is_one_line(tmp_path: Path) -> None:
    """A log that cannot be read is an error of the ledger."""
    put(tmp_path, usage=[row(1)])
    (tmp_path / "_delta_log" / f"{0:020}.json").write_text("{", "utf-8")

    with pytest.raises(LedgerError, match=r"\Athe ledger .* cannot be read: [^\n]*\Z"):
        open_ledger(tmp_path)


def test_a_folder_named_like_an_escape_is_refused(tmp_path: Path) -> None:
    """The Delta library reads %41 in a path as A and would look elsewhere."""
    with pytest.raises(LedgerError, match="cannot lie in a folder with '%41' in its name"):
        open_ledger(tmp_path / "100%41")


@pytest.fixture
def locked() -> Iterator[Path]:
    """A ledger with one row in a folder that may be read and not written.

    The administrator may write anywhere, so a test that runs as one puts that aside.
    """
    with tempfile.TemporaryDirectory() as name:
        ledger = Path(name).resolve() / "ledger"
        put(ledger, usage=[row(1)])
        folders = [ledger.parent, ledger, *(p for p in ledger.rglob("*") if p.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        before = os.geteuid()
        try:
            if before == 0:
                os.seteuid(65534)
            yield ledger
        finally:
            os.seteuid(before)
            for folder in folders:
                folder.chmod(0o755)


def test_a_read_only_ledger_can_be_read_and_not_written(locked: Path) -> None:
    """Reading works; writing is one line and leaves nothing behind."""
    before = on_disk(locked)

    with pytest.raises(LedgerReadOnly, match=r"is read-only: nothing was written$"):
        put(locked, usage=[row(2)])
    assert [stored.key for stored in held(locked)] == [1]
    assert on_disk(locked) == before


def test_committing_nothing_new_to_a_read_only_ledger_is_fine(locked: Path) -> None:
    """Where nothing changes nothing is written."""
    assert put(locked, usage=[row(1)]).unchanged == {"usage": 1}


def test_a_ledger_cannot_be_made_in_a_read_only_folder(locked: Path) -> None:
    """The first commit fails in one line as well."""
    with pytest.raises(LedgerReadOnly, match="is read-only"):
        put(locked.parent / "other", usage=[row(1)])


def test_a_log_that_cannot_be_written_takes_the_files_with_it(locked: Path) -> None:
    """Data files that were written before the log refused are removed again."""
    month = next(locked.glob("kind=*/month=*"))
    privileged = os.geteuid()
    os.seteuid(os.getuid())
    month.chmod(0o777)
    os.seteuid(privileged)

    with pytest.raises(LedgerReadOnly):
        put(locked, usage=[row(2)])
    assert len(list(month.iterdir())) == 1


def test_a_commit_that_fails_in_tidying_the_log_keeps_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the log names the files they stay, whatever goes wrong after that."""
    put(tmp_path, usage=[row(1)])
    write = DeltaTable.create_write_transaction

    def write_and_fail(*arguments: Any, **options: Any) -> None:
        write(*arguments, **options)
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "_last_checkpoint")

    monkeypatch.setattr(DeltaTable, "create_write_transaction", write_and_fail)
    with pytest.raises(OutsideError, match="Permission denied"):
        put(tmp_path, usage=[row(2)])
    assert [stored.key for stored in held(tmp_path)] == [1, 2]


def test_a_ledger_below_a_file_is_one_line(tmp_path: Path) -> None:
    """A path that cannot exist is told, not a traceback."""
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises((LedgerError, OutsideError), match="ledger"):
        put(tmp_path / "file" / "ledger", usage=[row(1)])


def test_vacuum_deletes_what_no_version_in_reach_names(tmp_path: Path) -> None:
    """Beaten files and leftovers go, the latest version and other people's files stay."""
    put(tmp_path, usage=[row(1, "a")])
    put(tmp_path, usage=[row(1, "b")])
    (live,) = open_ledger(tmp_path).files
    beaten = on_disk(tmp_path) - {live.path}
    orphan = Path(live.path).with_name("orphan.parquet")
    orphan.touch()
    (tmp_path / "users.json").touch()

    assert vacuum(tmp_path, timedelta(days=400)) == ()
    assert {str(path) for path in vacuum(tmp_path, timedelta(0))} == {*beaten, str(orphan)}
    assert on_disk(tmp_path) == {live.path}
    assert (tmp_path / "users.json").exists()


def test_the_log_is_kept_as_long_as_the_files(tmp_path: Path) -> None:
    """Any state of the last 400 days can be opened, so neither log nor files go before."""
    put(tmp_path, usage=[row(1)])

    kept = DeltaTable(tmp_path).metadata().configuration

    assert kept["delta.logRetentionDuration"] == "interval 400 days"
    assert kept["delta.deletedFileRetentionDuration"] == "interval 400 days"
