"""Usage under another design, each question in one line of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.usage import NOW, kept
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.outcomes.groups import Asked
from tokenomics.replaying.replay import replay

M = 1_000_000

Rows = Sequence[Mapping[str, Any]]


def replayed(
    folder: Path,
    book: Book,
    rows: Rows,
    design: Mapping[str, Sequence[str]],
    *by: str,
    **options: Any,
) -> Listing:
    """What some records would have cost under a design."""
    query = CostQuery(by=by, **options)
    return replay(design, kept(folder, *rows), book, query, Asked((), NOW))


def cell(found: Listing, column: str, row: int = 0) -> Value:
    """One value of a listing."""
    return found.rows[row][[each.name for each in found.columns].index(column)]


def whole(found: Listing) -> tuple[Value, Value, Value]:
    """What all calls cost, would cost, and save altogether."""
    assert found.total is not None
    of = {each.name: value for each, value in zip(found.columns, found.total, strict=True)}
    return of["cost"], of["cost_then"], of["saving"]


def figures(found: Listing) -> list[tuple[Value, Value, Value, Value]]:
    """Calls, cost, cost then and saving, a row each."""
    names = [each.name for each in found.columns]
    places = [names.index(name) for name in ("calls", "cost", "cost_then", "saving")]
    return [tuple(row[place] for place in places) for row in found.rows]  # pyright: ignore[reportReturnType]


def usd(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
