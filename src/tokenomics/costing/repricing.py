"""What another pricebook would make of usage: the change of past costs, and its causes.

Both books are asked about the same rate keys, cut wherever either of them changes a price, so
that each meter's change is its quantity times the difference of two rates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics import pricing
from tokenomics.books import Book
from tokenomics.costing.answer import CostQuery, CostReport
from tokenomics.costing.rows import label
from tokenomics.costing.run import costs_of
from tokenomics.costing.scope import Attribution, scope_of
from tokenomics.costing.tally import GROUPS, Tally, ask, summarise, sums_sql, tally_of, whole
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, counted
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import RateKey
from tokenomics.records.money import EXACT, ZERO, total

BY = ("month", "provider", "model")
# What changes a cost besides the rates of single meters.
BESIDES = "besides"

_DIMS = tuple(dimension(name) for name in BY)


class Change(NamedTuple):
    """What one meter of a model cost in a month at one price, and would cost at another one.

    `old` and `new` are rates of one unit, None where there is none. The meter BESIDES stands for
    what no single rate explains: prices by quantity, and sums that cost what their source states.
    """

    month: str
    provider: str
    model: str | None
    meter: str
    quantity: Decimal | int
    old: Decimal | None
    new: Decimal | None
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """How much dearer it would be."""
        return EXACT.subtract(self.after, self.before)


class Repricing(NamedTuple):
    """Every change, the greatest of each month first, and the reports with both books."""

    changes: tuple[Change, ...]
    before: CostReport
    after: CostReport


def reprice(
    ledger: Ledger,
    before: Book,
    after: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
) -> Repricing:
    """The costs of a ledger's usage with two books, by month, model and meter.

    The changes of a month and model sum exactly to the difference of its costs. Raises as
    `costs` does.
    """
    stored = usage_of(ledger)
    with engine_of(ledger) as con:
        once = counted(
            con, stored.relation, stored.used, before, authority=authority, known=stored.known
        )
        return reprice_of(con, once.relation, once.used, before, after, query, rules=rules)


def reprice_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    before: Book,
    after: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
) -> Repricing:
    """The costs of a usage relation with two books; as `reprice` otherwise."""
    query = query._replace(by=BY, per=None, limit=None)
    reports = [costs_of(con, relation, used, book, query, rules=rules) for book in (before, after)]
    scope = scope_of(
        relation,
        used,
        since=query.since,
        until=query.until,
        where=query.where,
        rules=rules,
        by=_DIMS,
    )
    # What depends on quantities is in the reports, and so in the rest that no single rate explains.
    plain = replace(before, graduated=())
    tally = tally_of(con, scope, plain, query, by=_DIMS, also=(after,))
    found = list(_changes(tally, before, after, query)) if tally else []
    changes = [*found, *_rest(found, *reports)]
    changes.sort(key=lambda c: (c.month, -abs(c.change), c.provider, c.model or "", c.meter))
    return Repricing(tuple(changes), *reports)


def _changes(tally: Tally, before: Book, after: Book, query: CostQuery) -> Iterator[Change]:
    """The meters whose rate differs, a change a month, model and pair of rates."""
    summarise(tally, by=True)
    quantities: dict[tuple[Any, ...], Decimal | int] = defaultdict(int)
    for dims, old, new, used in _priced_twice(tally, before, after, query):
        for meter, quantity in used.items():
            rates = pricing.rate_of(old, meter), pricing.rate_of(new, meter)
            if quantity and rates[0] != rates[1]:
                quantities[(*dims, meter, *rates)] += quantity
    for (month, provider, model, meter, old, new), quantity in quantities.items():
        number = Decimal(quantity)
        costs = (EXACT.multiply(number, rate or ZERO) for rate in (old, new))
        yield Change(month, provider, model, meter, whole(number), old, new, *costs)


def _priced_twice(
    tally: Tally, before: Book, after: Book, query: CostQuery
) -> Iterator[tuple[tuple[Any, ...], Priced, Priced, Mapping[str, Decimal | int]]]:
    """Each group's rate key with the answers of both books, and its quantities."""
    names = ("requests", *tally.meters)
    keys = (*tally.dims, *RateKey._fields)
    text = sql("summary", keys=", ".join(keys), sums=sums_sql(names), groups=GROUPS)
    rows = ask(tally.con, tally.scope, text)
    split = len(tally.dims), len(keys)
    asked = [RateKey(*row[split[0] : split[1]]) for row in rows]
    found = (
        pricing.priced(book, set(asked), tally.cuts, query.currency, query.exchange)
        for book in (before, after)
    )
    books = [{item.key: item for item in of_book} for of_book in found]
    for row, key in zip(rows, asked, strict=True):
        dims = tuple(label(d, v, query.tz) for d, v in zip(_DIMS, row[: split[0]], strict=True))
        used = {n: v for n, v in zip(names, row[split[1] :], strict=True) if v is not None}
        yield dims, books[0][key], books[1][key], used


def _rest(found: Iterable[Change], before: CostReport, after: CostReport) -> Iterator[Change]:
    """What is left of each month and model's change when its meters' changes are taken off."""
    explained: dict[tuple[str | None, ...], Decimal] = defaultdict(Decimal)
    for change in found:
        key = change.month, change.provider, change.model
        explained[key] = EXACT.add(explained[key], change.change)
    costs = [{row.key: row.cost or ZERO for row in report.rows} for report in (before, after)]
    for key in costs[0] | costs[1]:
        old, new = (cost.get(key, ZERO) for cost in costs)
        rest = EXACT.subtract(EXACT.subtract(new, old), explained[key])
        if rest:
            month, provider, model = key
            yield Change(month or "", provider or "", model, BESIDES, 0, None, None, ZERO, rest)


def difference(found: Repricing) -> Decimal:
    """How much dearer everything would be; it is the sum of the changes."""
    return total(change.change for change in found.changes)
