"""What outcomes tell of models: judged tasks by feature, model and how much is read.

A task is of the feature and model of the first call that states them, as `quality` counts it, and of
the band of its largest call: a task is hard by the most that it reads, and its calls go together.
What is decided of calls is decided by the band of their task, or by their own where they have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tokenomics.analysis.stakes import ONE_CALL, Base
from tokenomics.books import Book
from tokenomics.books.match import matches
from tokenomics.books.windows import covers
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.scope import bound, calls_sql, dimension_sql, inlined, scope_of, task_sql
from tokenomics.dimensions import dimension
from tokenomics.engine import fill
from tokenomics.ledger import Ledger, relation, used_columns
from tokenomics.outcomes.groups import Asked, Tasks, tasks_of
from tokenomics.outcomes.verdicts import VERDICTS
from tokenomics.overlap import Counted
from tokenomics.queries import sql
from tokenomics.records.meters import IN_CONTEXT
from tokenomics.replaying.holding import BANDS, BOUNDS, NO_TALLY, Tally, added

TASKS = "tokenomics_evidence"
# How many requests a group of calls stands for.
REQUESTS = "sum(calls.requests) AS requests"
_DECISIONS = "tokenomics_decisions_"
_OF_TASK = ("feature", "provider", "model")


class Work(NamedTuple):
    """What a model does: `band` is the place in BANDS of how much it reads. Names are the book's."""

    feature: str
    provider: str
    model: str
    band: int


class Evidence(NamedTuple):
    """Judged tasks by their work; the table TASKS has the band of each task.

    `ids` name the columns of calls that hold a task's id, `at` is the instant by which names are read.
    """

    tallies: Mapping[Work, Tally]
    book: Book
    ids: tuple[str, ...]
    at: datetime

    def named(self, provider: str, model: str) -> tuple[str, str]:
        """The book's name of a provider's model; what it does not know keeps its name."""
        return _named(self.book, provider, model, self.at)

    def tally(self, group: Group, provider: str, model: str) -> Tally:
        """How often a model succeeds in the work of a group of calls."""
        if group.feature is None or group.band is None:
            return NO_TALLY
        work = Work(group.feature, *self.named(provider, model), group.band)
        return self.tallies.get(work, NO_TALLY)


class Group(NamedTuple):
    """Calls of which the same evidence is asked: those that the flag in place `picked` is about."""

    picked: int
    feature: str | None
    provider: str
    model: str | None
    band: int | None


def evidence_of(
    ledger: Ledger,
    once: Counted,
    base: Base,
    query: CostQuery,
    asked: Asked,
    rules: Sequence[Attribution],
) -> Evidence | None:
    """What outcomes tell of the tasks of the period, whatever is filtered; None without any outcome.

    Raises ConfigError as `tasks_of` does.
    """
    if not used_columns(ledger, "outcome"):
        return None
    bare = query._replace(by=_OF_TASK, where=(), per=None, limit=None)
    outcomes = relation(ledger, "outcome")
    tasks = tasks_of(
        base.con, once.relation, once.used, bare, asked, outcomes=outcomes, rules=rules
    )
    _tabulate(tasks)
    at = tasks.times[1]
    tallies: dict[Work, Tally] = {}
    rows = base.con.execute(sql("evidence", tasks=TASKS)).fetchall()
    for feature, provider, model, band, *counts in rows:
        work = Work(feature, *_named(base.book, provider, model, at), band)
        tallies[work] = added(tallies.get(work, NO_TALLY), Tally(*counts))
    return Evidence(tallies, base.book, tuple(query.task_ids), at)


def _tabulate(tasks: Tasks) -> None:
    """Write the table TASKS."""
    read = " + ".join(f"coalesce({n}, 0)" for n in IN_CONTEXT if n in tasks.scope.used) or "0"
    columns = {
        "task": tasks.task,
        "size": f"CASE WHEN grain = 'request' THEN {read} END",
        "model": dimension_sql(tasks.scope, dimension("model")),
    }
    text = sql(
        "evidence_tasks",
        **{name: tasks.said[name] for name in _OF_TASK},
        due=tasks.due,
        band=_band("sized.size"),
        verdicts=VERDICTS,
        calls=calls_sql(tasks.scope, columns),
    )
    tasks.con.execute(f"CREATE OR REPLACE TEMP TABLE {TASKS} AS {text}", bound(tasks.scope, text))


