"""What Spark says otherwise than DuckDB, and what it would answer otherwise without a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from tokenomics.dialects.common import by_name

# Functions that differ in nothing but their names.
_NAMES: Mapping[str, str] = {"epoch_us": "unix_micros"}
_IS_NULL = "_is_null"
_PLACES, _PLACE, _VALUE = "_places", "_place", "_value"


def _named(tree: exp.Expr) -> exp.Expr:
    for call in tree.find_all(exp.Anonymous):
        call.set("this", _NAMES.get(call.name.lower(), call.name))
    return tree


def _greatest_of_several(tree: exp.Expr) -> exp.Expr:
    """Spark compares two values or more: the greatest and least of one is that one."""
    for call in [*tree.find_all(exp.Greatest, exp.Least)]:
        if not call.expressions:
            call.replace(call.this)
    return tree


def _nulls_last(tree: exp.Expr) -> exp.Expr:
    """Structs whose nulls are greater than all values, as DuckDB orders them, and not less.

    Each field is put behind whether it is null, and keeps its name.
    """
    for made in [*tree.find_all(exp.Struct)]:
        fields: list[exp.Expr] = []
        for field in made.expressions:
            name, value = field.name, field.expression
            test = exp.Is(this=exp.paren(value.copy()), expression=exp.null())
            fields += [exp.Literal.string(name + _IS_NULL), test, exp.Literal.string(name), value]
        made.replace(exp.Anonymous(this="named_struct", expressions=fields))
    return tree


def _fields(tree: exp.Expr) -> exp.Expr:
    """A field of what is chosen among some rows stands behind parentheses."""
    for taken in [*tree.find_all(exp.StructExtract)]:
        if isinstance(taken.this, exp.Filter):
            taken.set("this", exp.paren(taken.this.copy()))
    return tree


def _pairs(tree: exp.Expr) -> exp.Expr:
    """Pairs among pairs, which Spark takes for structs whose fields have other names."""
    for test in [*tree.find_all(exp.In)]:
        if isinstance(test.this, exp.Tuple):
            wanted = test.this.expressions
            either = [
                exp.and_(
                    *(
                        exp.EQ(this=one.copy(), expression=other.copy())
                        for one, other in zip(wanted, pair.expressions, strict=True)
                    )
                )
                for pair in test.expressions
            ]
            test.replace(exp.paren(exp.or_(*either)))
    return tree


def _nearest_rank(tree: exp.Expr) -> exp.Expr:
    """The nearest rank of whole numbers: Spark's is a double, so it is made whole again."""
    for found in [*tree.find_all(exp.PercentileDisc)]:
        share = found.expression
        order = exp.Order(expressions=[exp.Ordered(this=found.this.copy())])
        call = exp.WithinGroup(
            this=exp.Anonymous(this="percentile_disc", expressions=[share.copy()]), expression=order
        )
        outer = found.parent if isinstance(found.parent, exp.Filter) else found
        found.replace(call)
        whole = outer if isinstance(outer, exp.Filter) else call
        whole.replace(exp.cast(whole.copy(), exp.DType.BIGINT))
    return tree


def _ordered_lists(tree: exp.Expr) -> exp.Expr:
    """Lists of different values in order: Spark collects them in any."""
    for made in [*tree.find_all(exp.ArrayAgg)]:
        inner = made.this
        if isinstance(inner, exp.Order):
            values = inner.this
            name = "collect_list"
            if isinstance(values, exp.Distinct):
                name, values = "collect_set", values.expressions[0]
            made.replace(exp.func("sort_array", exp.func(name, values.copy())))
    return tree


def _numbered_items(tree: exp.Expr) -> exp.Expr:
    """The items of a list beside their places: Spark makes both by one function, and counts from 0."""
    for call in [*tree.find_all(exp.Anonymous)]:
        select = call.find_ancestor(exp.Select)
        if call.name.lower() != "generate_subscripts" or select is None:
            continue
        listed = call.expressions[0]
        made = exp.Lateral(
            this=exp.Anonymous(this="posexplode", expressions=[listed.copy()]),
            view=True,
            alias=exp.TableAlias(
                this=exp.to_identifier(_PLACES),
                columns=[exp.to_identifier(_PLACE), exp.to_identifier(_VALUE)],
            ),
        )
        select.append("laterals", made)
        for item in [*select.find_all(exp.Explode)]:
            item.replace(exp.column(_VALUE, _PLACES))
        call.replace(exp.paren(exp.column(_PLACE, _PLACES) + 1))
    return tree


RULES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
    by_name,
    _named,
    _greatest_of_several,
    _nulls_last,
    _fields,
    _pairs,
    _nearest_rank,
    _ordered_lists,
    _numbered_items,
)
