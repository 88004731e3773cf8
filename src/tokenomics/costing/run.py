"""From usage and prices to a cost report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics import pricing
from tokenomics.books import Book
from tokenomics.costing import counts, coverage, shares
from tokenomics.costing.answer import PER, CostQuery, CostReport, CostRow, check
from tokenomics.costing.coverage import Effect, Sum, Touched
from tokenomics.costing.each import price_each
from tokenomics.costing.graduation import widened
from tokenomics.costing.keyed import Keyed, keep
from tokenomics.costing.others import price_others, unpriced_others
from tokenomics.costing.rows import read_rows
from tokenomics.costing.scope import Attribution, scope_of, stored_sql
from tokenomics.costing.tally import Loaded, Tally, load, price, summarise, tally_of
from tokenomics.costing.volumes import graduated, volumes_of
from tokenomics.dimensions import Dimension, dimension
from tokenomics.engine import Engine
from tokenomics.ledger import NOTHING, Known, Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, Overlap, counted
from tokenomics.pricing import Priced
from tokenomics.rate_keys import RateKey
from tokenomics.records.money import ZERO

# Columns of the table EACH: name -> dimension, or the name of a column of records.
Columns = Mapping[str, Dimension | str]
NO_COLUMNS: Columns = {}


def costs(
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> CostReport:
    """The costs of a ledger's usage, in which no call counts twice.

    `rules` attribute calls at query time, `authority` names the sources to believe.

    Raises ConfigError for an unknown dimension, time zone or unit, PriceError for a price
    in another currency, InputError for quantities too great to be exact.
    """
    # Two sources may date one call on both sides of the period's ends.
    used = usage_of(ledger).used
    since, until = widened(book, used, query.since, query.until)
    stored = usage_of(ledger, since=_moved(since, -1), until=_moved(until, 1))
    mine = con or engine_of(ledger)
    try:
        once = counted(mine, stored.relation, used, book, authority=authority, known=stored.known)
        known = (
            stored.known if once.relation == stored.relation else NOTHING._replace(kept=once.kept)
        )
        report = costs_of(mine, once.relation, once.used, book, query, rules=rules, known=known)
        return of_ledger(report, ledger, once.overlaps)
    finally:
        if con is None:
            mine.close()


def _moved(at: datetime | None, days: int) -> datetime | None:
    return at + timedelta(days=days) if at else None


def of_ledger(report: CostReport, ledger: Ledger, overlaps: tuple[Overlap, ...]) -> CostReport:
    """The report of a ledger's usage, told which rows were refused and which sources overlap."""
    rejects = sum(file.rows for file in ledger.files if file.kind == "reject")
    cover = report.coverage._replace(overlaps=overlaps, rejects=rejects)
    return report._replace(coverage=cover)


def costs_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    known: Known = NOTHING,
) -> CostReport:
    """The costs of a usage relation: `relation` is SQL of a FROM item with the usage columns.

    `used` names the columns that hold anything, `known` tells what holds of all rows. Raises as `costs` does.
    """
    check(query)
    dims = [dimension(name) for name in query.by]
    return costs_by(con, relation, used, book, query, dims=dims, rules=rules, known=known)


def costs_by(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    dims: Sequence[Dimension],
    rules: Sequence[Attribution] = (),
    known: Known = NOTHING,
    times: tuple[datetime, datetime] | None = None,
    each: Columns = NO_COLUMNS,
) -> CostReport:
    """The same by dimensions that need not be of the record: the relation has their columns.

    `times` are the first and last instant of those of time, where they are not the record's own.
    Where there are columns `each`, the table EACH is made of them too, as `costs_each` makes it.
    """
    scope = scope_of(
        relation,
        used,
        since=query.since,
        until=query.until,
        where=query.where,
        rules=rules,
        by=[*dims, *_dims_of(each)],
        known=known,
    )
    tally = tally_of(con, scope, book, query, by=[*dims, *_dims_of(each)], times=times)
    if tally is None:
        return _empty(query, dims)
    expressions = _expressions(tally, each, tally.dims[len(dims) :])
    return _report(tally._replace(dims=tally.dims[: len(dims)]), book, query, dims, expressions)


def costs_each(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    columns: Columns,
    *,
    rules: Sequence[Attribution] = (),
) -> CostReport:
    """The costs of a usage relation altogether, and of each record in the engine's table EACH.

    `columns` are those that the table has besides what a record cost: name -> dimension, or the
    name of a column of records, null where no record states it. The table is not made where there
    are no records.
    """
    dims = _dims_of(columns)
    scope = scope_of(
        relation, used, since=query.since, until=query.until, where=query.where, rules=rules,
        by=dims,
    )  # fmt: skip
    tally = tally_of(con, scope, book, query, by=dims)
    if tally is None:
        return _empty(query, ())
    expressions = _expressions(tally, columns, tally.dims)
    whole = _rated(tally._replace(dims=()), book, query, by=True)
    price_each(whole.tally, whole.rates, expressions)
    return _answered(whole, query, (), few=True)


