"""The Delta schema of all kinds."""

from __future__ import annotations

import re

import pytest

from tokenomics.ledger.schema import DELTA_TYPES, delta_schema
from tokenomics.records.columns import SQL_TYPES, Column, Kind
from tokenomics.records.kinds import KINDS


def test_every_column_of_every_kind_is_there_once() -> None:
    """No two kinds declare one name with different types, so one table holds them all."""
    names = [field.name for field in delta_schema().fields]

    assert names[:2] == ["kind", "month"]
    assert len(names) == len(set(names))
    assert set(names[2:]) == {name for kind in KINDS.values() for name in kind.names}


def test_every_column_may_be_null() -> None:
    """A kind has nothing to say in the columns of the others."""
    assert all(field.nullable for field in delta_schema().fields)


def test_one_name_with_two_types_is_refused() -> None:
    """A new kind that clashes with another one is noticed before it is written."""
    text = Kind("a", "", (Column("size", "text", ""),))
    count = Kind("b", "", (Column("size", "count", ""),))

    with pytest.raises(ValueError, match="'size' with different types"):
        delta_schema([text, count])


def test_every_type_has_its_counterpart() -> None:
    """The two tables of types name the same types, and decimals of the same width."""
    assert DELTA_TYPES.keys() == SQL_TYPES.keys()
    for name in ("quantity", "amount"):
        (width,) = re.findall(r"\((\d+,\d+)\)", SQL_TYPES[name])
        assert f"decimal({width})" in str(DELTA_TYPES[name])
