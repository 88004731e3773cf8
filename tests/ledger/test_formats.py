"""Tests of formats.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable, Field
from deltalake.schema import PrimitiveType

from support.kept_ledgers import copied
from support.ledger_rows import NOW, put, put_kinds, row, select
from support.ledger_writer import Writer
from tokenomics.ledger import Ledger, history, log, open_ledger
from tokenomics.ledger.formats import FORMAT, FORMAT_KEY
from tokenomics.records.columns import DType, Kind
from tokenomics.records.errors import LedgerError
from tokenomics.records.kinds import KINDS

VALUES: dict[DType, Any] = {
    "text": "x", "instant": datetime(2026, 11, 2, tzinfo=UTC), "count": 7, "quantity": Decimal("1.5"),
    "amount": Decimal("2.5"), "number": 0.5, "flag": True, "id": b"1" * 16, "tags": {"a": "b"},
    "others": [{"meter": "m", "quantity": Decimal(1), "unit": "u"}], "digests": [b"2" * 16],
}  # fmt: skip


def full(kind: Kind) -> dict[str, Any]:
    """A row that has a value in every column."""
    values = {c.name: c.choices[0] if c.choices else VALUES[c.dtype] for c in kind.columns}
    return values | row(99)


def nulls(ledger: Path, kinds: Iterable[Kind]) -> dict[str, list[str]]:
    """The columns of the full row that come back empty, by kind."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        wanted = ", ".join(f"{name} IS NULL" for name in kind.names)
        rows = [cells for cells in select(ledger, f"record_id, {wanted}", kind.name) if cells[0] == row(99)["record_id"]]  # fmt: skip
        found[kind.name] = [name for name, is_null in zip(kind.names, rows[0][1:], strict=True) if is_null]  # fmt: skip
    return {name: columns for name, columns in found.items() if columns}


@pytest.mark.parametrize("name", ["first", "before-statements"])
def test_an_older_ledger_keeps_what_it_has_no_columns_for(name: str, tmp_path: Path) -> None:
    """Every column of every kind that is written into a ledger made without some of them comes back."""
    ledger = copied(name, tmp_path)
    before = open_ledger(ledger)
    assert log.lacking(DeltaTable(ledger))
    put_kinds(ledger, {kind.name: [full(kind)] for kind in KINDS.values()})

    assert nulls(ledger, KINDS.values()) == {}
    assert [file for file in before.files if file in open_ledger(ledger).files] != []


def test_an_older_ledger_gets_its_columns_once(tmp_path: Path) -> None:
    """The version that adds columns stands in the history by its own name, and is not made twice."""
    ledger = copied("first", tmp_path)
    put(ledger, usage=[row(1)])
    put(ledger, usage=[row(2)])

    assert [(v.version, v.operation) for v in history(ledger)] == [(3, "commit"), (2, "commit"), (1, "widen"), (0, "commit")]  # fmt: skip
    assert not log.lacking(DeltaTable(ledger))
    assert open_ledger(ledger, NOW).version == 3


def test_a_writer_killed_before_its_files_are_named_can_begin_again(tmp_path: Path) -> None:
    """A ledger whose writer died between planning and committing is widened by the next one."""
    ledger = copied("first", tmp_path)
    writer = Writer([ledger], [{"usage": [(1, "a", NOW)]}], failpoint="before_commit")
    writer.go()
    writer.end()
    assert open_ledger(ledger).version == 0
    put(ledger, usage=[row(1)])

    assert len(select(ledger, "1")) == 24


def test_two_writers_may_widen_a_ledger_at_once(tmp_path: Path) -> None:
    """Both add what they have to say, whoever added the columns."""
    ledger = copied("first", tmp_path)
    writers = [Writer([ledger], [{"usage": [(n, "a", NOW)]}]) for n in (1, 2)]
    for writer in writers:
        writer.go()

    assert [writer.end() for writer in writers] == [0, 0]
    assert len(select(ledger, "1")) == 25


def _read(ledger: Path) -> Ledger:
    return open_ledger(ledger)


def test_columns_that_nobody_declares_are_of_a_newer_version(tmp_path: Path) -> None:
    """A ledger with columns of tomorrow is refused in one line, for reading and for writing."""
    put(tmp_path, usage=[row(1)])
    DeltaTable(tmp_path).alter.add_columns([Field(f"moods_{n}", PrimitiveType("string")) for n in range(5)])  # fmt: skip

    words = r"newer version, this one does not know its columns moods_0, moods_1, moods_2 and 2 more: update tokenomics$"
    with pytest.raises(LedgerError, match=words):
        _read(tmp_path)
    with pytest.raises(LedgerError, match=words):
        put(tmp_path, usage=[row(2)])


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    """A ledger that says it is of another format is refused in one line, and of this one it is read."""
    put(tmp_path, usage=[row(1)])
    table = DeltaTable(tmp_path)
    table.alter.set_table_properties({FORMAT_KEY: str(FORMAT)}, raise_if_not_exists=False)
    assert _read(tmp_path).version == 1
    table.alter.set_table_properties({FORMAT_KEY: str(FORMAT + 1)}, raise_if_not_exists=False)

    with pytest.raises(LedgerError, match=rf"has format {FORMAT + 1} and this version reads up to {FORMAT}: update"):  # fmt: skip
        _read(tmp_path)


def test_a_protocol_that_nobody_here_reads_is_refused(tmp_path: Path) -> None:
    """A table of a later Delta protocol is an error of one line, not a wrong figure."""
    put(tmp_path, usage=[row(1)])
    entry = tmp_path / "_delta_log" / f"{0:020}.json"
    text = entry.read_text("utf-8")
    entry.write_text(text.replace('"minReaderVersion":1', '"minReaderVersion":99'), "utf-8")

    with pytest.raises(LedgerError, match=r"^the ledger .* cannot be read: [^\n]+$"):
        _read(tmp_path)
