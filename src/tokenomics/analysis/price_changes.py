"""Changes of price, by what they cost: the use of the week before, at the prices before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.books import boundaries
from tokenomics.costing import CostQuery
from tokenomics.projection import Usage, span, spent
from tokenomics.projection.events import MODEL
from tokenomics.projection.flows import values
from tokenomics.records.money import EXACT, round_fraction, total

_WEEK, _DAY, _TICK = timedelta(days=7), timedelta(days=1), timedelta(microseconds=1)
# What changes the cost of a usual day by less is not worth telling, as an hour's spike is not.
_LEAST = Decimal("0.01")


class PriceChange(NamedTuple):
    """A model whose prices changed at an instant, and what a day of it cost `before` and costs `after`.

    The day is a usual one of the week before: what was used in it, not what was used then.
    """

    model: str | None
    at: datetime
    before: Decimal
    after: Decimal


def price_changes(
    usage: Usage, query: CostQuery, since: datetime, now: datetime
) -> tuple[PriceChange, ...]:
    """The changes of price after `since` and up to `now` that matter to the calls a query picks, in their order.

    Later use changes nothing about them. Raises as `costs` does.
    """
    reach = span(usage)
    if reach is None:
        return ()
    asked = query._replace(since=since - _WEEK, until=now)
    found: list[PriceChange] = []
    for at in _instants(usage, asked, since, now):
        start = max(at - _WEEK, reach[0])
        if at - start >= _DAY:
            found += _changes(usage, query._replace(since=start, until=at), at)
    return tuple(found)


def _instants(
    usage: Usage, query: CostQuery, since: datetime, now: datetime
) -> tuple[datetime, ...]:
    """When the price of a model that was used may have changed."""
    report = spent(usage, query, MODEL)
    names = {values(report, row, MODEL) for row in report.rows}
    known = [boundaries(usage.book, of or "", model or "").instants for of, model in names]
    return tuple(sorted({at for instants in known for at in instants if since < at <= now}))


def _changes(usage: Usage, query: CostQuery, at: datetime) -> Iterator[PriceChange]:
    days = Fraction((at - (query.since or at)) // _TICK, _DAY // _TICK)
    before, after = (_costs(usage, query._replace(prices_at=t)) for t in (at - _TICK, at))
    least = EXACT.multiply(total(before.values()), _LEAST)
    # What has a price on one side only is no change of price.
    sums: defaultdict[str | None, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for name in before.keys() & after.keys():
        sums[name[1]] = [
            EXACT.add(x, y) for x, y in zip(sums[name[1]], (before[name], after[name]), strict=True)
        ]
    for model in sorted(sums, key=lambda name: name or ""):
        old, new = sums[model]
        if old != new and abs(EXACT.subtract(new, old)) >= least:
            yield PriceChange(model, at, *(round_fraction(Fraction(x) / days) for x in (old, new)))


def _costs(usage: Usage, query: CostQuery) -> Mapping[tuple[str | None, ...], Decimal]:
    """What models cost at the prices of an instant, of those of which everything has a price."""
    report = spent(usage, query, MODEL)
    return {
        values(report, row, MODEL): row.cost
        for row in report.rows
        if row.cost is not None and not row.has_unpriced
    }
