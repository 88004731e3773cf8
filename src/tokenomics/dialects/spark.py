"""What Spark says otherwise than DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

# Functions that differ in nothing but their names.
_NAMES: Mapping[str, str] = {"epoch_us": "unix_micros", "list_contains": "array_contains"}


def _named(tree: exp.Expr) -> exp.Expr:
    for call in tree.find_all(exp.Anonymous):
        call.set("this", _NAMES.get(call.name.lower(), call.name))
    return tree


RULES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (_named,)
