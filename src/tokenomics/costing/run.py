"""From usage and prices to a cost report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tokenomics import pricing
from tokenomics.books import Book
from tokenomics.costing import counts, coverage, shares
from tokenomics.costing.answer import PER, CostQuery, CostReport, CostRow, check
from tokenomics.costing.coverage import Touched
from tokenomics.costing.graduation import widened
from tokenomics.costing.others import price_others, unpriced_others
from tokenomics.costing.rows import read_rows
from tokenomics.costing.scope import Attribution, scope_of
from tokenomics.costing.tally import (
    Tally,
    price,
    summarise,
    tally_of,
)
from tokenomics.costing.volumes import graduated, volumes_of
from tokenomics.dimensions import Dimension, dimension
from tokenomics.engine import connect, duckdb
from tokenomics.ledger import NOTHING, Known, Ledger, known_of, relation, used_columns
from tokenomics.overlap import Authority, Overlap, counted
from tokenomics.records.money import ZERO


def costs(
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> CostReport:
    """The costs of a ledger's usage, in which no call counts twice.

    `rules` attribute calls at query time, `authority` names the sources to believe.

    Raises ConfigError for an unknown dimension, time zone or unit, PriceError for a price
    in another currency, InputError for quantities too great to be exact.
    """
    # Two sources may date one call on both sides of the period's ends.
    used = used_columns(ledger, "usage")
    since, until = widened(book, used, query.since, query.until)
    found = relation(ledger, "usage", since=_moved(since, -1), until=_moved(until, 1))
    rejects = sum(file.rows for file in ledger.files if file.kind == "reject")
    mine = con or connect(allowed=[Path(ledger.path)])
    try:
        once = counted(mine, found, used, book, authority=authority)
        known = known_of(ledger, "usage") if once.relation == found else NOTHING
        report = costs_of(
            mine, once.relation, once.used, book, query, rules=rules, rejects=rejects, known=known
        )
        return _with_overlaps(report, once.overlaps)
    finally:
        if con is None:
            mine.close()


def _moved(at: datetime | None, days: int) -> datetime | None:
    return at + timedelta(days=days) if at else None


def _with_overlaps(report: CostReport, overlaps: tuple[Overlap, ...]) -> CostReport:
    return report._replace(coverage=report.coverage._replace(overlaps=overlaps))


def costs_of(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    rejects: int = 0,
    known: Known = NOTHING,
) -> CostReport:
    """The costs of a usage relation: `relation` is SQL of a FROM item with the usage columns.

    `used` names the columns that hold anything; `rejects` is the number of refused rows to
    show, `known` what holds of all rows. Raises as `costs` does.
    """
    check(query)
    dims = [dimension(name) for name in query.by]
    return costs_by(
        con, relation, used, book, query, dims=dims, rules=rules, rejects=rejects, known=known
    )


def costs_by(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    dims: Sequence[Dimension],
    rules: Sequence[Attribution] = (),
    rejects: int = 0,
    known: Known = NOTHING,
    times: tuple[datetime, datetime] | None = None,
) -> CostReport:
    """The same by dimensions that need not be of the record: the relation has their columns.

    `times` are the first and last instant of those of time, where they are not the record's own.
    """
    scope = scope_of(
        relation,
        used,
        since=query.since,
        until=query.until,
        where=query.where,
        rules=rules,
        by=dims,
        known=known,
    )
    tally = tally_of(con, scope, book, query, by=dims, times=times)
    return (
        _empty(query, dims, rejects)
        if tally is None
        else _report(tally, book, query, dims, rejects=rejects)
    )


def _empty(query: CostQuery, dims: Sequence[Dimension], rejects: int) -> CostReport:
    nothing = coverage.coverage_of([], [], Touched({}, 0, 0), straddling=0, rejects=rejects)
    nobody = (0, ZERO) if query.per and PER[query.per] else (None, None)
    totals = CostRow((), 0, {}, ZERO, False, *nobody)
    by = tuple(d.name for d in dims)
    return CostReport(query, by, (), 0, 0, totals, (), nothing, None, None)


def _report(
    tally: Tally, book: Book, query: CostQuery, dims: Sequence[Dimension], *, rejects: int
) -> CostReport:
    unit = shares.unit_sql(tally.scope, query)
    tally = shares.parted(tally, unit) if unit else tally
    few = not any(d.many for d in dims)
    volumes = volumes_of(tally, book, query)
    sums = summarise(tally, by=few)
    quantities = coverage.by_key(sums)
    found = pricing.priced(book, quantities, tally.cuts, query.currency)
    found, effects = graduated(found, quantities, tally, volumes)
    missing = pricing.gaps(found, quantities)
    same = price(tally, found, quantities, by=few)
    has_others = "other" in tally.scope.used
    if has_others:
        price_others(tally, same)
    others = unpriced_others(tally) if has_others else {}
    touched = counts.touched(tally, found, quantities, same, others=bool(others))
    tally, stated = shares.joined(tally) if unit else (tally, {})
    read = read_rows(tally, query, dims, has_others=has_others, stated=stated)
    return CostReport(
        query=query,
        by=tuple(d.name for d in dims),
        rows=read.rows,
        row_count=read.row_count,
        unpriced_count=read.unpriced_count,
        totals=read.totals,
        unpriced=coverage.unpriced_of(missing, quantities, others, touched, found),
        coverage=coverage.coverage_of(
            sums, found, touched, straddling=counts.straddling(tally, dims), rejects=rejects
        )._replace(graduated=effects),
        first=tally.first,
        last=tally.last,
    )
