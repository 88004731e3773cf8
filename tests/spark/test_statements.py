from __future__ import annotations

import pytest

from tokenomics.spark.statements import Statement, statement_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT a // $n FROM t", Statement("query", "SELECT a DIV :n FROM t")),
        (
            "CREATE OR REPLACE TEMP TABLE t AS SELECT u.a FROM u",
            Statement("table", "SELECT u.a FROM u", ("t",)),
        ),
        (
            "CREATE OR REPLACE TEMP VIEW t AS SELECT a FROM u",
            Statement("view", "SELECT a FROM u", ("t",)),
        ),
        ("INSERT INTO t SELECT 9, NULL", Statement("added", "SELECT 9, NULL", ("t",))),
        (
            "DELETE FROM t WHERE a = 2",
            Statement("table", "SELECT * FROM t WHERE NOT COALESCE(a = 2, FALSE)", ("t",)),
        ),
        ("ALTER TABLE t RENAME TO u", Statement("renamed", tables=("t", "u"))),
        ("DROP TABLE IF EXISTS t, u", Statement("dropped", tables=("t", "u"))),
    ],
)
def test_a_statement_is_a_query_and_what_becomes_of_its_rows(text: str, told: Statement) -> None:
    """Tables and views are made, filled, pruned, renamed and dropped by names; values keep their places."""
    assert statement_of(text) == told


def test_files_are_read_under_a_name_of_their_own() -> None:
    """The same files have the same name wherever they are read, others another one."""
    text = "SELECT a FROM read_parquet(['/l/a.parquet', '/l/b.parquet'], union_by_name = true) AS r"
    whole = statement_of(text)
    ((name, paths),) = whole.files.items()

    assert list(paths) == ["/l/a.parquet", "/l/b.parquet"]
    assert whole.query == f"SELECT a FROM {name} AS r"
    assert name in statement_of(f"CREATE OR REPLACE TEMP VIEW v AS {text}").files
    assert name not in statement_of(text.replace("b.parquet", "c.parquet")).files
