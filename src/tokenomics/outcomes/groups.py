"""Tasks prepared in the engine: put together, judged, and chosen by a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast

from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.rows import label
from tokenomics.costing.scope import ALWAYS, Scope, dimension_sql, scope_of, task_sql
from tokenomics.costing.tally import part_sql
from tokenomics.dimensions import Dimension, dimension, filterable
from tokenomics.engine import Engine
from tokenomics.outcomes.rules import SuccessRule
from tokenomics.outcomes.stated import Stated
from tokenomics.outcomes.verdicts import (
    TARGETS,
    VERDICTS,
    Period,
    hear,
    judge,
    put_together,
    unpicked,
)
from tokenomics.queries import literal, sql
from tokenomics.records import words
from tokenomics.timezones import from_micros, instant_sql, stretches, zone

VERDICT = Dimension("verdict", ("verdict",), "What became of the task.")

Key = tuple[str | None, ...]


class Asked(NamedTuple):
    """What a question about successes needs besides the question.

    `period` says by what a task belongs to a period, unless the question does. `hourly` is what an hour of people's time
    costs, None where it is not counted; `overheads` are those that the configuration states.
    """

    rules: tuple[SuccessRule, ...]
    now: datetime
    period: Period = "last"
    hourly: Decimal | None = None
    overheads: tuple[Stated, ...] = ()


class Spent(NamedTuple):
    """Minutes of people's time on tasks: all, and of them those of rework.

    `reviews` and `reworks` are how often somebody stated minutes of either, `mended` the tasks with any
    of rework.
    """

    minutes: Decimal
    rework: Decimal
    reviews: int
    reworks: int
    mended: int


class Tasks(NamedTuple):
    """Judged tasks, by dimensions of theirs: those of the question first, then those of scopes.

    `chosen` is SQL of which of them are asked for, `due` of which belong to the period, whatever
    the filters say. `by` are the question's own dimensions, `times` the first and last instant by
    which a task belongs to a period. `astray` judgements are about no task of them, `idle` says
    which rules pick none of them.
    """

    con: Engine
    scope: Scope
    task: str
    said: Mapping[str, str]
    dims: tuple[Dimension, ...]
    by: tuple[Dimension, ...]
    chosen: str
    due: str
    times: tuple[datetime, datetime]
    astray: int
    idle: Sequence[str]

    @property
    def used(self) -> frozenset[str]:
        """The columns that hold anything, those of tasks too."""
        return self.scope.used | {"task_id", "task_at", "verdict", *self.said.values()}

    def calls(self, chosen: str) -> str:
        """SQL of the calls with the columns of their task, where it is chosen."""
        kept = sorted((self.scope.used | ALWAYS) - {"task_id"})
        text = sql(
            "task_calls",
            columns=", ".join(f"records.{name}" for name in kept),
            said="".join(f"verdicts.{column}, " for column in self.said.values()),
            relation=self.scope.relation,
            verdicts=VERDICTS,
            conditions=chosen,
            task=self.task,
        )
        return f"({text})"


def tasks_of(  # noqa: PLR0913
    con: Engine,
    relation: str,
    used: frozenset[str],
    query: CostQuery,
    asked: Asked,
    *,
    outcomes: str,
    scopes: Sequence[str] | None = None,
    rules: Sequence[Attribution] = (),
) -> Tasks:
    """The tasks of a usage relation, judged.

    Where costs are shared out, `scopes` are the names of the dimensions that confine them: tasks are
    then told apart by these and by the question's filters too.
    """
    by = [dimension(name) for name in query.by]
    filters = [name.removesuffix("!") for name, _ in query.where]
    picked = [*filters, *(scopes or ()), *(name for rule in asked.rules for name in rule.where)]
    facts = list(dict.fromkeys([*(d for d in by if not d.part), *map(filterable, picked)]))
    said = {d.name: f"said{index}" for index, d in enumerate(facts)}
    scope = scope_of(relation, used, rules=rules, by=facts)
    task = task_sql(scope, query.task_ids)
    put_together(con, scope, task, {said[d.name]: dimension_sql(scope, d) for d in facts})
    astray = hear(con, scope, task, outcomes)
    by_name = {name: said[filterable(name).name] for name in picked}
    judge(
        con, asked.rules, by_name,
        columns=tuple(said.values()), now=asked.now,
        period=cast("Period", query.task_period or asked.period),
    )  # fmt: skip
    due = list(_due(query))
    apart = () if scopes is None else map(filterable, (*scopes, *filters))
    dims = dict.fromkeys([*by, *apart])
    return Tasks(
        con, scope, task, said,
        dims=tuple(_of_task(d, said) for d in dims),
        by=tuple(by),
        chosen=" AND ".join([*due, *_filtered(query, by_name)]) or "true",
        due=" AND ".join(due) or "true",
        times=_times(con, asked.now),
        astray=astray,
        idle=unpicked(con, asked.rules, by_name),
    )  # fmt: skip


def _times(con: Engine, now: datetime) -> tuple[datetime, datetime]:
    text = sql("span", relation=f"(SELECT counts_at AS ts FROM {VERDICTS})")  # noqa: S608
    first, last = con.execute(text).fetchall()[0]
    return (now, now) if first is None else (from_micros(first), from_micros(last))


def _due(query: CostQuery) -> Iterator[str]:
    """SQL of which tasks belong to the period: conditions on the table of verdicts, `chosen`."""
    if query.since is not None:
        yield f"chosen.counts_at >= {instant_sql(query.since)}"
    if query.until is not None:
        yield f"chosen.counts_at < {instant_sql(query.until)}"


def _filtered(query: CostQuery, said: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys(name for name, _ in query.where):
        column = f"chosen.{said[name.removesuffix('!')]}"
        either = " OR ".join(
            f"{column} = {literal(value)}" if value else f"{column} IS NULL"
            for other, value in query.where
            if other == name
        )
        yield f"(({either}) IS NOT TRUE)" if name.endswith("!") else f"({either})"


def _of_task(found: Dimension, said: Mapping[str, str]) -> Dimension:
    """The dimension as a task has it, rather than each of its calls."""
    column = "task_at" if found.part else said[found.name]
    return found._replace(columns=(column,), default=None, tag=None)


NO_TASK = "no call states a task: set task.id to the columns that name one"


def has_tasks(tasks: Tasks) -> bool:
    """Whether any call, of whatever period, is of a task."""
    return bool(numbers(tasks, "true", "UTC"))


def has_untasked(tasks: Tasks) -> bool:
    """Whether any call, of whatever period, is of no task."""
    some = f"(SELECT 'none' AS known FROM {tasks.scope.relation} AS records WHERE {tasks.task} IS NULL)"  # noqa: S608
    return bool(tasks.con.execute(sql("known_values", calls=some, limit="1")).fetchall())


def astray_words(tasks: Tasks) -> Iterator[str]:
    """A sentence about judgements that are about none of the tasks, where there are any."""
    if tasks.astray:
        yield f"{words.many(tasks.astray, 'outcome')} of no task that is known, or of several: not counted"


def numbers(tasks: Tasks, chosen: str, tz: str) -> dict[Key, int]:
    """How many of the chosen tasks there are, by their dimensions and their verdict."""
    rows = _by_group(tasks, "task_counts", chosen, tz)
    return {key: int(number) for key, (number,) in rows}


def spent(tasks: Tasks, outcomes: str, tz: str) -> dict[Key, Spent]:
    """What people spent on the chosen tasks, by their dimensions and their verdict."""
    rows = _by_group(tasks, "minutes", tasks.chosen, tz, outcomes=outcomes, targets=TARGETS)
    return {
        key: Spent(Decimal(both), Decimal(rework), *map(int, counts))
        for key, (both, rework, *counts) in rows
    }


def minutes(tasks: Tasks, outcomes: str, tz: str) -> dict[Key, Decimal]:
    """Minutes that people spent on the chosen tasks, by their dimensions and their verdict."""
    return {key: each.minutes for key, each in spent(tasks, outcomes, tz).items()}


def dims_sql(tasks: Tasks, tz: str) -> list[str]:
    """SQL of the dimensions of tasks in the table of verdicts, `chosen`."""
    pieces = stretches(zone(tz), *tasks.times)
    return [
        part_sql(d, "chosen.counts_at", pieces) if d.part else f"chosen.{d.columns[0]}"
        for d in tasks.dims
    ]


def _by_group(
    tasks: Tasks, name: str, chosen: str, tz: str, **parts: str
) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    columns = dims_sql(tasks, tz)
    text = sql(
        name,
        columns="".join(f"{column} AS d{index}, " for index, column in enumerate(columns)),
        dimensions="".join(f"tasks.d{index}, " for index in range(len(columns))),
        verdicts=VERDICTS,
        conditions=chosen,
        **parts,
    )
    for row in tasks.con.execute(text).fetchall():
        raw, (verdict, *figures) = row[: len(columns)], row[len(columns) :]
        key = tuple(label(d, v, tz) for d, v in zip(tasks.dims, raw, strict=True))
        yield (*key, verdict), tuple(figures)
