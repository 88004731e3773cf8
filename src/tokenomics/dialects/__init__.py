"""Statements in DuckDB's dialect as other engines understand them, with the same answers.

sqlglot knows how a dialect spells things; the rules of each dialect's module are what it
does not know, or what would answer otherwise without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import ErrorLevel, exp, parse_one

from tokenomics.dialects import postgres, spark
from tokenomics.dialects.common import Change

__all__ = ["RULES", "parsed", "rendered", "transpiled"]

# What is made of a whole statement, one after the other.
RULES: Mapping[str, Sequence[Change]] = {"postgres": postgres.RULES, "spark": spark.RULES}


def transpiled(text: str, dialect: str) -> str:
    """A statement in DuckDB's dialect as one in `dialect`, a name that sqlglot knows.

    Dialects without rules of their own are spelled as sqlglot does it, and no test runs them.
    """
    return rendered(parsed(text), dialect)


def parsed(text: str) -> exp.Expr:
    """The syntax tree of one statement in DuckDB's dialect."""
    return parse_one(text, read="duckdb")


def rendered(tree: exp.Expr, dialect: str, *, pretty: bool = False) -> str:
    """A statement's tree, which is changed, as text in `dialect`; `pretty` for people, in lines."""
    for rule in RULES.get(dialect, ()):
        tree = rule(tree)
    return tree.sql(dialect=dialect, pretty=pretty, copy=False, unsupported_level=ErrorLevel.RAISE)
