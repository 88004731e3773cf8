"""What agents' tasks take: loops, growing contexts, steps, tools, sub-agents and hours.

A task is all calls with its id, as far as the question's period and filters let them in. It belongs
to the group of the first of its calls that states one, and in time to its last call, unless the
configuration says its first.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tokenomics.analysis.agent_tasks import Figures, Key, Tables, columns_of, groups, tabulate
from tokenomics.analysis.agent_words import remarks, sentences
from tokenomics.analysis.calls import priced_calls
from tokenomics.analysis.listing import Column, Listing, Value, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.answer import check
from tokenomics.costing.rows import label
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, usage_of
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority
from tokenomics.records.money import ZERO, ratio

KIND, TITLE = "agents", "Agents"
COLUMNS: tuple[Column, ...] = (
    Column("requests", "count", "Calls, those of no task too."),
    Column("tokens", "count", "Tokens of all kinds that they state, cached ones too."),
    Column("cost", "part", "What they cost."),
    Column("tasks", "count", "Tasks: the calls with one id."),
    Column("task_requests", "count", "Calls of tasks.", head="calls of tasks"),
    Column("task_cost", "money", "What the calls of tasks cost.", head="cost of tasks"),
    Column("steps", "count", "Steps that calls of tasks state; the same name in two tasks is two."),
    Column("requests_per_task", "number", "Calls of a task, on average.", head="calls per task"),
    Column("tokens_per_request", "number", "Tokens of a call, on average.", head="tokens per call"),
    Column("tokens_per_step", "number", "Tokens of the calls that state a step, per step."),
    Column("tokens_per_task", "number", "Tokens of a task, on average."),
    Column("cost_per_request", "money", "Cost of a call, on average.", head="cost per call"),
    Column("cost_per_step", "money", "Cost of the calls that state a step, per step."),
    Column("cost_per_task", "money", "Cost of a task, on average."),
    Column("multiplier", "number", "Tokens of all tasks divided by those of their first calls: by how much an estimate of one call a task is too small."),
    Column("multiplier_p50", "number", "A task's multiplier is its tokens divided by those of its first call. Half of the tasks have this one or less; cut to six decimals.", head="multiplier p50"),
    Column("multiplier_p90", "number", "Multiplier that nine tasks of ten stay within.", head="multiplier p90"),
    Column("multiplier_p99", "number", "Multiplier that 99 tasks of 100 stay within.", head="multiplier p99"),
    Column("multiplier_max", "number", "Greatest multiplier of a task.", head="multiplier max"),
    Column("unmeasured_tasks", "count", "Tasks without a multiplier: their first call states no tokens, as where it failed.", head="tasks without one"),
    Column("context_growth_p50", "number", "Input of a task's last call, cache included, divided by that of its first, in its main line; the median of tasks with two such calls or more.", head="context growth p50"),
    Column("context_growth_p90", "number", "The same: what nine tasks of ten stay within.", head="context growth p90"),
    Column("context_per_call_p50", "number", "Tokens by which the input grows from call to call of a task's main line, the median.", head="tokens more a call p50"),
    Column("context_per_call_p90", "number", "The same: what nine tasks of ten stay within.", head="tokens more a call p90"),
    Column("depth_p50", "count", "Depth of a loop: calls of a task, the median.", head="calls in a task p50"),
    Column("depth_p90", "count", "Calls that nine tasks of ten stay within.", head="calls in a task p90"),
    Column("depth_max", "count", "Most calls of a task.", head="calls in a task max"),
    Column("runaway_tasks", "count", "Tasks of more than three times the calls that nine of ten stay within.", head="runaway tasks"),
    Column("runaway_share", "share", "Share of the cost of tasks that these take."),
    Column("top_1_share", "share", "Share of the cost of tasks that the dearest 1 % of them take, never more tasks than that; unknown below 100 tasks.", head="dearest 1 % take"),
    Column("top_5_share", "share", "The same of the dearest 5 %; unknown below 20 tasks.", head="dearest 5 % take"),
    Column("tool_uses", "count", "Web and map searches, file searches and code sessions of providers' own tools."),
    Column("tool_fees", "money", "What these uses cost, apart from tokens."),
    Column("tool_share", "share", "Share of the cost that these fees are."),
    Column("sub_agents", "count", "Agents besides the one that a task began with."),
    Column("sub_agent_cost", "money", "What their calls cost.", head="cost of sub-agents"),
    Column("sub_agent_share", "share", "Share of the cost of tasks that they take.", head="share of sub-agents"),
    Column("active_hours", "number", "Quarters of an hour (of UTC) in which a user made a call, of all users, in hours."),
    Column("cost_per_active_hour", "money", "Cost of the calls that state a user, per active hour."),
)  # fmt: skip

_MILLIONTHS = 6
_QUARTERS = 4


def agents(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What agents' tasks take: one row a group, dearest first, or in order of time.

    Amounts are of the query's currency, contexts and tokens whole numbers. Raises as `costs` does.
    """
    check(query)
    columns = columns_of(query, usage_of(ledger).used)
    with priced_calls(
        ledger, book, query, columns, rules=rules, authority=authority, con=con
    ) as calls:
        heads = (*names(query.by), *COLUMNS)
        if calls.is_empty:
            return Listing(KIND, TITLE, heads, (), calls.report, 0, upright=True)
        tables = tabulate(calls, book, query, asked.period, rules)
        found = groups(tables, by=True, limit=query.limit)
        whole = groups(tables, by=False).rows[0][1] if query.by else found.rows[0][1]
        total = (*(None for _ in query.by), *values(whole, tables))
        said = dict(zip((column.name for column in heads), total, strict=True))
        return Listing(
            KIND, TITLE, heads,
            tuple((*_key(tables, key, query), *values(of, tables)) for key, of in found.rows),
            calls.report, found.row_count,
            total=total if query.by else None,
            sentences=tuple(sentences(said, query.currency)),
            remarks=tuple(remarks(said, whole, tables, query)),
            upright=True,
        )  # fmt: skip


