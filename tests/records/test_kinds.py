"""The records."""

from __future__ import annotations

from tokenomics.records.kinds import KINDS, LINEAGE


def test_one_name_has_one_type_everywhere() -> None:
    """All kinds share one table, so a name means one type in all of them."""
    seen: dict[str, str] = {}
    for kind in KINDS.values():
        for column in kind.columns:
            assert seen.setdefault(column.name, column.dtype) == column.dtype, column.name


def test_every_kind_begins_with_its_lineage() -> None:
    """Where a row came from is told alike in every kind, and every kind has an instant."""
    for kind in KINDS.values():
        assert kind.columns[: len(LINEAGE)] == LINEAGE
        assert kind.column("ts").required


def test_names_are_unique_and_documented() -> None:
    """Each column of a kind is named once and says what it holds."""
    for kind in KINDS.values():
        assert len(set(kind.names)) == len(kind.names)
        assert all(column.doc.rstrip().endswith(".") for column in kind.columns)
