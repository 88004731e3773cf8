"""Calls as findings of waste see them, each in one line of a test."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from support.usage import usage_rows
from tokenomics.analysis.stakes import Base, Finding, Stake, Stakes, base_of, stakes
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.engine import connect
from tokenomics.overlap import Counted

Rows = Sequence[Mapping[str, Any]]

M = 1_000_000
TWENTY = 20


@contextmanager
def based(
    book: Book, rows: Rows, *by: str, rules: Sequence[Attribution] = (), **options: Any
) -> Generator[Base]:
    """The calls of some records, as findings are asked of them."""
    with connect() as con:
        once = Counted("usage", usage_rows(con, rows), ())
        yield base_of(con, once, book, CostQuery(by=by, **options), rules)


def stakes_by(
    book: Book, rows: Rows, find: Callable[[Base], Finding | None], *by: str, **options: Any
) -> Stakes:
    """What a finding comes to by some dimensions."""
    with based(book, rows, *by, **options) as base:
        finding = find(base)
        assert finding is not None
        return stakes(base, finding)


def stake_of(
    book: Book, rows: Rows, find: Callable[[Base], Finding | None], **options: Any
) -> Stake:
    """What a finding comes to altogether."""
    return stakes_by(book, rows, find, **options).whole


def figures(stake: Stake) -> tuple[int, int, Decimal, Decimal]:
    """Calls, tokens, cost and what is at stake, as they compare with plain numbers."""
    return stake.calls, stake.tokens, stake.cost, stake.at_stake
