"""What became of tasks: their calls put together, their judgements heard, the rules applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from tokenomics.costing.scope import Scope, bound, calls_sql
from tokenomics.engine import Engine
from tokenomics.outcomes.rules import Comparison, Condition, SuccessRule
from tokenomics.queries import literal, sql
from tokenomics.timezones import instant_sql

Period = Literal["first", "last", "outcome"]

TASKS = "tokenomics_tasks"
VERDICTS = "tokenomics_verdicts"
TARGETS = "tokenomics_targets"
_HEARD = "tokenomics_heard"

# What outcomes judge besides tasks, and the columns of calls that hold its id.
_KINDS = {
    "trace": ("trace_id",),
    "session": ("session_id",),
    "request": ("request_id", "response_id"),
}
# What is judged by the ids that other judgements say the task's work has.
_CHANGE = "change"
_SQL = {"!=": "<>"}
_YES, _NO = ("true", "yes"), ("false", "no")


def put_together(con: Engine, scope: Scope, task: str, said: Mapping[str, str]) -> None:
    """Make the table TASKS of the scope's calls.

    `task` is SQL of the task's id, `said` the columns (name -> SQL) that a task has of the first
    of its calls that states them.
    """
    firsts = "".join(f"{first_sql('calls.ts', f'calls.{name}')} AS {name}, " for name in said)
    calls = calls_sql(scope, {"task": task, "ts": "ts", **said})
    text = sql("tasks", calls=calls, firsts=firsts)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {TASKS} AS {text}", bound(scope, text))


def first_sql(at: str, said: str) -> str:
    """SQL of the first value that rows state, of equals the least: order decides nothing."""
    pairs = f"min(struct_pack(at := {at}, said := {said}))"
    return f"struct_extract({pairs} FILTER (WHERE {said} IS NOT NULL), 'said')"


def hear(con: Engine, scope: Scope, task: str, outcomes: str) -> int:
    """Make the table of judgements of the tasks in TASKS; how many are about no task of them.

    `outcomes` is SQL of a FROM item with the columns of outcomes. What judges a trace, session or
    request judges a task where that is a part of one task alone: it is never counted for two. What
    judges a change judges the task of which another judgement says that the change is its own.
    """
    parts = [f"SELECT 'task' AS kind, task AS id, task FROM {TASKS}"]  # noqa: S608
    kinds = values(con, outcomes, "target_kind")
    for kind in sorted(kinds & _KINDS.keys()):
        for column in _KINDS[kind]:
            if column in scope.used:
                calls = calls_sql(scope, {"id": column, "task": task})
                parts.append(sql("targets", kind=literal(kind), calls=calls, outcomes=outcomes))
    text = " UNION ".join(f"({part})" for part in parts)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {TARGETS} AS {text}", bound(scope, text))
    if _CHANGE in kinds:
        con.execute(f"INSERT INTO {TARGETS} {sql('changed', outcomes=outcomes, targets=TARGETS)}")
    heard = sql("heard", outcomes=outcomes, targets=TARGETS)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_HEARD} AS {heard}")
    missed = sql("astray", outcomes=outcomes, targets=TARGETS)
    return int(con.execute(missed).fetchall()[0][0])


def values(con: Engine, outcomes: str, column: str) -> frozenset[str]:
    """What outcomes state in one of their columns."""
    text = sql("outcome_values", outcomes=outcomes, column=column)
    return frozenset(row[0] for row in con.execute(text).fetchall())


def judge(
    con: Engine,
    rules: Sequence[SuccessRule],
    said: Mapping[str, str],
    *,
    columns: Sequence[str],
    now: datetime,
    period: Period = "last",
) -> None:
    """Make the table VERDICTS of TASKS: of the rules the first that picks a task decides.

    `said` are the columns of TASKS by the dimension that a rule picks tasks by, `columns` all.
    `period` says by what a task belongs to a period: a call, or the latest judgement that its rule
    asks for, and without a verdict its last call.
    """
    names = sorted({name for rule in rules for name in rule.when.names})
    places = {name: f"judged.j{index}" for index, name in enumerate(names)}
    judgements = ", ".join(
        f"max(CASE WHEN heard.name = {literal(name)} THEN heard.{part} END) AS j{index}_{part}"
        for index, name in enumerate(names)
        for part in ("at", "label", "value")
    )
    holds = _by_rule(rules, said, [_holds(rule.when, places) for rule in rules], "NULL")
    text = sql(
        "verdicts",
        tasks=TASKS,
        heard=_HEARD,
        columns="".join(f"tasks.{column}, " for column in columns),
        judgements=judgements,
        counts_at=_counts_at(rules, said, places, holds)
        if period == "outcome"
        else f"tasks.{period}",
        holds=holds,
        is_awaited=_by_rule(
            rules,
            said,
            [f"tasks.last >= {instant_sql(now - rule.wait)}" for rule in rules],
            "false",
        ),
        unknown=_by_rule(
            rules,
            said,
            ["'failure'" if rule.unknown == "failure" else "'unknown'" for rule in rules],
            "'unknown'",
        ),
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {VERDICTS} AS {text}")


def _by_rule(
    rules: Sequence[SuccessRule], said: Mapping[str, str], thens: Sequence[str], otherwise: str
) -> str:
    """SQL of what the first rule that picks a task says."""
    whens = [
        f"WHEN {_picks(rule, said)} THEN {then}" for rule, then in zip(rules, thens, strict=True)
    ]
    return f"(CASE {' '.join(whens)} ELSE {otherwise} END)"


def unpicked(con: Engine, rules: Sequence[SuccessRule], said: Mapping[str, str]) -> list[str]:
    """A sentence for each rule that is for some of the tasks in TASKS and that none of them meets."""

    def any_of(conditions: str) -> bool:
        some = f"(SELECT tasks.task AS known FROM {TASKS} AS tasks WHERE {conditions})"  # noqa: S608
        return bool(con.execute(sql("known_values", calls=some, limit="1")).fetchall())

    idle = [rule for rule in rules if rule.where and not any_of(_picks(rule, said))]
    if not idle or not any_of("true"):
        return []
    wheres = (" and ".join(f"{n} = {v!r}" for n, v in rule.where.items()) for rule in idle)
    return [f"[[success]] no task has {where}: the rule decides nothing" for where in wheres]


def _counts_at(
    rules: Sequence[SuccessRule], said: Mapping[str, str], places: Mapping[str, str], holds: str
) -> str:
    """SQL of when a task was judged last; of its last call where that has not decided."""
    asked = [[f"{places[name]}_at" for name in sorted(rule.when.names)] for rule in rules]
    latest = [ats[0] if len(ats) == 1 else f"greatest({', '.join(ats)})" for ats in asked]
    return f"(CASE WHEN {holds} IS NULL THEN tasks.last ELSE {_by_rule(rules, said, latest, 'tasks.last')} END)"


def _picks(rule: SuccessRule, said: Mapping[str, str]) -> str:
    tests = [
        f"tasks.{said[name]} = {literal(value)}" if value else f"tasks.{said[name]} IS NULL"
        for name, value in rule.where.items()
    ]
    return " AND ".join(tests) or "true"


def _holds(when: Condition, places: Mapping[str, str]) -> str:
    """SQL of a condition: true, false, or null where what it asks for was not judged."""
    groups = (" AND ".join(_compared(each, places[each.name]) for each in g) for g in when.groups)
    return " OR ".join(f"({group})" for group in groups)


def _compared(found: Comparison, place: str) -> str:
    label, value = f"nullif({place}_label, 'unknown')", f"{place}_value"
    if isinstance(found.value, bool):
        yes, no = (", ".join(map(literal, words)) for words in (_YES, _NO))
        truth = (
            f"(CASE WHEN {label} IN ({yes}) THEN true WHEN {label} IN ({no}) THEN false"
            f" WHEN {value} = 1 THEN true WHEN {value} = 0 THEN false END)"
        )
        return f"{truth} {_SQL.get(found.operator, '=')} {str(found.value).lower()}"
    if isinstance(found.value, Decimal):
        number = f"coalesce({value}, TRY_CAST({label} AS DOUBLE))"
        operator = _SQL.get(found.operator, found.operator)
        return f"{number} {operator} CAST({literal(str(found.value))} AS DOUBLE)"
    return f"{label} {_SQL.get(found.operator, '=')} {literal(found.value.lower())}"
