"""What was metered, as it is compared: by day, provider, model, meter and tier, at the book's prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing.keyed import Keyed
from tokenomics.engine import Engine
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import RateKey
from tokenomics.reconciling.lines import model_of
from tokenomics.reconciling.sides import STANDARD, Amount, Group, Way

_NOTHING = Amount(Fraction(), Fraction())


class Metered(NamedTuple):
    """What a group used of a meter at a tier; its cost is None where it has no price.

    `key` has the values of the dimensions that usage is told apart by besides; `on_capacity` says that
    it was of provisioned capacity.
    """

    group: Group
    way: Way
    amount: Amount
    key: tuple[str | None, ...] = ()
    on_capacity: bool = False


def metered(con: Engine, kept: Keyed, book: Book) -> list[Metered]:
    """The billable usage of a report by day, by the meter whose rate each meter is charged at.

    A `kept` report is by day first, and by other dimensions that are no time. So reasoning is output
    where that is what it costs, as bills have it.
    """
    if kept.cuts is None:
        return []
    dims, keys = len(kept.dims), RateKey._fields
    text = sql(
        "keyed_days", keys=", ".join((*kept.dims, *keys)), kept=kept.table,
        sums=", ".join(f"sum({name}) AS {name}" for name in kept.meters),
    )  # fmt: skip
    sums: dict[tuple[Group, Way, tuple[str | None, ...]], Amount] = defaultdict(lambda: _NOTHING)
    for at, *row in con.execute(text).fetchall():
        values, of, used = (
            row[: dims - 1],
            row[dims - 1 :][: len(keys)],
            row[dims - 1 + len(keys) :],
        )
        item = kept.answers[RateKey(*of)]
        if item.key.billable:
            group = _group(date.fromordinal(at + 1), item, book)  # as timezones counts days
            for way, amount in _amounts(item, zip(kept.meters, used, strict=True)):
                place = group, way, tuple(values)
                sums[place] = sums[place].plus(amount)
    return [Metered(group, way, amount, key) for (group, way, key), amount in sums.items()]


def _group(at: date, item: Priced, book: Book) -> Group:
    provider = book.names.get(item.key.provider.lower(), item.key.provider)
    return Group(at, provider, model_of(book, provider, item.key.model))


def _amounts(
    item: Priced, used: Iterable[tuple[str, Decimal | int | None]]
) -> Iterable[tuple[Way, Amount]]:
    tier = item.key.service_tier or STANDARD
    for meter, quantity in used:
        if meter == "requests" or not quantity:
            continue
        found = item.quote.rates.get(meter)
        rate = None if found is None else Fraction(found.rate.rate)
        amount = Fraction(quantity)
        name = meter if found is None else found.rate.meter
        yield Way(name, tier), Amount(amount, None if rate is None else amount * rate)
