"""Cost per success: everything spent on a group's tasks, divided by those that succeeded.

A task is all calls with its id. It belongs to the group of the first of its calls that states one,
whatever became of it later, and to the period of its last call. So a cheap model's group carries
the tries that failed and the dear model that was asked in the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import check
from tokenomics.costing.rows import label
from tokenomics.costing.run import costs_by
from tokenomics.costing.scope import NULL, Scope, column_sql, dimension_sql, scope_of
from tokenomics.costing.tally import part_sql
from tokenomics.costing.tasks import OPEN, counts_of
from tokenomics.dimensions import Dimension, dimension, filterable
from tokenomics.engine import connect, duckdb
from tokenomics.ledger import Ledger, relation, used_columns
from tokenomics.outcomes.rules import SuccessRule, rules_of, unheard
from tokenomics.outcomes.verdicts import VERDICTS, hear, judge, put_together, values
from tokenomics.overlap import Authority, counted
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.kinds import USAGE
from tokenomics.records.money import plain, ratio, total
from tokenomics.timezones import instant_sql, stretches, zone

TASK_IDS = ("task_id", "trace_id", "session_id")
Period = Literal["first", "last"]

_ALWAYS = frozenset(column.name for column in USAGE.columns if column.required)


class Asked(NamedTuple):
    """What a question about successes needs besides the question.

    `ids` are the columns that name a call's task, the first that a call has. `period` says by
    which of its calls a task belongs to a period.
    """

    rules: tuple[SuccessRule, ...]
    now: datetime
    ids: tuple[str, ...] = TASK_IDS
    period: Period = "last"


def asked_of(config: Config, now: datetime) -> Asked:
    """What a configuration says of tasks and successes.

    Raises ConfigError for a column that names no task, or a rule that cannot be read.
    """
    for name in config.task.id:
        if name not in USAGE.names:
            raise ConfigError(f"task.id: {unknown('column', name, USAGE.names)}")
    return Asked(rules_of(config), now, config.task.id, config.task.period)


def successes(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> CostReport:
    """The costs of a ledger's tasks and of their successes; rows have `tasks`.

    Filters pick tasks, by what groups them. Raises as `costs` does.
    """
    stored, used = relation(ledger, "usage"), used_columns(ledger, "usage")
    mine = con or connect(allowed=[Path(ledger.path)])
    try:
        once = counted(mine, stored, used, book, authority=authority)
        report = successes_of(
            mine, once.relation, once.used, book, query, asked,
            outcomes=relation(ledger, "outcome"), rules=rules,
        )  # fmt: skip
        overlaps = report.coverage._replace(overlaps=once.overlaps)
        return report._replace(coverage=overlaps)
    finally:
        if con is None:
            mine.close()


def successes_of(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    relation: str,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    outcomes: str,
    rules: Sequence[Attribution] = (),
) -> CostReport:
    """The same of a usage relation; `outcomes` is SQL of a FROM item with the outcomes' columns."""
    check(query)
    dims = [dimension(name) for name in query.by]
    filters = [name.removesuffix("!") for name, _ in query.where]
    picked = [*filters, *(name for rule in asked.rules for name in rule.where)]
    facts = [*(d for d in dims if not d.part), *map(filterable, picked)]
    said = {d.name: f"said{index}" for index, d in enumerate(dict.fromkeys(facts))}
    scope = scope_of(relation, used, rules=rules, by=facts)
    task = _task_sql(scope, asked.ids)
    columns = {said[d.name]: dimension_sql(scope, d) for d in dict.fromkeys(facts)}
    put_together(con, scope, task, columns)
    astray = hear(con, scope, task, outcomes)
    by_name = {name: said[filterable(name).name] for name in picked}
    judge(con, asked.rules, by_name, columns=tuple(columns), now=asked.now)
    chosen = " AND ".join(_chosen(query, by_name, asked.period)) or "true"
    calls = _with_tasks(scope, task, said, chosen)
    own = [_of_task(d, said) for d in dims]
    report = costs_by(
        con, calls, used | {"task_id", "task_last", "verdict", *said.values()}, book,
        query._replace(since=None, until=None, where=(("task!", ""),), per=None, limit=None),
        dims=[*own, Dimension("verdict", ("verdict",), "What became of the task.")],
    )  # fmt: skip
    counts = _counts(con, own, chosen, query.tz, report)
    outside = costs_by(
        con, calls, used | {"untasked"}, book, query._replace(by=(), per=None, limit=None),
        dims=[Dimension("untasked", ("untasked",), "Calls of no task.")], rules=rules,
    )  # fmt: skip
    notes = [
        *_untasked(outside),
        *_astray(astray),
        *unheard(asked.rules, values(con, outcomes, "name")),
    ]
    return _folded(report, query, dims, counts)._replace(remarks=tuple(notes))


def _task_sql(scope: Scope, ids: Sequence[str]) -> str:
    present = [column_sql(scope, name) for name in ids if name in scope.used]
    return f"coalesce({', '.join(present)})" if present else NULL


def _chosen(query: CostQuery, said: Mapping[str, str], period: Period) -> Iterator[str]:
    """SQL of which tasks are asked for: conditions on the table of verdicts, named `chosen`."""
    if query.since is not None:
        yield f"chosen.{period} >= {instant_sql(query.since)}"
    if query.until is not None:
        yield f"chosen.{period} < {instant_sql(query.until)}"
    for name in dict.fromkeys(name for name, _ in query.where):
        column = f"chosen.{said[name.removesuffix('!')]}"
        either = " OR ".join(
            f"{column} = {literal(value)}" if value else f"{column} IS NULL"
            for other, value in query.where
            if other == name
        )
        yield f"(({either}) IS NOT TRUE)" if name.endswith("!") else f"({either})"