def _key(tables: Tables, key: Key, query: CostQuery) -> tuple[str | None, ...]:
    return tuple(label(d, value, query.tz) for d, value in zip(tables.dims, key, strict=True))


def values(of: Figures, tables: Tables) -> tuple[Value, ...]:
    """A group's values in the order of COLUMNS; what no call states is None."""
    tasks = int(of["tasks"] or 0)
    cost, task_cost = _known(of, "all_"), _known(of, "") if tasks else None
    step_cost = _known(of, "step_")
    quarters = of["quarters"]
    hours = Decimal(int(quarters)) / _QUARTERS if quarters else None
    agents = tables.has_agents and tasks
    sub_cost = of["sub_agent_cost"] if agents and task_cost is not None else None
    return (
        int(of["all_requests"]),
        _whole(of["all_tokens"]),
        cost,
        tasks,
        _whole(of["requests"]) or 0,
        task_cost,
        _whole(of["steps"]),
        _per(of["requests"], tasks),
        _per(of["all_tokens"], of["all_requests"]),
        _per(of["step_tokens"], of["steps"]),
        _per(of["tokens"], tasks),
        _per(cost, of["all_requests"]),
        _per(step_cost, of["steps"]),
        _per(task_cost, tasks),
        _per(of["measured_tokens"], of["first_tokens"]),
        *(_millionths(of[f"multiplier_{name}"]) for name in ("p50", "p90", "p99", "max")),
        int(of["unmeasured"] or 0),
        *(_millionths(of[f"growth_{name}"]) for name in ("p50", "p90")),
        *(_millionths(of[f"growth_a_call_{name}"]) for name in ("p50", "p90")),
        *(_whole(of[f"depth_{name}"]) for name in ("p50", "p90", "max")),
        _whole(of["runaways"]) or 0,
        *(_share(of[name], task_cost) for name in ("runaway_cost", "hundredth", "twentieth")),
        None if of["tools"] is None else Decimal(of["tools"]),
        of["fees"],
        _share(of["fees"], cost),
        int(of["sub_agents"]) if agents else None,
        sub_cost,
        _share(sub_cost, task_cost),
        hours,
        _per(of["named_cost"] if of["named_priced"] else None, hours),
    )


def _known(of: Figures, prefix: str) -> Decimal | None:
    """An amount, None where nothing of it has a price."""
    return of[f"{prefix}cost"] if of[f"{prefix}priced"] else None


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _per(amount: Any, count: Any) -> Decimal | None:
    return None if amount is None or not count else ratio(Decimal(amount), count)


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A part of an amount; of nothing there are no parts."""
    return None if part is None or whole is None or whole == ZERO else ratio(part, whole)


def _millionths(value: Any) -> Decimal | None:
    return None if value is None else Decimal(int(value)).scaleb(-_MILLIONTHS)
