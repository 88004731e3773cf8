"""Sums of records, read from what is kept of them where anything is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tokenomics.costing.scope import Scope, bound
from tokenomics.engine import Engine
from tokenomics.kept import gathered

_GATHERED = "tokenomics_gathered"


def gathered_sql(
    con: Engine, scope: Scope, query: Callable[[Scope], str], folds: Mapping[str, str]
) -> str:
    """SQL of a FROM item of what a query says of the scope's records.

    It groups by all its columns but those of `folds`, name -> function that puts two groups together.
    The item is good for one statement.
    """
    kept, text = scope.known.kept, query(scope)
    if kept is None or kept.relation != scope.relation:
        return f"({text})"
    is_done = gathered(
        con,
        kept,
        _GATHERED,
        lambda relation: query(scope._replace(relation=relation)),
        folds=folds,
        values=bound(scope, text),
    )
    return _GATHERED if is_done else f"({text})"
