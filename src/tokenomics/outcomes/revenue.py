"""Margin: what groups of calls brought in, beside all that they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import Besides, check
from tokenomics.costing.run import costs_of
from tokenomics.dimensions import dimension, of_scope
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.bearing import Borne, Names, borne_by_groups, group_of, summed
from tokenomics.outcomes.currency import all_overheads
from tokenomics.outcomes.groups import Asked, Key, Tasks, tasks_of
from tokenomics.outcomes.overheads import due
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import Converted, convert_at, rates_told
from tokenomics.records.money import ZERO, Money, total
from tokenomics.timezones import from_micros, instant_sql


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
    con: Engine | None = None,
) -> CostReport:
    """The costs of a ledger's calls beside the revenue of the same groups; rows have `revenue`.

    What belongs to no single group is `apart`. Without any revenue there is no margin: `revenue` is
    None. Raises ConfigError for filters and periods of time among the dimensions, and as `costs`
    does.
    """

    def ask(mine: Engine, once: Counted) -> CostReport:
        return margins_of(
            mine, once.relation, once.used, book, query, asked,
            revenues=relation(ledger, "revenue"), outcomes=relation(ledger, "outcome"),
            besides=relation(ledger, "overhead"), charges=charged_once(ledger), rules=rules,
        )  # fmt: skip

    return asked_once(ledger, book, ask, authority=authority, con=con)


def margins_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    revenues: str | None,
    outcomes: str,
    besides: str,
    charges: str,
    rules: Sequence[Attribution] = (),
) -> CostReport:
    """The same of a usage relation; the last four are SQL of FROM items with such records' columns.

    Without `revenues` it is what groups cost alone.
    """
    check(query)
    if query.where or any(dimension(name).part for name in query.by):
        raise ConfigError("--per revenue is by customer, feature and the like, without --where")

    def priced(by: Names) -> CostReport:
        every = query._replace(by=by, per=None, limit=None)
        return costs_of(con, relation, used, book, every, rules=rules)

    def tasks(by: Names) -> Tasks:
        return tasks_of(
            con, relation, used, query._replace(by=by), asked, outcomes=outcomes, rules=rules
        )

    report = priced(query.by)
    more, lacking = all_overheads(con, asked.overheads, query, besides=besides, charges=charges)
    owed = due(more, query.since, query.until)
    borne = borne_by_groups(report, owed, asked, outcomes=outcomes, priced=priced, tasks=tasks)
    if revenues is None:
        told = (*report.remarks, *lacking, *borne.remarks)
        return _joined(report._replace(query=query, remarks=told), {}, borne)
    earned = list(revenues_of(con, revenues, query))
    brought = summed((group_of(each.scope, report.by), each.amount) for each in earned)
    missing = [] if brought else ["no revenue is recorded in this period, so there is no margin"]
    told = (*report.remarks, *lacking, *borne.remarks, *rates_of(earned), *missing)
    return _joined(report._replace(query=query, remarks=told), brought, borne)


def _joined(report: CostReport, brought: Mapping[Key | None, Decimal], borne: Borne) -> CostReport:
    """The report with what each group brought in and bears, and a row for what no group does alone."""

    def beside(row: CostRow, revenue: Decimal | None, besides: Besides) -> CostRow:
        return row._replace(revenue=(revenue or ZERO) if brought else None, besides=besides)

    called = {row.key: row for row in report.rows}
    keys = dict.fromkeys((*called, *borne.by_key, *(key for key in brought if key is not None)))
    rows = [
        beside(
            called.get(key, CostRow(key, 0, {}, ZERO)),
            brought.get(key), borne.by_key.get(key, Besides()),
        )
        for key in keys
    ]  # fmt: skip
    rows.sort(key=lambda row: (-(row.full_cost or ZERO), [(v is None, v or "") for v in row.key]))
    apart = beside(CostRow((), 0, {}, ZERO), brought.get(None), Besides(borne.apart))
    every = [*rows, apart]
    overheads, people = (
        total(part) for part in zip(*(row.besides or Besides() for row in every), strict=True)
    )
    return report._replace(
        rows=tuple(rows[: report.query.limit]),
        row_count=len(rows),
        totals=beside(
            report.totals, total(row.revenue for row in every), Besides(overheads, people)
        ),
        apart=apart if apart.revenue or borne.apart else None,
    )


def revenues_of(con: Engine, revenues: str, query: CostQuery) -> Iterator[Revenue]:
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
        money, when = Money(amount, currency), from_micros(at)
        of = convert_at(query.exchange, money, query.currency, when, "revenue")
        yield Revenue(named, of.money.amount, of)


def rates_of(found: Iterable[Revenue]) -> list[str]:
    """A sentence for each currency that revenue was converted from."""
    return list(
        rates_told("amounts of revenue", (each.of for each in found if each.of is not None))
    )
