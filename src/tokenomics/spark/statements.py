"""A statement of DuckDB's as steps that Spark takes: a query in its SQL, and what becomes of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlglot import exp

from tokenomics.dialects import parsed, rendered

Kind = Literal["query", "table", "view", "added", "renamed", "dropped"]


class Statement(NamedTuple):
    """What is done (`kind`) with the rows of `query`, and to which tables.

    `query` is in Spark's words, with `:name` where values are; empty where there is none. `files` are
    the lists of paths that it reads, by the names of views that it takes them for. A statement that
    renames has two tables, the old name first.
    """

    kind: Kind
    query: str = ""
    tables: tuple[str, ...] = ()
    files: Mapping[str, Sequence[str]] = {}


@lru_cache(maxsize=256)
def statement_of(text: str) -> Statement:
    """One statement in DuckDB's dialect; a question asks many of them more than once."""
    tree = parsed(text)
    match tree:
        case exp.Create():
            kind: Kind = "view" if tree.kind == "VIEW" else "table"
            return _of(kind, tree.expression, tree.this.name)
        case exp.Insert():
            return _of("added", tree.expression, tree.this.name)
        case exp.Delete():
            return _of("table", _left_by(tree), tree.this.name)
        case exp.Drop():
            return Statement("dropped", tables=tuple(each.name for each in tree.args["tables"]))
        case exp.Alter():
            return Statement("renamed", tables=(tree.this.name, tree.args["actions"][0].this.name))
        case _:
            return _of("query", tree)


def _of(kind: Kind, query: exp.Expr, *tables: str) -> Statement:
    files: dict[str, Sequence[str]] = {}
    for read in [*query.find_all(exp.ReadParquet)]:
        paths = [item.name for item in read.expressions[0].expressions]
        name = f"files_{hashlib.sha256(repr(paths).encode()).hexdigest()[:24]}"
        files[name] = paths
        read.replace(exp.to_identifier(name))
    return Statement(kind, rendered(query, "spark"), tables, files)


def _left_by(tree: exp.Delete) -> exp.Expr:
    """The rows that a DELETE leaves, as a query."""
    where = tree.args["where"].this
    return (
        exp.select("*")
        .from_(tree.this.copy())
        .where(exp.func("coalesce", where, exp.false()).not_())
    )
