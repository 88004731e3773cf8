"""Margin: what groups of calls brought in beside what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import check
from tokenomics.costing.run import costs_of
from tokenomics.dimensions import dimension, of_scope
from tokenomics.engine import duckdb
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.overheads import Overhead, due, overheads
from tokenomics.outcomes.stated import drawn
from tokenomics.overlap import Authority, Counted
from tokenomics.queries import literal, sql
from tokenomics.records import words
from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import Converted, convert, day_of, rates_told
from tokenomics.records.money import ZERO, Money, total
from tokenomics.timezones import from_micros, instant_sql

Key = tuple[str | None, ...]


class Revenue(NamedTuple):
    """Money of a period that belongs to a scope: dimension's name -> value.

    `of` says what it was converted from, None where it was in the report's currency.
    """

    scope: Mapping[str, str]
    amount: Decimal
    of: Converted | None = None


def margins(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> CostReport:
    """The costs of a ledger's calls beside the revenue of the same groups; rows have `revenue`.

    Revenue belongs to a group where its scope says so by every dimension of the question; what
    does not say so is told apart. Without any there is no margin: `revenue` is None. Overheads are in
    no margin, which is said. Raises ConfigError for filters and periods of time among the
    dimensions, and as `costs` does.
    """

    def ask(mine: duckdb.DuckDBPyConnection, once: Counted) -> CostReport:
        told = relation(ledger, "revenue")
        report = margins_of(mine, once.relation, once.used, book, query, revenues=told, rules=rules)
        if report.totals.revenue is None:
            return report
        of_config, lacking = drawn(mine, asked.overheads, relation(ledger, "charge"), query)
        more = [*overheads(mine, relation(ledger, "overhead")), *of_config]
        notes = (*report.remarks, *lacking, *_left_out(more, query))
        return report._replace(remarks=notes)

    return asked_once(ledger, book, ask, authority=authority, con=con)


def margins_of(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    revenues: str,
    rules: Sequence[Attribution] = (),
) -> CostReport:
    """The same of a usage relation; `revenues` is SQL of a FROM item with revenue's columns."""
    check(query)
    by = tuple(dimension(name) for name in query.by)
    if query.where or any(found.part for found in by):
        raise ConfigError("--per revenue is by customer, feature and the like, without --where")
    report = costs_of(con, relation, used, book, query._replace(per=None, limit=None), rules=rules)
    earned = list(revenues_of(con, revenues, query))
    brought, apart = _by_key(tuple(d.name for d in by), earned)
    if not brought and apart is None:
        missing = "no revenue is recorded in this period, so there is no margin"
        return report._replace(
            query=query, rows=report.rows[: query.limit], remarks=(*report.remarks, missing)
        )
    rows = [row._replace(revenue=brought.pop(row.key, ZERO)) for row in report.rows]
    rows += [CostRow(key, 0, {}, ZERO, revenue=amount) for key, amount in brought.items()]
    rows.sort(key=lambda row: (-(row.cost or ZERO), [(v is None, v or "") for v in row.key]))
    notes = (
        [f"revenue that belongs to no single group: {words.amount(apart, query.currency)}"]
        if apart
        else []
    )
    return report._replace(
        query=query,
        rows=tuple(rows[: query.limit]),
        row_count=len(rows),
        totals=report.totals._replace(revenue=total((*(row.revenue for row in rows), apart))),
        remarks=(*report.remarks, *notes, *rates_of(earned)),
    )


def revenues_of(
    con: duckdb.DuckDBPyConnection, revenues: str, query: CostQuery
) -> Iterator[Revenue]:
    """The revenue of the question's period by its scope, in the question's currency.

    What is in another one is converted at the rate of its day. Raises PriceError where none is known.
    """
    edges = [
        *([f"revenues.ts >= {instant_sql(query.since)}"] if query.since else []),
        *([f"revenues.ts < {instant_sql(query.until)}"] if query.until else []),
    ]
    is_foreign = f"revenues.currency <> {literal(query.currency)}"
    text = sql(
        "revenues",
        revenues=revenues,
        at=f"CASE WHEN {is_foreign} THEN epoch_us(revenues.ts) END",
        conditions=" AND ".join(edges) or "true",
    )
    for currency, at, scope, amount in con.execute(text).fetchall():
        named = {of_scope(name).name: value for name, value in (scope or {}).items()}
        if at is None:
            yield Revenue(named, amount)
            continue
        day = day_of(query.exchange, from_micros(at))
        of = convert(query.exchange, Money(amount, currency), query.currency, day, "revenue")
        yield Revenue(named, of.money.amount, of)


def rates_of(found: Iterable[Revenue]) -> list[str]:
    """A sentence for each currency that revenue was converted from."""
    return list(
        rates_told("amounts of revenue", (each.of for each in found if each.of is not None))
    )


def _by_key(
    by: Sequence[str], found: Iterable[Revenue]
) -> tuple[dict[Key, Decimal], Decimal | None]:
    """The revenue of each group, and what belongs to none of them alone, None where nothing does."""
    of_group: dict[Key, Decimal] = {}
    apart: Decimal | None = None
    for each in found:
        if each.scope.keys() >= set(by):
            key = tuple(each.scope[name] for name in by)
            of_group[key] = total((of_group.get(key), each.amount))
        else:
            apart = total((apart, each.amount))
    return of_group, apart


def _left_out(more: Sequence[Overhead], query: CostQuery) -> Iterator[str]:
    """What margins do not have: they are of the cost of calls."""
    amounts: dict[str, Decimal] = {}
    for each, amount in due(more, query.since, query.until):
        amounts[each.currency] = total((amounts.get(each.currency), amount))
    if amounts:
        spent = " and ".join(words.amount(value, name) for name, value in amounts.items())
        yield f"margins are after the cost of calls alone: {spent} of overheads are in none"
