from __future__ import annotations

import pytest
from sqlglot import exp

from tokenomics.dialects import RULES, parsed, rendered, transpiled


def test_a_statement_is_spelled_as_the_dialect_has_it() -> None:
    """A division of whole numbers is spelled otherwise by Spark than by DuckDB."""
    assert transpiled("SELECT a // 3 AS b FROM t", "spark") == "SELECT a DIV 3 AS b FROM t"


def test_a_tree_is_written_as_it_was_read() -> None:
    """A statement's tree can be read, changed and written."""
    tree = parsed("SELECT a FROM t")

    assert isinstance(tree, exp.Select)
    assert rendered(tree.limit(1), "spark") == "SELECT a FROM t LIMIT 1"


@pytest.mark.parametrize("dialect", RULES)
def test_every_dialect_takes_a_plain_statement(dialect: str) -> None:
    """What all dialects spell alike stays as it is."""
    assert transpiled("SELECT a FROM t WHERE b = 1", dialect) == "SELECT a FROM t WHERE b = 1"
