"""What Spark says otherwise than DuckDB, and what it would answer otherwise without a word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlglot import exp

from tokenomics.dialects.common import Change, by_name, within

# Functions that differ in nothing but their names.
_NAMES: Mapping[str, str] = {"epoch_us": "unix_micros"}
_IS_NULL = "_is_null"
_PLACES, _PLACE, _VALUE = "_places", "_place", "_value"


def _called(call: exp.Expr) -> exp.Expr:
    name = call.name.lower()
    if name == "generate_subscripts":
        return _numbered_items(call)
    call.set("this", _NAMES.get(name, call.name))
    return call


def _greatest_of_several(call: exp.Expr) -> exp.Expr:
    """Spark compares two values or more: the greatest and least of one is that one."""
    return call if call.expressions else call.this


def _nulls_last(made: exp.Expr) -> exp.Expr:
    """Structs whose nulls are greater than all values, as DuckDB orders them, and not less.

    Each field is put behind whether it is null, and keeps its name.
    """
    fields: list[exp.Expr] = []
    for field in made.expressions:
        name, value = field.name, field.expression
        test = exp.Is(this=exp.paren(value.copy()), expression=exp.null())
        fields += [exp.Literal.string(name + _IS_NULL), test, exp.Literal.string(name), value]
    return exp.Anonymous(this="named_struct", expressions=fields)


def _field(taken: exp.Expr) -> exp.Expr:
    """A field of what is chosen among some rows stands behind parentheses."""
    if isinstance(taken.this, exp.Filter):
        taken.set("this", exp.paren(taken.this.copy()))
    return taken


def _pairs(test: exp.Expr) -> exp.Expr:
    """Pairs among pairs, which Spark takes for structs whose fields have other names."""
    if not isinstance(test.this, exp.Tuple):
        return test
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
    return exp.paren(exp.or_(*either))


def _nearest_rank(found: exp.Expr) -> exp.Expr:
    """The nearest rank of whole numbers: Spark's is a double, so it is made whole again."""
    if isinstance(found.parent, exp.Filter):
        return found
    return exp.cast(_ranked(found), exp.DType.BIGINT)


def _nearest_rank_of_some(node: exp.Expr) -> exp.Expr:
    if not isinstance(node.this, exp.PercentileDisc):
        return node
    node.this.replace(_ranked(node.this))
    return exp.cast(node.copy(), exp.DType.BIGINT)


def _ranked(found: exp.Expr) -> exp.Expr:
    order = exp.Order(expressions=[exp.Ordered(this=found.this.copy())])
    share = exp.Anonymous(this="percentile_disc", expressions=[found.expression.copy()])
    return exp.WithinGroup(this=share, expression=order)


def _ordered_list(made: exp.Expr) -> exp.Expr:
    """Lists of different values in order: Spark collects them in any."""
    if not isinstance(made.this, exp.Order):
        return made
    values, name = made.this.this, "collect_list"
    if isinstance(values, exp.Distinct):
        name, values = "collect_set", values.expressions[0]
    return exp.func("sort_array", exp.func(name, values.copy()))


def _numbered_items(call: exp.Expr) -> exp.Expr:
    """The items of a list beside their places: Spark makes both by one function, and counts from 0."""
    select = call.find_ancestor(exp.Select)
    if select is None:
        return call
    made = exp.Lateral(
        this=exp.Anonymous(this="posexplode", expressions=[call.expressions[0].copy()]),
        view=True,
        alias=exp.TableAlias(
            this=exp.to_identifier(_PLACES),
            columns=[exp.to_identifier(_PLACE), exp.to_identifier(_VALUE)],
        ),
    )
    select.append("laterals", made)
    for item in [*select.find_all(exp.Explode)]:
        item.replace(exp.column(_VALUE, _PLACES))
    return exp.paren(exp.column(_PLACE, _PLACES) + 1)


def _any_item(test: exp.Expr) -> exp.Expr:
    """Whether an item of a list passes a test: Spark unnests no list of an outer row."""
    made = test.this.args["from_"].find(exp.Explode)
    if made is None:
        return test
    condition = test.this.args["where"].this
    item = made.parent.alias
    for column in condition.find_all(exp.Column):
        if column.table == item:
            column.set("db", None)
    passes = exp.Lambda(this=condition, expressions=[exp.to_identifier(item)])
    return exp.Anonymous(this="exists", expressions=[made.this, passes])


_CHANGES: Mapping[type[exp.Expr], Change] = {
    exp.Anonymous: _called,
    **dict.fromkeys((exp.Greatest, exp.Least), _greatest_of_several),
    exp.Struct: _nulls_last,
    exp.StructExtract: _field,
    exp.In: _pairs,
    exp.Exists: _any_item,
    exp.PercentileDisc: _nearest_rank,
    exp.Filter: _nearest_rank_of_some,
    exp.ArrayAgg: _ordered_list,
}

RULES: tuple[Change, ...] = (by_name, partial(within, changes=_CHANGES))
