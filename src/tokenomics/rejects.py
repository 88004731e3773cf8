"""The rows that were refused: where they are and why, without their content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tokenomics.ledger import Ledger, engine_of, relation
from tokenomics.queries import sql
from tokenomics.timezones import from_micros


class Reject(NamedTuple):
    """One refused row; `line` and `field` are None where a whole file or line is meant.

    `ts` is the instant (UTC) at which it was refused.
    """

    file: str
    line: int | None
    field: str | None
    reason: str
    source: str
    ts: datetime


class Rejects(NamedTuple):
    """How many rows were refused, and the first of them by file and line."""

    total: int
    first: tuple[Reject, ...]


def rejects(ledger: Ledger, *, files: Sequence[str] = (), limit: int | None = None) -> Rejects:
    """The refused rows of a ledger, or of some files; at most `limit` of them are listed."""
    text = sql("rejects", relation=relation(ledger, "reject"), limit=_limit_sql(limit))
    with engine_of(ledger) as con:
        rows = con.execute(text, {"files": list(files) or None}).fetchall()
    first = tuple(_reject(*row[1:]) for row in rows)
    return Rejects(rows[0][0] if rows else 0, first)


def _reject(*cells: Any) -> Reject:
    *where, micros = cells
    return Reject._make((*where, from_micros(micros)))


def _limit_sql(limit: int | None) -> str:
    return "" if limit is None else f"LIMIT {limit:d}"
