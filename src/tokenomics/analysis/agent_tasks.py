"""Agents' calls put together in the engine: threads of one context, steps, tasks, and their groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tokenomics.analysis.calls import Calls, task_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.each import EACH
from tokenomics.costing.rows import ordering
from tokenomics.costing.run import costs_each
from tokenomics.costing.scope import bound, calls_sql, scope_of, task_sql
from tokenomics.costing.tally import part_sql
from tokenomics.dimensions import Dimension, dimension
from tokenomics.outcomes.verdicts import Period, first_sql
from tokenomics.queries import sql
from tokenomics.records.meters import BY_NAME, IN_CONTEXT, METERS, is_token, is_whole
from tokenomics.timezones import from_micros, instant_sql, stretches, zone

# What providers' own tools are billed by: their uses, not the tokens that they bring.
TOOLS: tuple[str, ...] = tuple(m.name for m in METERS if m.unit in {"call", "session"})
TOKENS: tuple[str, ...] = tuple(m for m in BY_NAME if is_token(m) and is_whole(BY_NAME[m]))
# The tag by which the logs of coding agents tell a sub-agent's calls from the session's own.
AGENT = dimension("tag:agent")

_CALLS = "tokenomics_agent_calls"
_PRICED = "tokenomics_agent_priced"
_FEES = "tokenomics_agent_fees"
_THREADS = "tokenomics_agent_threads"
_STEPS = "tokenomics_agent_steps"
_TASKS = "tokenomics_agent_tasks"
_ROWS = "tokenomics_agent_rows"
_DEAREST = "CASE WHEN groups.all_priced THEN groups.all_cost END"

_EPOCH = from_micros(0)

Key = tuple[Any, ...]
Figures = Mapping[str, Any]


class Groups(NamedTuple):
    """Figures by the raw values of dimensions, `row_count` being all that there are."""

    rows: tuple[tuple[Key, Figures], ...]
    row_count: int


class Tables(NamedTuple):
    """Tables of calls and tasks in the engine, by dimensions d0, d1 and so on.

    `period` says by which of its calls a task has its time, `cut` tasks have calls outside the period too; `has_agents` says whether any call of a task
    states an agent.
    """

    calls: Calls
    dims: tuple[Dimension, ...]
    period: Period
    cut: int
    has_agents: bool


def columns_of(query: CostQuery, used: frozenset[str]) -> dict[str, Dimension | str]:
    """The columns of calls that are needed, as `priced_calls` takes them."""
    dims = {f"c{i}": d for i, d in enumerate(map(dimension, query.by)) if not d.part}
    meters = {name: name for name in (*TOKENS, *TOOLS) if name in used}
    tools = {"record_id": "record_id"} if used.intersection(TOOLS) else {}
    return {
        **dims,
        "task": task_of(query),
        "agent": AGENT,
        "step": "step",
        "person": dimension("user"),
        "ts": "ts",
        "grain": "grain",
        "source_line": "source_line",
        **meters,
        **tools,
    }


def tabulate(
    calls: Calls, book: Book, query: CostQuery, period: Period, rules: Sequence[Attribution]
) -> Tables:
    """Make the tables of priced calls that have `columns_of`; by `period` tasks have their time."""
    dims = tuple(map(dimension, query.by))
    report = calls.report
    pieces = stretches(zone(query.tz), report.first or _EPOCH, report.last or _EPOCH)
    has_tools = bool(calls.found.used.intersection(TOOLS))
    if has_tools:
        _tabulate_fees(calls, book, query, rules)
    used = [name for name in TOKENS if name in calls.found.used]
    own = [part_sql(d, "calls.ts", pieces) if d.part else f"calls.c{i}" for i, d in enumerate(dims)]
    text = sql(
        "agent_calls",
        dimensions=_named(own),
        tokens=_sum(used),
        context=_sum([name for name in used if name in IN_CONTEXT]),
        tools=_sum([name for name in TOOLS if name in calls.found.used]),
        fees="fees.fees" if has_tools else "CAST(NULL AS DECIMAL(38,18))",
        each=_PRICED if has_tools else EACH,
        besides=f"LEFT JOIN {_FEES} AS fees ON fees.record_id = calls.record_id"
        if has_tools
        else "",
    )
    calls.con.execute(f"CREATE OR REPLACE TEMP VIEW {_CALLS} AS {text}")
    _tabulate_tasks(calls, dims, ["" if d.part is None else _time(d, period, pieces) for d in dims])
    agents = calls.con.execute(f"SELECT count(agent) FROM {_THREADS}").fetchall()[0][0]  # noqa: S608
    return Tables(calls, dims, period, _cut(calls, query, rules), bool(agents))


def _time(found: Dimension, period: Period, pieces: Any) -> str:
    return part_sql(found, "tasks.began" if period == "first" else "tasks.ended", pieces)


def _tabulate_fees(
    calls: Calls, book: Book, query: CostQuery, rules: Sequence[Attribution]
) -> None:
    """What tools cost, by pricing all calls again as if they had used none."""
    calls.con.execute(f"DROP TABLE IF EXISTS {_PRICED}")
    calls.con.execute(f"ALTER TABLE {EACH} RENAME TO {_PRICED}")
    used = calls.found.used - set(TOOLS)
    costs_each(
        calls.con, calls.found.relation, used, book, query, {"record_id": "record_id"}, rules=rules
    )
    tools = _sum([name for name in TOOLS if name in calls.found.used])
    _make(calls, _FEES, sql("agent_fees", each=_PRICED, without=EACH, tools=tools))


def _tabulate_tasks(calls: Calls, dims: Sequence[Dimension], times: Sequence[str]) -> None:
    facts = [f"d{i}" for i, d in enumerate(dims) if not d.part]
    firsts = "".join(
        f"min(calls.ts) FILTER (WHERE calls.{name} IS NOT NULL) AS {name}_at,"
        f" {first_sql('calls.ts', f'calls.{name}')} AS {name}, "
        for name in facts
    )
    _make(calls, _THREADS, sql("agent_threads", calls=_CALLS, firsts=firsts))
    _make(calls, _STEPS, sql("agent_steps", calls=_CALLS))
    text = sql(
        "agent_tasks",
        threads=_THREADS,
        steps=_STEPS,
        firsts="".join(
            f"{first_sql(f'threads.{name}_at', f'threads.{name}')} AS {name}, " for name in facts
        ),
        dimensions=_named([time or f"tasks.d{i}" for i, time in enumerate(times)]),
    )
    _make(calls, _TASKS, text)


def _cut(calls: Calls, query: CostQuery, rules: Sequence[Attribution]) -> int:
    """How many tasks have calls outside the period that the query confines them to."""
    outside = [
        *([f"calls.ts < {instant_sql(query.since)}"] if query.since else []),
        *([f"calls.ts >= {instant_sql(query.until)}"] if query.until else []),
    ]
    if not outside:
        return 0
    scope = scope_of(calls.found.relation, calls.found.used, where=query.where, rules=rules)
    every = calls_sql(scope, {"task": task_sql(scope, query.task_ids), "ts": "ts"})
    text = sql("agent_cut", calls=every, tasks=_TASKS, outside=" OR ".join(outside))
    return int(calls.con.execute(text, bound(scope, text)).fetchall()[0][0])


def groups(tables: Tables, *, by: bool, limit: int | None = None) -> Groups:
    """The figures of each group, or of everything unless `by`, in the order of reports."""
    names = [f"d{i}" for i in range(len(tables.dims) if by else 0)]
    listed = "".join(f"{name}, " for name in names)
    grouping = f"GROUP BY {', '.join(str(i + 1) for i in range(len(names)))}" if names else ""
    # Calls of a task are where the task is.
    placed = {
        "dimensions": _named(
            [f"CASE WHEN tasks.task IS NULL THEN calls.{n} ELSE tasks.{n} END" for n in names]
        ),
        "calls": _CALLS,
        "joined": f"LEFT JOIN {_TASKS} AS tasks ON tasks.task = calls.task" if names else "",
    }
    rows = sql("agent_rows", dimensions=listed, tasks=_TASKS, grouping=grouping)
    _make(tables.calls, _ROWS, rows)
    tails = sql(
        "agent_tails",
        dimensions="".join(f"tasks.{name}, " for name in names),
        ranked_dimensions=listed,
        partition=f"PARTITION BY {', '.join(f'tasks.{name}' for name in names)}" if names else "",
        tasks=_TASKS,
        rows=_ROWS,
        same=_same("tasks", "ranks", names),
        grouping=grouping,
    )
    page = sql(
        "agent_page",
        dimensions="".join(f"groups.{name}, " for name in names),
        groups=sql("agent_groups", grouping=grouping, **placed),
        hours=sql("agent_hours", listed=listed, grouping=grouping, **placed),
        rows=_ROWS,
        tails=tails,
        same_hours=_same("groups", "hours", names),
        same_rows=_same("groups", "ranks", names),
        same_tails=_same("groups", "tails", names),
        ordering=ordering(
            [f"groups.{name}" for name in names], tables.dims[: len(names)], _DEAREST, limit
        ),
    )
    found = tables.calls.con.execute(page)
    heads = [column[0] for column in found.description or ()]
    kept = [i for i, head in enumerate(heads) if head not in names]
    read = [
        (tuple(row[: len(names)]), {heads[i]: row[i] for i in kept}) for row in found.fetchall()
    ]
    return Groups(tuple(read), read[0][1]["row_count"])


def _same(one: str, other: str, names: Sequence[str]) -> str:
    tests = (f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in names)
    return " AND ".join(tests) or "true"


def _make(calls: Calls, table: str, text: str) -> None:
    calls.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")


def _named(expressions: Sequence[str]) -> str:
    return "".join(f"{expression} AS d{i}, " for i, expression in enumerate(expressions))


def _sum(meters: Sequence[str]) -> str:
    """SQL of the sum of a call's meters, null where it states none of them."""
    if not meters:
        return "CAST(NULL AS BIGINT)"
    stated = ", ".join(f"calls.{name}" for name in meters)
    added = " + ".join(f"coalesce(calls.{name}, 0)" for name in meters)
    return f"CASE WHEN coalesce({stated}) IS NULL THEN NULL ELSE {added} END"