def _with_tasks(scope: Scope, task: str, said: Mapping[str, str], chosen: str) -> str:
    """SQL of the calls with their task's columns."""
    kept = sorted((scope.used | _ALWAYS) - {"task_id"})
    text = sql(
        "task_calls",
        columns=", ".join(f"records.{name}" for name in kept),
        said="".join(f"verdicts.{column}, " for column in said.values()),
        relation=scope.relation,
        verdicts=VERDICTS,
        conditions=chosen,
        task=task,
    )
    return f"({text})"


def _of_task(found: Dimension, said: Mapping[str, str]) -> Dimension:
    """The dimension as a task has it, rather than each of its calls."""
    column = "task_last" if found.part else said[found.name]
    return found._replace(columns=(column,), default=None, tag=None)


Counts = Mapping[tuple[str | None, ...], Mapping[str, int]]


def _counts(
    con: duckdb.DuckDBPyConnection,
    dims: Sequence[Dimension],
    chosen: str,
    tz: str,
    report: CostReport,
) -> Counts:
    """The number of chosen tasks by their dimensions and verdicts; () holds all of them."""
    if report.first is None or report.last is None:
        return {}
    pieces = stretches(zone(tz), report.first, report.last)
    parts = [
        part_sql(d, "chosen.last", pieces) if d.part else f"chosen.{d.columns[0]}" for d in dims
    ]
    text = sql(
        "task_counts",
        columns="".join(f"{part} AS d{index}, " for index, part in enumerate(parts)),
        dimensions="".join(f"tasks.d{index}, " for index in range(len(dims))),
        verdicts=VERDICTS,
        conditions=chosen,
    )
    found: dict[tuple[str | None, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for *raw, verdict, number in con.execute(text).fetchall():
        key = tuple(label(d, value, tz) for d, value in zip(dims, raw, strict=True))
        for at in {key, ()}:
            found[at][verdict] += int(number)
    return found


def _folded(
    report: CostReport, query: CostQuery, dims: Sequence[Dimension], counts: Counts
) -> CostReport:
    """The report with the verdicts of each group in one row."""
    groups: dict[tuple[str | None, ...], list[CostRow]] = defaultdict(list)
    for row in report.rows:
        groups[row.key[:-1]].append(row)
    rows = [_joined(key, parts, counts, query.per) for key, parts in groups.items()]
    rows.sort(key=lambda row: _order(row, dims))
    totals = _joined((), list(report.rows), counts, query.per)
    return report._replace(
        query=query,
        by=tuple(d.name for d in dims),
        rows=tuple(rows[: query.limit]),
        row_count=len(rows),
        unpriced_count=sum(row.has_unpriced for row in rows),
        totals=report.totals._replace(
            counted=totals.counted, counted_cost=totals.counted_cost, unit_cost=totals.unit_cost,
            unit_unpriced=totals.unit_unpriced, tasks=totals.tasks,
        ),
    )  # fmt: skip


def _joined(
    key: tuple[str | None, ...], parts: Sequence[CostRow], counts: Counts, per: str | None
) -> CostRow:
    """One row of a group from one a verdict."""
    sums: dict[str, Decimal | int] = defaultdict(int)
    for row in parts:
        for meter, quantity in row.meters.items():
            sums[meter] += quantity
    closed = [row for row in parts if row.key[-1] != OPEN]
    tasks = counts_of(counts.get(key, {}), _cost(closed))
    per_success = per == "success"
    spent, number = (
        (tasks.closed_cost, tasks.successes) if per_success else (_cost(parts), tasks.tasks)
    )
    return CostRow(
        key=key,
        requests=sum(row.requests for row in parts),
        meters=dict(sums),
        cost=_cost(parts),
        has_unpriced=any(row.has_unpriced for row in parts),
        counted=number,
        counted_cost=spent,
        unit_cost=ratio(spent, number) if spent is not None and number else None,
        unit_unpriced=any(row.has_unpriced for row in (closed if per_success else parts)),
        tasks=tasks,
    )


def _cost(rows: Sequence[CostRow]) -> Decimal | None:
    priced = [row.cost for row in rows if row.cost is not None]
    return total(priced) if priced or not rows else None


def _order(row: CostRow, dims: Sequence[Dimension]) -> tuple[Any, ...]:
    """Times ascending, then the dearest first, then by key; what is not there last."""
    times = [value or "" for d, value in zip(dims, row.key, strict=True) if d.part]
    cost = row.cost if row.cost is not None else Decimal("-Infinity")
    return (*times, -cost, *((value is None, value or "") for value in row.key))


def _untasked(report: CostReport) -> Iterator[str]:
    for row in report.rows:
        if row.key != (None,):
            cost = (
                "nothing priced"
                if row.cost is None
                else f"{plain(row.cost)} {report.query.currency}"
            )
            yield f"calls of no task are in no cost per task or success: {row.requests:,}, {cost}"


def _astray(number: int) -> Iterator[str]:
    if number:
        yield f"{number:,} outcome{'' if number == 1 else 's'} of no task that is known, or of several: not counted"
