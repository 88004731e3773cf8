"""Columns and their types."""

from __future__ import annotations

import pytest

from tokenomics.records.columns import Column, Kind


def test_sql_type() -> None:
    """An amount keeps 18 decimals; an instant is in UTC."""
    assert Column("cost", "amount", "").sql_type == "DECIMAL(38,18)"
    assert Column("ts", "instant", "").sql_type == "TIMESTAMP WITH TIME ZONE"


def test_column_by_name() -> None:
    """A kind finds its columns by name and refuses another name."""
    kind = Kind("thing", "A thing.", (Column("a", "text", ""), Column("b", "count", "")))

    assert kind.names == ("a", "b")
    assert kind.column("b").dtype == "count"
    with pytest.raises(KeyError, match="thing has no column 'c'"):
        kind.column("c")
