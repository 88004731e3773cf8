"""What AI costs altogether, layer by layer: tokens, tools, overheads by name, people's time.

It shows what share of it tokens are at all, and keeps running costs apart from amortised ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import LAYER, check
from tokenomics.costing.run import costs_of
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.currency import all_overheads
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.labour import labour_cost
from tokenomics.outcomes.overheads import Overhead, due
from tokenomics.outcomes.stated import Drawn, Stated, bill_values
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.queries import literal, sql
from tokenomics.records import meters
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT, ZERO, total
from tokenomics.timezones import instant_sql

TOKENS, TOOLS, PEOPLE = "tokens", "tools", "people"
# Amazon's service that agents run on; a tag of its lines says which part of it.
AGENTS, _PART = "Amazon Bedrock AgentCore", "tag:agentcore"


def layers(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> CostReport:
    """The layers of a ledger's cost in a period, the dearest first.

    Raises ConfigError where the question has a filter or a unit, for overheads belong to no single
    call, and as `costs` does.
    """

    def ask(mine: Engine, once: Counted) -> CostReport:
        return layers_of(
            mine, once.relation, once.used, book, query, asked,
            outcomes=relation(ledger, "outcome"), besides=relation(ledger, "overhead"),
            charges=charged_once(ledger), rules=rules,
        )  # fmt: skip

    return asked_once(ledger, book, ask, authority=authority, con=con)


def layers_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    outcomes: str,
    besides: str,
    charges: str,
    rules: Sequence[Attribution] = (),
) -> CostReport:
    """The same of a usage relation; `outcomes`, `besides`, `charges` are SQL of such records."""
    check(query)
    if query.where or query.per:
        raise ConfigError(
            "--by layer is about everything that a period cost: leave out --where and --per"
        )
    report, called = called_of(con, relation, used, book, query, rules=rules)
    drawn = (*asked.overheads, *agents_of(con, charges, asked.overheads))
    more, lacking = all_overheads(con, drawn, query, besides=besides, charges=charges)
    rows = [
        *called,
        *_besides(more, query),
        *_people(con, outcomes, query, asked.hourly),
    ]
    rows.sort(key=lambda row: (-(row.cost or ZERO), row.key))
    costs = [row.cost for row in rows if row.cost is not None]
    return report._replace(
        query=query,
        by=(LAYER,),
        rows=tuple(rows[: query.limit]),
        row_count=len(rows),
        unpriced_count=sum(row.has_unpriced for row in rows),
        totals=report.totals._replace(cost=total(costs) if costs else None),
        remarks=(*report.remarks, *lacking),
    )


def agents_of(con: Engine, charges: str, stated: Sequence[Stated]) -> Iterator[Drawn]:
    """What bills charge for running agents, a layer for each part; none where one is stated of them."""
    if any(isinstance(each, Drawn) and each.charges.get("service") == AGENTS for each in stated):
        return
    of_agents = f"(SELECT * FROM {charges} AS lines WHERE lines.service = {literal(AGENTS)})"  # noqa: S608
    for part in bill_values(con, of_agents, _PART):
        picked = {"service": AGENTS, _PART: part}
        yield Drawn(f"AgentCore {part}", "opex", {}, "requests", picked, "billed_cost")


def called_of(
    con: Engine,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
) -> tuple[CostReport, list[CostRow]]:
    """What the calls of a query cost altogether, and the layers of that alone: tokens and tools."""
    every = query._replace(by=(), per=None, limit=None)
    report = costs_of(con, relation, used, book, every, rules=rules)
    # Without the columns of tokens nothing but tools is priced.
    tools = costs_of(con, relation, used - _tokens(), book, every, rules=rules).totals
    return report, list(_called(report.totals, tools))


def _tokens() -> frozenset[str]:
    return frozenset(name for name in meters.NAMES if meters.is_token(name))


def _called(whole: CostRow, tools: CostRow) -> Iterator[CostRow]:
    """The calls' cost: what is not of tools is of tokens."""
    used = {name: n for name, n in whole.meters.items() if meters.is_token(name)}
    fees = {name: n for name, n in whole.meters.items() if not meters.is_token(name)}
    spent = tools.cost if fees else ZERO
    rest = None if whole.cost is None else EXACT.subtract(whole.cost, spent or ZERO)
    if used or not fees:
        yield CostRow((TOKENS,), whole.requests, used, rest, whole.has_unpriced)
    if fees:
        yield CostRow((TOOLS,), 0, fees, spent, tools.has_unpriced)


def _besides(more: Sequence[Overhead], query: CostQuery) -> Iterator[CostRow]:
    """A row for each name and nature of overheads that cost anything in the period."""
    amounts: dict[str, Decimal] = {}
    for found, amount in due(more, query.since, query.until):
        name = f"{found.name} ({found.nature})"
        amounts[name] = total((amounts.get(name), amount))
    yield from (CostRow((name,), 0, {}, amount) for name, amount in amounts.items() if amount)


def _people(
    con: Engine, outcomes: str, query: CostQuery, hourly: Decimal | None
) -> Iterator[CostRow]:
    """What review and rework cost, where an hour has a price."""
    text = sql("labour", outcomes=outcomes, conditions=_period(query.since, query.until))
    minutes = Decimal(con.execute(text).fetchall()[0][0])
    if cost := labour_cost(minutes, hourly):
        yield CostRow((PEOPLE,), 0, {}, cost)


def _period(since: datetime | None, until: datetime | None) -> str:
    edges = [
        *([f"spent.at >= {instant_sql(since)}"] if since else []),
        *([f"spent.at < {instant_sql(until)}"] if until else []),
    ]
    return " AND ".join(edges) or "true"
