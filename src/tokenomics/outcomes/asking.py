"""A ledger's usage, each call once, for questions that are about more than calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tokenomics.books import Book
from tokenomics.costing import CostReport
from tokenomics.costing.run import of_ledger
from tokenomics.engine import connect, duckdb
from tokenomics.ledger import Ledger, relation, used_columns
from tokenomics.overlap import Authority, Counted, counted

Ask = Callable[[duckdb.DuckDBPyConnection, Counted], CostReport]


def asked_once(
    ledger: Ledger,
    book: Book,
    ask: Ask,
    *,
    authority: Sequence[Authority],
    con: duckdb.DuckDBPyConnection | None,
) -> CostReport:
    """The report that `ask` makes of a ledger's usage, told what was refused and found twice.

    `con` may read the ledger; without one a connection is made for this question.
    """
    mine = con or connect(allowed=[Path(ledger.path)])
    try:
        stored, used = relation(ledger, "usage"), used_columns(ledger, "usage")
        once = counted(mine, stored, used, book, authority=authority)
        return of_ledger(ask(mine, once), ledger, once.overlaps)
    finally:
        if con is None:
            mine.close()
