"""A ledger's usage, each call once, for questions that are about more than calls."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from tokenomics.books import Book
from tokenomics.costing import CostReport
from tokenomics.costing.run import of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, Counted, counted

Ask = Callable[[Engine, Counted], CostReport]


def asked_once(
    ledger: Ledger,
    book: Book,
    ask: Ask,
    *,
    authority: Sequence[Authority],
    con: Engine | None,
) -> CostReport:
    """The report that `ask` makes of a ledger's usage, told what was refused and found twice.

    `con` may read the ledger; without one a connection is made for this question.
    """
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        return of_ledger(ask(mine, found), ledger, found.overlaps)


@contextmanager
def once(
    ledger: Ledger,
    book: Book,
    *,
    authority: Sequence[Authority],
    con: Engine | None,
    bills: bool = True,
) -> Generator[tuple[Engine, Counted]]:
    """A connection that may read the ledger, and its usage in which no call counts twice.

    `con` is used where it is given; a connection made for this is closed afterwards. Without `bills` usage
    is only what records state, not what a bill says of tokens.
    """
    mine = con or engine_of(ledger)
    try:
        stored = usage_of(ledger, bills=bills)
        yield (
            mine,
            counted(
                mine,
                stored.relation,
                stored.used,
                book,
                authority=authority,
                known=stored.known,
            ),
        )
    finally:
        if con is None:
            mine.close()
