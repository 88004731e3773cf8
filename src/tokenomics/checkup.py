"""What a ledger holds of whom, and how sources that state the same usage are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, Overlap, counted
from tokenomics.overlap.records import Columns
from tokenomics.queries import sql
from tokenomics.timezones import from_micros


class Seen(NamedTuple):
    """What one source states of one provider.

    `records` are calls, or a provider's sums of the `series`; `named` of them have a response
    id. `first` and `last` (UTC) are the instants they start at.
    """

    provider: str
    source: str
    grain: str
    series: str | None
    records: int
    named: int
    first: datetime
    last: datetime


class Checkup(NamedTuple):
    """What is in a ledger, by provider and source, and the overlaps between them."""

    seen: tuple[Seen, ...]
    overlaps: tuple[Overlap, ...]


def checkup(ledger: Ledger, book: Book, *, authority: Sequence[Authority] = ()) -> Checkup:
    """Look through a ledger's usage; `authority` names the sources to believe."""
    usage, used, _ = usage_of(ledger)
    columns = Columns(used)
    text = sql(
        "seen",
        relation=usage,
        series=columns.text("series"),
        response=columns.text("response_id"),
    )
    with engine_of(ledger) as con:
        seen = [_seen(*row) for row in con.execute(text).fetchall()]
        found = counted(con, usage, used, book, authority=authority)
    return Checkup(tuple(seen), found.overlaps)


def _seen(*cells: object) -> Seen:
    *facts, first, last = cells
    return Seen._make((*facts, from_micros(first), from_micros(last)))  # type: ignore[arg-type]
