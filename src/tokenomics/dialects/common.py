"""What several dialects lack of DuckDB's, said with what all of them have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

# What a rule makes of a part of a statement: the part itself where it stays, which may be changed in place.
Change = Callable[[exp.Expr], exp.Expr]


def within(tree: exp.Expr, changes: Mapping[type[exp.Expr], Change]) -> exp.Expr:
    """Change the parts of a statement by their types, the innermost first, in one walk."""
    for node in reversed([*tree.walk()]):
        change = changes.get(type(node))
        if change is not None and (changed := change(node)) is not node:
            node.replace(changed)
    return tree


def by_name(tree: exp.Expr) -> exp.Expr:
    """UNION BY NAME: both sides name the columns of the first, nulls where the second lacks one."""
    for union in tree.find_all(exp.Union):
        if union.args.get("by_name"):
            names = _names(union.this)
            other: exp.Query = union.expression
            told = {each.alias_or_name: each for each in other.selects}
            union.this.set("expressions", [exp.column(name) for name in names])
            other.set("expressions", [_column(told, name) for name in names])
            union.set("by_name", False)
    return tree


def _names(select: exp.Query) -> list[str]:
    """The columns that a select names, or the query that it takes all columns of."""
    while any(isinstance(each, exp.Star) for each in select.selects):
        select = select.args["from_"].this.this
    return [each.alias_or_name for each in select.selects]


def _column(told: dict[str, exp.Expr], name: str) -> exp.Expr:
    return told.get(name) or exp.alias_(exp.Null(), name)
