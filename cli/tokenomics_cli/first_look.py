"""What a first look into a ledger tells a configuration: what is spent, and what has no team."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from tokenomics.costing import CostQuery, CostRow, costs
from tokenomics.people import PREFIX
from tokenomics.records.money import EXACT
from tokenomics_cli.books import book_of
from tokenomics_cli.handles import Asked

# What may tell whose a call is, the plainest first; none of them names a person.
_TELLING = ("project", "environment", "route", "deployment", "api_key")
_SUGGESTED = 3
# How much more than the dearest month a budget may be, and the least that is worth one.
_MORE, _LEAST = Decimal("1.2"), Decimal(10)


class Flow(NamedTuple):
    """Calls that state no team, by a value of a dimension."""

    dimension: str
    value: str


class Look(NamedTuple):
    """The month in which most was spent, how much, and the dearest flows without a team."""

    month: str | None = None
    spent: Decimal = Decimal(0)
    flows: tuple[Flow, ...] = ()


def look(to: Asked, tz: str) -> Look:
    """Look into a ledger that was just written."""
    if to.ledger.version < 0:
        return Look()
    months = [row for row in _rows(to, CostQuery(by=("month",), tz=tz)) if row.cost]
    most = max(months, key=lambda row: row.cost or 0, default=None)
    flows = next(filter(None, (_flows(to, name) for name in _TELLING)), ())
    return Look(most and most.key[0], (most and most.cost) or Decimal(0), flows)


def _flows(to: Asked, dimension: str) -> tuple[Flow, ...]:
    """The dearest values of a dimension that calls without a team state."""
    query = CostQuery(by=(dimension,), where=(("team", ""),), limit=_SUGGESTED + 1)
    values = [row.key[0] for row in _rows(to, query)]
    told = [value for value in values if value and not _names_somebody(value)]
    return tuple(Flow(dimension, value) for value in told[:_SUGGESTED])


def _names_somebody(value: str) -> bool:
    return "@" in value or value.startswith(PREFIX)


def _rows(to: Asked, query: CostQuery) -> tuple[CostRow, ...]:
    return costs(to.ledger, book_of(()), query, con=to.con).rows


def plausible(spent: Decimal) -> Decimal:
    """A budget for a month that may cost a fifth more than `spent`, as a round number."""
    if spent <= 0:
        return _LEAST
    wanted = EXACT.multiply(spent, _MORE)
    return max(wanted.quantize(Decimal(1).scaleb(wanted.adjusted() - 1), ROUND_CEILING), _LEAST)
