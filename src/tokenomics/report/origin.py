"""What a report was made with, as its JSON envelope states it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple


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
