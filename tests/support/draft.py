"""Drafts of a file's rows, made the exact way: readers, fields, macros and the source's query."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from support.filling import insert_columns
from tokenomics.engine import connect
from tokenomics.sources import picking, rows
from tokenomics.sources.contract import Container, RawRow, Sample, Source

Draft = dict[str, Any]

_BEGINNING = 4


@cache
def macros() -> duckdb.DuckDBPyConnection:
    """One connection for all tests, which knows the macros of all sources."""
    con = connect()
    con.execute(resources.files("tokenomics.sources").joinpath("macros.sql").read_text("utf-8"))
    return con


def value(expression: str, *parameters: object) -> Any:
    """What an SQL expression over the macros gives."""
    found = macros().execute(f"SELECT {expression}", parameters).fetchone()
    assert found is not None
    return found[0]


def read(path: Path, container: Container) -> list[RawRow]:
    """The rows of a text file in a container."""
    return list(rows.read_rows(path, container))


def sample(path: Path, container: Container) -> Sample:
    """What a source is shown of a text file."""
    found = [row.row for row in read(path, container)[:_BEGINNING] if row.row is not None]
    if container == "csv":
        header = rows.csv_header(path.read_text("utf-8"))
        return Sample(path, container, (), header)
    return Sample(path, container, tuple(found), ())


def drafts(source: Source, path: Path, container: Container) -> list[Draft]:
    """The drafts of a file in the order of its lines; what could not be read has only a problem."""
    found = list((source.reader or rows.read_rows)(path, container, 1))
    readable = [row for row in found if row.row is not None]
    unread = [{"source_line": row.line, "problem": row.problem} for row in found if row.row is None]
    drafted = drafts_of(source, [(row.line, row.row) for row in readable if row.row is not None])
    return sorted(drafted + unread, key=lambda draft: draft["source_line"])


def drafts_of(source: Source, found: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Draft]:
    """The drafts of rows given as (line, row), without those that state nothing."""
    names = [field.name for field in source.fields]
    picked = picking.columns([dict(row) for _, row in found], source.fields)
    kinds = {"source_file": "VARCHAR", "source_line": "BIGINT"}
    kinds |= {f'"{name}"': "VARCHAR" for name in names}
    declared = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    con = macros()
    con.execute(f"CREATE OR REPLACE TABLE raw ({declared})")
    lines = [line for line, _ in found]
    insert_columns(con, "raw", kinds, [["file"] * len(lines), lines, *picked])
    con.execute(f"DELETE FROM raw WHERE ({source.states}) IS NOT TRUE")
    return _fetched(con, source.query)


def _fetched(con: duckdb.DuckDBPyConnection, query: str) -> list[Draft]:
    con.execute(f"CREATE OR REPLACE TABLE draft AS {query}")
    described = con.execute("DESCRIBE draft").fetchall()
    # The time zone package that the client needs for instants is none of our dependencies.
    texts = {name for name, kind, *_ in described if kind == "TIMESTAMP WITH TIME ZONE"}
    shown = ", ".join(
        f'strftime("{name}", \'%Y-%m-%dT%H:%M:%S.%fZ\') AS "{name}"'
        if name in texts
        else f'"{name}"'
        for name, *_ in described
    )
    found = con.execute(f"SELECT {shown} FROM draft ORDER BY source_line")
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


_MECHANICS = ("source_file", "skip", "rank", "content")


def shown(draft: Draft) -> Draft:
    """A draft as JSON can hold it, without what only merging needs and without nulls."""
    plain: Draft = json.loads(json.dumps(draft, default=_plain))
    return {
        name: item for name, item in plain.items() if item is not None and name not in _MECHANICS
    }


def _plain(item: object) -> str:
    assert isinstance(item, Decimal)
    text = format(item, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def problems(found: Iterable[Draft]) -> list[str | None]:
    """The problems of drafts, in order."""
    return [draft["problem"] for draft in found]


def golden(found: Iterable[Draft], expected: Path) -> list[Draft]:
    """What is expected of drafts, as it lies beside the input; REGENERATE=1 writes it anew."""
    if os.environ.get("REGENERATE"):
        text = json.dumps([shown(draft) for draft in found], indent=1, ensure_ascii=False)
        expected.write_text(text + "\n", "utf-8")
    loaded: list[Draft] = json.loads(expected.read_text("utf-8"))
    return loaded