def grouped(
    evidence: Evidence,
    base: Base,
    picks: Sequence[str],
    values: str,
    *,
    of: str = "calls.asked",
    **columns: str,
) -> list[tuple[Group, tuple[Any, ...]]]:
    """The calls that are picked, by what evidence is asked of, with `values` of each group.

    `picks` are SQL of flags of calls that exclude one another, `of` of the calls they are looked for among;
    `values` of aggregates of `columns` (name -> SQL of `calls`) and `requests`.
    """
    mine = {
        "picked": _picked(picks),
        "feature": base.column("feature"),
        "provider": "calls.provider",
        "model": base.model,
        "band": _own_band(base),
        "task": _task(evidence, base),
        "requests": f"coalesce({base.column('requests')}, CASE WHEN {ONE_CALL} THEN 1 ELSE 0 END)",
    }
    some = " OR ".join(f"({pick})" for pick in picks)
    calls = base.calls({**mine, **columns}, f"{of} AND ({some})")
    text = sql("evidence_calls", calls=calls, tasks=TASKS, values=values)
    width = len(Group._fields)
    return [(Group(*row[:width]), row[width:]) for row in base.con.execute(text).fetchall()]


def decided(
    evidence: Evidence, base: Base, picks: Sequence[str], decisions: Mapping[Group, int]
) -> Base:
    """The same calls with a column more, `decision`: what is decided of their group, null where nothing is."""
    table = _decisions(base, decisions)
    bands = range(len(BANDS))
    text = sql(
        "evidence_decided",
        relation=base.relation,
        tasks=TASKS,
        task=_task(evidence, base),
        decisions=table,
        whens=" ".join(f"WHEN {band} THEN decided.d{band}" for band in bands),
        picked=_picked(picks),
        feature=base.column("feature"),
        model=base.model,
        band=_own_band(base),
    )
    return base._replace(relation=f"({text})")


def _decisions(base: Base, decisions: Mapping[Group, int]) -> str:
    """Write a table of what is decided, a row for the bands of a group's work together; its name."""
    rows: dict[Group, dict[int | None, int]] = {}
    for group, decision in sorted(decisions.items()):
        rows.setdefault(group._replace(band=None), {})[group.band] = decision
    bands = range(len(BANDS))
    columns = {
        "picked": "BIGINT",
        **dict.fromkeys(("feature", "provider", "model"), "VARCHAR"),
        **{f"d{band}": "BIGINT" for band in bands},
    }
    listed = [
        (group.picked, group.feature, group.provider, group.model, *map(of.get, bands))
        for group, of in rows.items()
    ]
    # Relations of several parts are read later, each with decisions of its own.
    table = _DECISIONS + hashlib.sha256(repr(listed).encode()).hexdigest()[:16]
    fill(base.con, table, columns, listed)
    return table


def _named(book: Book, provider: str, model: str, at: datetime) -> tuple[str, str]:
    found = [match for match in matches(book, provider, model) if covers(match.window, at)]
    return (found[0].provider, found[0].model) if found else (provider, model)


def _task(evidence: Evidence, base: Base) -> str:
    scope = scope_of(base.relation, base.used)
    return inlined(scope, task_sql(scope, evidence.ids))


def _picked(picks: Sequence[str]) -> str:
    whens = (f"WHEN {pick} THEN {place}" for place, pick in enumerate(picks))
    return f"CASE {' '.join(whens)} END"


def _own_band(base: Base) -> str:
    return f"CASE WHEN {ONE_CALL} THEN {_band(base.total(IN_CONTEXT))} END"


def _band(size: str) -> str:
    whens = (f"WHEN {size} < {bound} THEN {place}" for place, bound in enumerate(BOUNDS))
    return f"(CASE {' '.join(whens)} WHEN {size} IS NOT NULL THEN {len(BOUNDS)} END)"
