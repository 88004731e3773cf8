"""How many of the tasks that succeeded a step would have touched."""

from __future__ import annotations

from typing import NamedTuple

from tokenomics.costing.scope import inlined, scope_of, task_sql
from tokenomics.ledger import relation, used_columns
from tokenomics.outcomes.groups import tasks_of
from tokenomics.outcomes.verdicts import VERDICTS
from tokenomics.queries import sql
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import TOUCHED, World

SUCCESSES = "tokenomics_task_successes"


class Touched(NamedTuple):
    """Tasks that succeeded, and those of them of which a call would have been another."""

    tasks: int
    successes: int


def judged(of: Question) -> bool:
    """Write the table SUCCESSES of the question's tasks; False where the ledger has no outcomes."""
    if not used_columns(of.ledger, "outcome"):
        return False
    tasks = tasks_of(
        of.base.con, of.once.relation, of.once.used, of.query._replace(by=()), of.asked,
        outcomes=relation(of.ledger, "outcome"), rules=of.rules,
    )  # fmt: skip
    text = sql("task_successes", verdicts=VERDICTS, conditions=tasks.chosen)
    of.base.con.execute(f"CREATE OR REPLACE TEMP TABLE {SUCCESSES} AS {text}")
    return True


def touched(of: Question, world: World) -> Touched:
    """Of the tasks in SUCCESSES those that the last step touched."""
    base = world.first
    scope = scope_of(base.relation, base.used)
    task = inlined(scope, task_sql(scope, of.query.task_ids))
    calls = base.calls({"task": task}, f"calls.asked AND calls.{TOUCHED}")
    text = sql("touched_successes", successes=SUCCESSES, calls=calls)
    successes, tasks = base.con.execute(text).fetchall()[0]
    return Touched(int(tasks), int(successes))
