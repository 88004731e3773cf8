"""What several dialects lack of DuckDB's."""

from __future__ import annotations

from sqlglot import exp

from tokenomics.dialects import parsed
from tokenomics.dialects.common import by_name, within


def test_parts_are_changed_by_their_types_the_innermost_first() -> None:
    """What is within a changed part was changed before, and what has no rule stays."""
    tree = within(
        parsed("SELECT -(-a) AS b FROM t"),
        {
            exp.Neg: lambda node: exp.func("negative", node.this),
            exp.Column: lambda node: exp.column(node.name, table="t"),
        },
    )

    assert tree.sql("duckdb") == "SELECT NEGATIVE((NEGATIVE(t.a))) AS b FROM t"


def test_sides_of_a_union_are_put_together_by_name() -> None:
    """The second side's columns stand in the first side's order, with nulls for what it lacks."""
    tree = parsed(
        "SELECT * FROM (SELECT a, NULL::BIGINT AS b FROM t) AS r UNION ALL BY NAME SELECT x AS b FROM c"
    )

    assert by_name(tree).sql("postgres") == (
        "SELECT a, b FROM (SELECT a, CAST(NULL AS BIGINT) AS b FROM t) AS r"
        " UNION ALL SELECT NULL AS a, x AS b FROM c"
    )


def test_a_union_by_place_stays() -> None:
    """Columns that are put together by their places are left where they are."""
    text = "SELECT a FROM t UNION ALL SELECT b FROM u"

    assert by_name(parsed(text)).sql("postgres") == text
