"""What Postgres says otherwise than DuckDB, as version 15 and later understand it.

Maps and lists of structs are jsonb there, and identifiers bytea.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlglot import exp

from tokenomics.dialects.common import Change, by_name, within

# The fields of what `unnest(other)` makes: of jsonb each is text until it is cast.
_OTHER, _ITEM = "other", "item"
# The column that is a list of its own.
_LISTS = "prefix_digests"
_FIELDS = {"quantity": "DECIMAL(18, 6)"}
_NUMBER = r"^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"


def _instants(node: exp.Expr) -> exp.Expr:
    """epoch_us: seconds of an instant are exact decimals."""
    if not _calls(node, "epoch_us"):
        return node
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=node.expressions[0])
    return exp.cast(exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000)), "BIGINT")


def _division(node: exp.Expr) -> exp.Expr:
    """Whole division: sums of whole numbers are numeric, which `/` would not cut off."""
    divided = exp.cast(node.this, "DECIMAL")
    return exp.Anonymous(this="div", expressions=[divided, node.expression])


def _hexadecimal(node: exp.Expr) -> exp.Expr:
    name = "decode" if isinstance(node, exp.Unhex) else "encode"
    return exp.Anonymous(this=name, expressions=[node.this, exp.Literal.string("hex")])


def _lists(node: exp.Expr) -> exp.Expr:
    """Lengths, which are 0 of no elements, and whether a list has a value."""
    if isinstance(node, exp.ArraySize):
        name = "jsonb_array_length" if _named(node.this, _OTHER) else "cardinality"
        return exp.Anonymous(this=name, expressions=[node.this])
    return exp.EQ(this=node.expression, expression=exp.Any(this=exp.paren(node.this)))


def _keys(node: exp.Expr) -> exp.Expr:
    """The value of a key of a map."""
    if not _is_text(node.expressions[0]):
        return node
    found = exp.JSONExtractScalar(this=node.this, expression=node.expressions[0])
    return exp.paren(found)


def _is_text(key: exp.Expr) -> bool:
    return isinstance(key, exp.Literal) and key.is_string


def _items(node: exp.Expr) -> exp.Expr:
    """The meters that a source names besides: rows of jsonb, of which fields are text."""
    if isinstance(node, exp.Explode | exp.Unnest) and _named(node, _OTHER):
        of = node.expressions[0] if isinstance(node, exp.Unnest) else node.this
        return exp.Anonymous(this="jsonb_array_elements", expressions=[of])
    if isinstance(node, exp.Column) and node.table == _ITEM:
        item = exp.column(_ITEM, table=node.args.get("db"))
        return _field(item, node.name)
    if isinstance(node, exp.Dot) and isinstance(node.this, exp.Column) and node.this.name == _ITEM:
        return _field(node.this, node.expression.name)
    return node


def _field(item: exp.Expr, name: str) -> exp.Expr:
    found = exp.JSONExtractScalar(this=item, expression=exp.Literal.string(name))
    return exp.cast(found, _FIELDS[name]) if name in _FIELDS else exp.paren(found)


def _firsts(node: exp.Expr) -> exp.Expr:
    """The value at the least or greatest place: min_by, and a field of the least or greatest struct."""
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.ArgMin | exp.ArgMax):
        return _taken(node.this, node.args["expression"])
    if isinstance(node, exp.ArgMin | exp.ArgMax) and not isinstance(node.parent, exp.Filter):
        return _taken(node, None)
    if isinstance(node, exp.StructExtract):
        return _extreme(node)
    return node


def _taken(found: exp.Expr, where: exp.Expr | None) -> exp.Expr:
    return _first(found.this, [found.expression], where, desc=isinstance(found, exp.ArgMax))


def _extreme(node: exp.StructExtract) -> exp.Expr:
    of, where = node.this, None
    if isinstance(of, exp.Filter):
        of, where = of.this, of.args["expression"]
    if not isinstance(of, exp.Min | exp.Max) or not isinstance(of.this, exp.Struct):
        return node
    fields = {each.this.name: each.expression for each in of.this.expressions}
    wanted = fields[node.expression.name]
    return _first(wanted, list(fields.values()), where, desc=isinstance(of, exp.Max))


def _first(
    value: exp.Expr, places: list[exp.Expr], where: exp.Expr | None, *, desc: bool
) -> exp.Expr:
    is_list = _named(value, _LISTS)
    if is_list:
        # Lists of lists would have to be of one length.
        value = exp.cast(value.copy(), exp.DType.TEXT)
    ordered = [
        exp.Ordered(this=each.copy(), desc=desc or None, nulls_first=desc) for each in places
    ]
    order = exp.Order(expressions=ordered)
    order.set("this", value.copy())
    listed: exp.Expr = exp.ArrayAgg(this=order)
    if where is not None:
        listed = exp.Filter(this=listed, expression=where.copy())
    found = exp.Bracket(this=exp.paren(listed), expressions=[exp.Literal.number(1)], offset=1)
    return exp.cast(found, "BYTEA[]", dialect="postgres") if is_list else found


def _words(node: exp.Expr) -> exp.Expr:
    r"""The edge of a word is \y, and \b a backspace."""
    if _is_text(node.expression):
        text = node.expression.name.replace(r"\b", r"\y")
        node.set("expression", exp.Literal.string(text))
    return node


def _split(node: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this="string_to_array", expressions=[node.this, node.expression])


def _types(node: exp.Expr) -> exp.Expr:
    """Maps and lists of structs are documents."""
    is_document = node.this == exp.DType.MAP or (
        node.this == exp.DType.ARRAY and node.find(exp.DataType, bfs=True) and _is_struct(node)
    )
    return exp.DataType.build("JSONB") if is_document else node


def _is_struct(node: exp.Expr) -> bool:
    return any(each.this == exp.DType.STRUCT for each in node.find_all(exp.DataType))


def _aliases(node: exp.Expr) -> exp.Expr:
    """A query that others select from has a name."""
    if isinstance(node.parent, exp.From | exp.Join) and not node.alias:
        node.set("alias", exp.TableAlias(this=exp.to_identifier("rows_of_it")))
    return node


def _tried(node: exp.Expr) -> exp.Expr:
    """A text as a number, null where it is none."""
    is_number = exp.RegexpLike(this=node.this.copy(), expression=exp.Literal.string(_NUMBER))
    return exp.Case().when(is_number, exp.cast(node.this, node.args["to"]))


def _constants(node: exp.Expr) -> exp.Expr:
    """Groups by what is the same in all rows: a bare constant is refused."""
    if isinstance(node.parent, exp.Group):
        return exp.cast(node.copy(), exp.DType.BOOLEAN)
    return node


def _collated(node: exp.Expr) -> exp.Expr:
    """Texts compare by their bytes, whatever language the database is of."""
    if isinstance(node, exp.ColumnDef) and node.kind and node.kind.is_type(exp.DType.TEXT):
        by_bytes = exp.CollateColumnConstraint(this=exp.to_identifier("C", quoted=True))
        node.append("constraints", exp.ColumnConstraint(kind=by_bytes))
    return node


def _calls(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == name


def _named(node: exp.Expr, name: str) -> bool:
    return any(column.name == name for column in node.find_all(exp.Column))


def _anew(tree: exp.Expr) -> exp.Expr:
    """A table or view that replaces another: that one goes first; the planner is told how large a table is."""
    if not isinstance(tree, exp.Create) or not tree.args.get("replace"):
        return tree
    tree.set("replace", False)
    table: exp.Table = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    gone = exp.Drop(tables=[table.copy()], kind=tree.kind, exists=True, cascade=True)
    if tree.kind == "VIEW":
        return exp.Block(expressions=[gone, tree])
    known = exp.Analyze(tables=[table.copy()])
    if tree.expression is None or table.name not in _read(tree.expression):
        return exp.Block(expressions=[gone, tree, known])
    # It is made of the one that it replaces.
    renamed = exp.Alter(
        this=exp.to_table(f"{table.name}_anew"), kind="TABLE",
        actions=[exp.AlterRename(this=table.copy())],
    )  # fmt: skip
    table.set("this", exp.to_identifier(f"{table.name}_anew"))
    return exp.Block(expressions=[tree, gone, renamed, known])


def _read(query: exp.Expr) -> set[str]:
    return {table.name for table in query.find_all(exp.Table)}


_CHANGES: Mapping[type[exp.Expr], Change] = {
    exp.Anonymous: _instants,
    exp.IntDiv: _division,
    **dict.fromkeys((exp.Hex, exp.LowerHex, exp.Unhex), _hexadecimal),
    **dict.fromkeys((exp.ArraySize, exp.ArrayContains), _lists),
    exp.Bracket: _keys,
    **dict.fromkeys((exp.Explode, exp.Unnest, exp.Column, exp.Dot), _items),
    **dict.fromkeys((exp.Filter, exp.ArgMin, exp.ArgMax, exp.StructExtract), _firsts),
    exp.RegexpLike: _words,
    exp.Split: _split,
    exp.DataType: _types,
    exp.Subquery: _aliases,
    exp.TryCast: _tried,
    exp.Boolean: _constants,
    exp.ColumnDef: _collated,
}

RULES: tuple[Change, ...] = (by_name, partial(within, changes=_CHANGES), _anew)
