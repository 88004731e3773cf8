"""Usage by meter and price: the finest parts of a cost that are a quantity times one rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics import pricing
from tokenomics.books import Book, MeterRate
from tokenomics.costing.answer import CostQuery, check
from tokenomics.costing.coverage import by_key
from tokenomics.costing.others import PREFIX
from tokenomics.costing.rate_table import STATED
from tokenomics.costing.rows import label
from tokenomics.costing.scope import Attribution, calls_sql, scope_of
from tokenomics.costing.tally import GROUPS, Tally, ask, summarise, sums_sql, tally_of, whole
from tokenomics.costing.volumes import graduated, volumes_of
from tokenomics.dimensions import Dimension
from tokenomics.engine import Engine
from tokenomics.pricing import Priced
from tokenomics.queries import sql
from tokenomics.rate_keys import RateKey
from tokenomics.records.meters import is_token
from tokenomics.records.money import EXACT, ZERO

_KEYS = RateKey._fields


class Slice(NamedTuple):
    """A quantity of one meter at one rate, of one value of each dimension.

    `meter` is what was used, `other:NAME` where the meter table does not know it, and None for the whole of
    buckets that cost what their source states: `stated` is that, and `quantity` their tokens. `rate` is None where
    there is none, `listed` is what the other book asks. `found` is the rate with its meter and window,
    None where nothing is charged.
    """

    key: tuple[str | None, ...]
    at: RateKey
    meter: str | None
    quantity: Decimal | int
    rate: Decimal | None
    listed: Decimal | None
    found: MeterRate | None = None
    unit: str | None = None
    stated: Decimal = ZERO

    @property
    def cost(self) -> Decimal | None:
        """What it costs; None where it has no rate."""
        if self.meter is None:
            return self.stated
        return None if self.rate is None else EXACT.multiply(Decimal(self.quantity), self.rate)


def slices_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    books: tuple[Book, Book],
    query: CostQuery,
    dims: Sequence[Dimension],
    *,
    rules: Sequence[Attribution] = (),
) -> list[Slice]:
    """The slices of a usage relation by some dimensions, at the rates of the first book.

    `listed` is of the second book, before prices by quantity. The costs of all slices sum exactly to what
    `costs_of` reports. Raises as `costs_of` does.
    """
    check(query)
    book, other = books
    scope = scope_of(
        relation, used, since=query.since, until=query.until, where=query.where, rules=rules, by=dims
    )  # fmt: skip
    tally = tally_of(con, scope, book, query, by=dims, also=(other,))
    if tally is None:
        return []
    volumes = volumes_of(tally, book, query)
    quantities = by_key(summarise(tally, by=True))
    found = pricing.priced(book, quantities, tally.cuts, query.currency, query.exchange)
    found = graduated(found, quantities, tally, volumes).found
    listed = pricing.priced(other, quantities, tally.cuts, query.currency, query.exchange)
    answers = {
        mine.key: (mine, its) for mine, its in zip(found, listed, strict=True)
    }  # of one order, which is that of the quantities
    return [*_of_table(tally, dims, query, answers), *_of_others(tally, dims, query, answers)]


_Answers = Mapping[RateKey, tuple[Priced, Priced]]


def _of_table(
    tally: Tally, dims: Sequence[Dimension], query: CostQuery, answers: _Answers
) -> Iterator[Slice]:
    """The slices of meters that the meter table knows."""
    names = ("requests", *tally.meters)
    summed = (*names, STATED) if STATED in tally.columns else names
    keys = ", ".join((*tally.dims, *_KEYS))
    for row in ask(tally.con, tally.scope, sql("summary", keys=keys, sums=sums_sql(summed), groups=GROUPS)):  # fmt: skip
        key, at, values = _parted(row, dims, query)
        used = {name: whole(n) for name, n in zip(names, values, strict=False) if n}
        if answers[at][0].as_stated:
            tokens = sum(n for name, n in used.items() if is_token(name))
            yield Slice(key, at, None, tokens, None, None, stated=values[len(names)] or ZERO)
            continue
        for name, quantity in used.items():
            yield _slice(key, at, name, quantity, answers[at])


def _of_others(
    tally: Tally, dims: Sequence[Dimension], query: CostQuery, answers: _Answers
) -> Iterator[Slice]:
    """The slices of meters that a source names and the meter table does not know."""
    if "other" not in tally.scope.used:
        return
    names = (*tally.dims, *_KEYS)
    columns = {**{name: tally.columns[name] for name in names}, "item": "unnest(other)"}
    keys = ", ".join(f"calls.{name}" for name in names)
    text = sql("other_slices", keys=keys, calls=calls_sql(tally.scope, columns))
    for row in ask(tally.con, tally.scope, text):
        key, at, (meter, unit, quantity) = _parted(row, dims, query)
        if quantity and not answers[at][0].as_stated:
            yield _slice(key, at, meter, whole(quantity), answers[at])._replace(
                meter=f"{PREFIX}{meter}", unit=unit
            )


def _parted(
    row: tuple[Any, ...], dims: Sequence[Dimension], query: CostQuery
) -> tuple[tuple[str | None, ...], RateKey, tuple[Any, ...]]:
    """A row's values of the dimensions, its rate key, and the rest."""
    cut = len(dims), len(dims) + len(_KEYS)
    key = tuple(label(d, v, query.tz) for d, v in zip(dims, row[: cut[0]], strict=True))
    return key, RateKey(*row[cut[0] : cut[1]]), row[cut[1] :]


def _slice(
    key: tuple[str | None, ...],
    at: RateKey,
    meter: str,
    quantity: Decimal | int,
    answer: tuple[Priced, Priced],
) -> Slice:
    mine, its = answer
    listed = None if its.as_stated else pricing.rate_of(its, meter)
    found = mine.quote.rates.get(meter) if at.billable else None
    return Slice(key, at, meter, quantity, pricing.rate_of(mine, meter), listed, found)
