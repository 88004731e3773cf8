"""Tests of entries.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from deltalake import DeltaTable

from support.damage import cut, cut_lines, entry, three_versions
from support.ledger_rows import put, row
from tokenomics.ledger.entries import (
    Entry,
    actions,
    checkpoints,
    entries,
    is_cut,
    last_checkpoint,
    refuse_cut,
)
from tokenomics.records.errors import LedgerError


def test_entries_are_listed_in_order(tmp_path: Path) -> None:
    """Each by its version; a folder without a log has none."""
    three_versions(tmp_path)

    assert [each.version for each in entries(tmp_path)] == [0, 1, 2]
    assert entries(tmp_path / "elsewhere") == []
    assert (checkpoints(tmp_path), last_checkpoint(tmp_path)) == ([], -1)


def test_a_checkpoint_is_where_readers_begin(tmp_path: Path) -> None:
    """Entries before it may have lost their ends: nobody reads them for the latest version."""
    for key in range(27):
        put(tmp_path, usage=[row(key)])
    assert last_checkpoint(tmp_path) == checkpoints(tmp_path)[0].version
    cut(entry(tmp_path, 3), 0)
    refuse_cut(tmp_path)
    cut(entry(tmp_path, 26), 0)

    with pytest.raises(LedgerError, match=r"00026\.json has lost its end"):
        refuse_cut(tmp_path)


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_an_entry_without_its_end_is_cut(lines: int, tmp_path: Path) -> None:
    """Also where what is left of it is whole lines."""
    three_versions(tmp_path)
    last = entries(tmp_path)[-1]
    assert not is_cut(last)
    cut_lines(last.path, lines)

    assert is_cut(last)


def test_a_strangers_entry_is_not_cut(tmp_path: Path) -> None:
    """Another Delta writer's entries end as they like."""
    three_versions(tmp_path)
    DeltaTable(tmp_path).alter.set_table_description("ours")

    assert not is_cut(entries(tmp_path)[-1])


def test_an_entry_in_the_place_of_another_is_told(tmp_path: Path) -> None:
    """It states its own version."""
    three_versions(tmp_path)

    assert is_cut(Entry(1, entry(tmp_path, 2)))


def test_actions_are_objects(tmp_path: Path) -> None:
    """A line that is none is an error."""
    path = tmp_path / "entry"
    path.write_text('{"add": {}}\n', "utf-8")
    assert list(actions(path)) == [{"add": {}}]
    path.write_text("[]\n", "utf-8")

    with pytest.raises(ValueError, match=r"\[\]"):
        list(actions(path))
