"""What a report was made with, as its JSON envelope states it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.books.book import KNOWN_ON
from tokenomics.books.foreign import AT_RATES
from tokenomics.costing import CostQuery
from tokenomics.timezones import zone


class BookRef(NamedTuple):
    """A pricebook that a report was priced with."""

    name: str
    digest: str
    known_at: date | datetime | None


class Origin(NamedTuple):
    """The version, the command, the ledger, the configuration and the prices behind a report.

    `cost_basis` is list, contract or billed. `parameters` are the command's own, as JSON
    values.
    """

    tool_version: str
    generated_at: datetime
    command: str
    parameters: Mapping[str, object]
    ledger_path: str | None
    ledger_version: int | None
    config_digest: str
    pricebooks: tuple[BookRef, ...]
    cost_basis: str = "list"


def prices_words(book: Book, query: CostQuery) -> str:
    """Which prices a report is made with, for its title."""
    known = [layer.name for layer in book.layers if layer.name.startswith(KNOWN_ON)]
    foreign = [layer.name for layer in book.layers if layer.name.endswith(AT_RATES)]
    at = query.prices_at
    of = f" of {at.astimezone(zone(query.tz)).date().isoformat()}" if at else ""
    return ", ".join([" ".join([f"{book.basis} prices{of}", *known]), *foreign])
