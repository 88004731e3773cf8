"""Usage relations counted once, in one line of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from support.usage import book_of, usage_rows
from tokenomics.costing import CostQuery, CostReport, costs_of
from tokenomics.engine import connect
from tokenomics.overlap import Authority, Overlap, counted


def counted_rows(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    columns: str,
    authority: Sequence[Authority] = (),
) -> tuple[list[tuple[Any, ...]], tuple[Overlap, ...]]:
    """The records that count, as the given columns in their order, and the overlaps found."""
    with connect() as con:
        used = usage_rows(con, rows)
        found = counted(con, "usage", used, book_of(folder), authority=authority)
        text = f"SELECT {columns} FROM {found.relation} AS records ORDER BY ALL"
        return con.execute(text).fetchall(), found.overlaps


def counted_report(
    folder: Path, rows: Sequence[Mapping[str, Any]], *by: str, **options: Any
) -> CostReport:
    """What the records that count cost."""
    with connect() as con:
        used = usage_rows(con, rows)
        book = book_of(folder)
        found = counted(con, "usage", used, book)
        return costs_of(con, found.relation, found.used, book, CostQuery(by=by, **options))
