"""What became of a ledger's records between two of its versions: what a restated bill changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, relation
from tokenomics.queries import sql
from tokenomics.records.kinds import KINDS

# The money of each kind and its currency.
_MONEY: Mapping[str, tuple[str, str]] = MappingProxyType({
    "charge": ("billed_cost", "currency"),
    "usage": ("reported_cost", "reported_currency"),
    "overhead": ("amount", "currency"),
    "revenue": ("amount", "currency"),
    "outcome": ("value_usd", "'USD'"),
})  # fmt: skip


class Restatement(NamedTuple):
    """What differs between two versions of one kind, source, provider, service, month and currency.

    `added`, `removed` and `changed` count records. `before` and `after` are the money that all records
    of the group state, those that are the same among them; None where none states any.
    """

    kind: str
    source: str
    provider: str | None
    service: str | None
    month: str
    currency: str | None
    added: int
    removed: int
    changed: int
    before: Decimal | None
    after: Decimal | None


def restatements(older: Ledger, newer: Ledger) -> tuple[Restatement, ...]:
    """The groups of records in which two versions of one ledger differ, by kind, then by month."""
    with engine_of(older, newer) as con:
        return tuple(found for kind in _MONEY for found in _of_kind(con, kind, older, newer))


def _of_kind(con: Engine, kind: str, older: Ledger, newer: Ledger) -> Iterator[Restatement]:
    text = sql("restated", older=_records(older, kind), newer=_records(newer, kind))
    yield from (Restatement(kind, *row) for row in con.execute(text).fetchall())


def _records(ledger: Ledger, kind: str) -> str:
    money, currency = _MONEY[kind]
    names = KINDS[kind].names
    said = [name if name in names else f"NULL AS {name}" for name in ("provider", "service")]
    columns = f"record_id, merge_rank, ts, source, {', '.join(said)}, {money} AS money, {currency} AS currency"
    return f"(SELECT {columns} FROM {relation(ledger, kind)} AS records)"  # noqa: S608