def _dims_of(columns: Columns) -> list[Dimension]:
    return [found for found in columns.values() if isinstance(found, Dimension)]


def _expressions(tally: Tally, columns: Columns, dims: Sequence[str]) -> dict[str, str]:
    """SQL of each column of EACH; `dims` are the tally's names of those that are dimensions."""
    of_dims = iter(dims)
    return {
        name: stored_sql(tally.scope, found)
        if isinstance(found, str)
        else tally.columns[next(of_dims)]
        for name, found in columns.items()
    }


def costs_keyed(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    table: str,
    *,
    rules: Sequence[Attribution] = (),
) -> Keyed:
    """The costs of a usage relation by the query's dimensions, none of them a time, and the usage behind them.

    The usage is kept in the engine's `table` with the rates it is charged, as `keyed.cells` reads it.
    """
    check(query)
    dims = [dimension(name) for name in query.by]
    scope = scope_of(
        relation, used, since=query.since, until=query.until, where=query.where, rules=rules,
        by=dims,
    )  # fmt: skip
    tally = tally_of(con, scope, book, query, by=dims)
    if tally is None:
        return Keyed(_empty(query, dims), table)
    whole = _rated(tally, book, query, by=True)
    # The rows stay in the engine, where there may be very many.
    report = _answered(whole, query._replace(limit=1), dims, few=True)
    report = report._replace(query=query, rows=())
    keep(tally, table)
    answers = {item.key: item for item in whole.found}
    return Keyed(report, table, tally.dims, ("requests", *tally.meters), answers, tally.cuts)


def no_costs(query: CostQuery) -> CostReport:
    """The answer to a question that is about no calls."""
    return _empty(query, ())


def _empty(query: CostQuery, dims: Sequence[Dimension]) -> CostReport:
    nothing = coverage.coverage_of([], [], Touched({}, 0, 0), straddling=0)
    nobody = (0, ZERO) if query.per and PER[query.per] else (None, None)
    totals = CostRow((), 0, {}, ZERO, False, *nobody)
    by = tuple(d.name for d in dims)
    return CostReport(query, by, (), 0, 0, totals, (), nothing, None, None)


class _Rated(NamedTuple):
    """A tally with its rates in the engine, ready to be multiplied."""

    tally: Tally
    sums: list[Sum]
    quantities: Mapping[RateKey, Mapping[str, Decimal | int]]
    found: Sequence[Priced]
    effects: tuple[Effect, ...]
    rates: Loaded


def _rated(tally: Tally, book: Book, query: CostQuery, *, by: bool) -> _Rated:
    """The book's answers for a tally's rate keys, as tables; summed by dimensions too, where `by`."""
    volumes = volumes_of(tally, book, query)
    sums = summarise(tally, by=by)
    quantities = coverage.by_key(sums)
    found = pricing.priced(book, quantities, tally.cuts, query.currency, query.exchange)
    found, effects = graduated(found, quantities, tally, volumes)
    return _Rated(tally, sums, quantities, found, effects, load(tally, found, quantities))


def _report(
    tally: Tally,
    book: Book,
    query: CostQuery,
    dims: Sequence[Dimension],
    each: Mapping[str, str],
) -> CostReport:
    unit = shares.unit_sql(tally.scope, query)
    tally = shares.parted(tally, unit) if unit else tally
    few = not any(d.many for d in dims)
    whole = _rated(tally, book, query, by=few)
    if each:
        price_each(whole.tally, whole.rates, each)
    return _answered(whole, query, dims, few=few)


def _answered(of: _Rated, query: CostQuery, dims: Sequence[Dimension], *, few: bool) -> CostReport:
    tally, unit = of.tally, shares.unit_sql(of.tally.scope, query)
    price(tally, of.rates, by=few)
    has_others = "other" in tally.scope.used
    if has_others:
        price_others(tally, of.rates.same)
    others = unpriced_others(tally) if has_others else {}
    touched = counts.touched(tally, of.found, of.quantities, of.rates.same, others=bool(others))
    missing = pricing.gaps(of.found, of.quantities)
    tally, stated = shares.joined(tally) if unit else (tally, {})
    read = read_rows(tally, query, dims, has_others=has_others, stated=stated)
    return CostReport(
        query=query,
        by=tuple(d.name for d in dims),
        rows=read.rows,
        row_count=read.row_count,
        unpriced_count=read.unpriced_count,
        totals=read.totals,
        unpriced=coverage.unpriced_of(missing, of.quantities, others, touched, of.found),
        coverage=coverage.coverage_of(
            of.sums, of.found, touched, straddling=counts.straddling(tally, dims)
        )._replace(graduated=of.effects),
        first=tally.first,
        last=tally.last,
    )
