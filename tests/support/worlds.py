"""Usage under another design, each question in one line of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.ledger_rows import put
from support.tasks import LATER, Rows, numbered
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.rules import DEFAULT
from tokenomics.replaying.replay import replay

M = 1_000_000


def ledger_of(folder: Path, rows: Rows, outcomes: Rows = ()) -> Ledger:
    """A ledger below a folder, of calls and of what was judged of them."""
    put(folder / "ledger", usage=numbered(rows), **_outcomes(outcomes))
    return open_ledger(folder / "ledger")


def _outcomes(rows: Rows) -> dict[str, Any]:
    return {"outcome": numbered(rows)} if rows else {}


def replayed(
    folder: Path,
    book: Book,
    rows: Rows,
    design: Mapping[str, Sequence[str]],
    *by: str,
    outcomes: Rows = (),
    **options: Any,
) -> Listing:
    """What some records would have cost under a design."""
    query, asked = CostQuery(by=by, **options), Asked((DEFAULT,), LATER)
    return replay(design, ledger_of(folder, rows, outcomes), book, query, asked)


def column(found: Listing, name: str) -> list[Value]:
    """The values of a column, row by row."""
    place = [each.name for each in found.columns].index(name)
    return [row[place] for row in found.rows]


def whole(found: Listing) -> tuple[Value, Value, Value]:
    """What all calls cost, would cost, and save altogether."""
    assert found.total is not None
    of = {each.name: value for each, value in zip(found.columns, found.total, strict=True)}
    return of["cost"], of["cost_then"], of["saving"]


def figures(found: Listing) -> list[tuple[Value, Value, Value, Value]]:
    """Calls, cost, cost then and saving, a row each."""
    names = ("calls", "cost", "cost_then", "saving")
    calls, cost, then, saving = (column(found, name) for name in names)
    return list(zip(calls, cost, then, saving, strict=True))


def saved(folder: Path, book: Book, rows: Rows, **design: str) -> Decimal:
    """What a design of one text a kind saves."""
    saving = whole(replayed(folder, book, rows, {kind: [text] for kind, text in design.items()}))[2]
    assert isinstance(saving, Decimal)
    return saving
