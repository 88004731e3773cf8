"""A ledger's records as tables of a warehouse: how they are declared, and how they get their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlglot import exp

from tokenomics.dialects import parsed
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.records.columns import Column
from tokenomics.records.kinds import KINDS

# How many rows are on their way at once.
_MANY = 2_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NUL = "\0"


def named(tree: exp.Expr, kinds: Mapping[str, str]) -> list[str]:
    """Put tables named for their kinds in the places of a ledger's files; those kinds, each once.

    `kinds` has the kind of each file's path. KeyError where a file is none of the ledger's.
    """
    found = list[str]()
    for read in [*tree.find_all(exp.ReadParquet)]:
        first = next(each for each in read.find_all(exp.Literal) if each.is_string)
        kind = kinds[first.name]
        assert isinstance(read.parent, exp.Table)
        read.parent.set("this", exp.to_identifier(kind))
        found.append(kind)
    return list(dict.fromkeys(found))


def files_by_kind(ledger: Ledger) -> dict[str, str]:
    """The kind of records of each file of a ledger's version, by its path."""
    return {file.path: file.kind for file in ledger.files}


def declared(kind: str, used: Collection[str]) -> exp.Expr:
    """The statement that makes the table of a kind of records, with the columns in use."""
    columns = ", ".join(f'"{each.name}" {each.sql_type}' for each in _in_use(kind, used))
    return parsed(f"CREATE TABLE {kind} ({columns})")


def _in_use(kind: str, used: Collection[str]) -> list[Column]:
    return [each for each in KINDS[kind].columns if each.name in used]


def read_in_place(ledger: Ledger, kind: str) -> exp.Expr:
    """The statement by which DuckDB reads a kind's Parquet files where they are, under its name."""
    rows = relation(ledger, kind)
    return parsed(f"CREATE OR REPLACE TEMP VIEW {kind} AS SELECT * FROM {rows}")  # noqa: S608


def copied(engine: Engine, rows: str, kind: str, used: Collection[str]) -> Iterator[str]:
    """Rows of a kind, as SQL of a FROM item, in lines of Postgres' COPY in its text format."""
    listed = ", ".join(_text_sql(each) for each in _in_use(kind, used))
    answer = engine.execute(f"SELECT {listed} FROM {rows}")  # noqa: S608
    return (_line(row) for row in _rows(answer))


def _rows(answer: Any) -> Iterable[Sequence[str | None]]:
    while rows := answer.fetchmany(_MANY):
        yield from rows


def _line(row: Sequence[str | None]) -> str:
    # Postgres knows no text with a NUL in it.
    texts = (r"\N" if text is None else text.replace(_NUL, "").translate(_ESCAPES) for text in row)
    return "\t".join(texts)


def _text_sql(column: Column) -> str:
    """SQL of a column as Postgres reads it: documents as JSON, bytes in hexadecimal."""
    name = column.name
    match column.dtype:
        case "id":
            return rf"'\x' || hex({name})"
        case "digests":
            items = rf"list_transform({name}, lambda each: '\\x' || hex(each))"
            return f"'{{' || array_to_string({items}, ',') || '}}'"
        case "tags":
            return f"CAST(to_json({name}) AS VARCHAR)"
        case "others":
            item = "struct_pack(meter := each.meter, quantity := CAST(each.quantity AS VARCHAR), unit := each.unit)"
            return f"CAST(to_json(list_transform({name}, lambda each: {item})) AS VARCHAR)"
        case _:
            return f"CAST({name} AS VARCHAR)"
