"""What is measured of groups of judged tasks in the engine: how sure a cost per success is, and how long calls take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from tokenomics.analysis import blocks
from tokenomics.analysis.intervals import Drawn, Interval, bootstrap
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.costing.each import EACH
from tokenomics.costing.rows import label
from tokenomics.outcomes.groups import Asked, Tasks, dims_sql
from tokenomics.outcomes.verdicts import TARGETS, VERDICTS
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, total

# Groups of which intervals are told. Nobody reads more rows, and each takes a hundredth of a second or two.
MOST_GROUPS = 500
# Fewer tasks than this, drawn again, tell of themselves alone.
LEAST_TASKS = 10

# What is to be known of each call: its task and the milliseconds that it took.
CALLS = {"task": "task_id", "latency": "latency_ms"}

TASKS = "tokenomics_quality_tasks"
# SQL of those that are closed, with 1 where one succeeded.
CLOSED = (
    "(SELECT tasks.*, CASE WHEN tasks.verdict = 'success' THEN 1 ELSE 0 END AS successes"  # noqa: S608
    f" FROM {TASKS} AS tasks WHERE tasks.verdict <> 'open')"
)

Key = tuple[str | None, ...]


class Measured(NamedTuple):
    """How sure a group's cost per success is, and the milliseconds that calls take: the median, and 95 %."""

    cost: Interval
    p50: int | None
    p95: int | None


def measured(
    tasks: Tasks, query: CostQuery, asked: Asked, report: CostReport, *, outcomes: str
) -> dict[Key, Measured]:
    """What is measured of a report's groups by their keys, of all tasks by the empty one.

    `report` is that of the tasks, by the query; their calls are in the table EACH with the columns CALLS. `outcomes` is SQL of a FROM item with the columns of outcomes.
    """
    if report.first is None:
        return {}
    tabulate(tasks, query, outcomes)
    groups = [report.totals, *report.rows[:MOST_GROUPS]]
    wanted = {row.key for row in groups}
    of_groups = {
        key: drawn
        for by in (False, True)
        for key, drawn in _blocks(tasks, query, asked, wanted, by=by).items()
    }
    times = {**_times(tasks, query, by=False), **_times(tasks, query, by=True)}
    sure = {row.key: _interval(row, of_groups.get(row.key, ())) for row in groups}
    unsure = Interval(None, None)
    keys = [(), *(row.key for row in report.rows)]
    return {key: Measured(sure.get(key, unsure), *times.get(key, (None, None))) for key in keys}


def tabulate(tasks: Tasks, query: CostQuery, outcomes: str) -> None:
    """Write the table TASKS of chosen tasks, of whose calls the table EACH has the columns CALLS."""
    columns = dims_sql(tasks, query.tz)[: len(tasks.by)]
    minutes = sql(
        "minutes", dimensions="tasks.task, ", columns="", verdicts=VERDICTS, targets=TARGETS,
        outcomes=outcomes, conditions=tasks.chosen,
    )  # fmt: skip
    text = sql(
        "quality_tasks",
        listed="".join(f"chosen.d{index}, " for index in range(len(columns))),
        columns="".join(f"{column} AS d{index}, " for index, column in enumerate(columns)),
        verdicts=VERDICTS,
        conditions=tasks.chosen,
        each=EACH,
        minutes=minutes,
    )
    tasks.con.execute(f"CREATE OR REPLACE TEMP TABLE {TASKS} AS {text}")


def _blocks(
    tasks: Tasks, query: CostQuery, asked: Asked, wanted: AbstractSet[Key], *, by: bool
) -> Mapping[Key, Sequence[Drawn]]:
    """Tasks as they are drawn, by group: of the groups that are wanted."""
    names = _names(tasks, by=by)
    text = blocks.query(CLOSED, names)
    found: dict[Key, list[Drawn]] = {}
    for key, (cost, minutes, successes) in _read(tasks, query, text, names):
        if key in wanted:
            drawn = blocks.drawn(cost, minutes, successes, asked.hourly)
            found.setdefault(key, []).append(drawn)
    return found


def _times(tasks: Tasks, query: CostQuery, *, by: bool) -> Mapping[Key, tuple[int, int]]:
    """The median and the 95th percentile of the milliseconds that calls take, by group."""
    if "latency_ms" not in tasks.used:
        return {}
    names = _names(tasks, by=by)
    text = sql(
        "quality_latency",
        dimensions="".join(f"tasks.{name}, " for name in names),
        each=EACH,
        tasks=TASKS,
        grouping=f"GROUP BY {', '.join(f'tasks.{name}' for name in names)}" if names else "",
    )
    return {key: (p50, p95) for key, (p50, p95) in _read(tasks, query, text, names)}


def _names(tasks: Tasks, *, by: bool) -> list[str]:
    return [f"d{index}" for index in range(len(tasks.by) if by else 0)]


def _read(
    tasks: Tasks, query: CostQuery, text: str, names: Sequence[str]
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    # Groups have many rows each.
    keys: dict[tuple[Any, ...], Key] = {}
    for row in tasks.con.execute(text).fetchall():
        raw = row[: len(names)]
        if raw not in keys:
            of_dims = zip(tasks.dims, raw, strict=False)
            keys[raw] = tuple(label(d, value, query.tz) for d, value in of_dims)
        yield keys[raw], row[len(names) :]


def _interval(row: CostRow, drawn: Sequence[Drawn]) -> Interval:
    """How sure a group's cost per success is; what it bears of overheads is spent whichever tasks come."""
    counts = row.tasks
    if counts is None or counts.closed_cost is None:
        return Interval(None, None)
    closed = counts.tasks - counts.open
    if closed < LEAST_TASKS:
        return Interval(None, None)
    own = total(task.cost for task in drawn)
    return bootstrap(blocks.padded(drawn, closed), EXACT.subtract(counts.closed_cost, own))
