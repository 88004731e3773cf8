"""The guard over what is committed."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from support.ledger_rows import row, stage
from tokenomics.engine import connect
from tokenomics.ledger.staging import Staged, look_through, nothing_staged
from tokenomics.records.kinds import KINDS


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with two usage rows staged."""
    with connect() as con:
        stage(con, "usage", [row(1, team="a"), row(2)], "staged")
        yield con


def test_a_staged_table_tells_its_used_columns(con: duckdb.DuckDBPyConnection) -> None:
    """A column with a value in any row is used; the others are null throughout."""
    used = frozenset({"record_id", "merge_rank", "ts", "source", "team"})

    assert look_through(con, "usage", "staged") == Staged("staged", 2, used)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("ADD COLUMN more BIGINT", "there is no column 'more'"),
        ("RENAME team TO crew", "there is no column 'crew'"),
        ("DROP COLUMN ts", "there is no column 'ts', by which rows are merged"),
        ("ALTER input TYPE INTEGER", "column 'input' is INTEGER and should be BIGINT"),
        ("ALTER reported_cost TYPE DOUBLE", "is DOUBLE and should be DECIMAL\\(38,18\\)"),
    ],
)
def test_other_columns_than_declared_are_refused(
    change: str, sentence: str, con: duckdb.DuckDBPyConnection
) -> None:
    """A table with a column that its kind does not declare so never reaches the ledger."""
    con.execute(f"ALTER TABLE staged {change}")

    with pytest.raises(ValueError, match=sentence):
        look_through(con, "usage", "staged")


def test_columns_that_nothing_states_may_be_absent(con: duckdb.DuckDBPyConnection) -> None:
    """A table without a column is of rows in which it is null."""
    whole = look_through(con, "usage", "staged")
    con.execute("ALTER TABLE staged DROP COLUMN output")

    assert look_through(con, "usage", "staged") == whole


@pytest.mark.parametrize("column", ["record_id", "merge_rank", "ts"])
def test_a_row_that_cannot_be_merged_is_refused(
    column: str, con: duckdb.DuckDBPyConnection
) -> None:
    """A row without key, rank or instant would be lost, so it is an error."""
    con.execute(f"UPDATE staged SET {column} = NULL WHERE team IS NULL")

    with pytest.raises(ValueError, match=f"1 rows have no {column}"):
        look_through(con, "usage", "staged")


@pytest.mark.parametrize(("kind", "table"), [("cost", "staged"), ("usage", "a; DROP TABLE b")])
def test_only_names_are_taken(kind: str, table: str, con: duckdb.DuckDBPyConnection) -> None:
    """A kind nobody declared, or a table name that is none, is refused."""
    with pytest.raises(ValueError, match="cannot stage kind"):
        look_through(con, kind, table)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_can_be_staged_of_every_kind(kind: str) -> None:
    """An empty stage passes its own guard."""
    with connect() as con:
        assert nothing_staged(con, kind, "none") == look_through(con, kind, "none")
