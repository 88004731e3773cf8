"""Cost per success: everything spent on a group's tasks, divided by those that succeeded.

A task is all calls with its id. It belongs to the group of the first of its calls that states one,
whatever became of it later, and to the period of its last call. So a cheap model's group carries
the tries that failed and the dear model that was asked in the end. What is no call belongs to it
too: its share of overheads, and the time of people who reviewed and mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import Besides, check
from tokenomics.costing.run import NO_COLUMNS, Columns, costs_by
from tokenomics.dimensions import Dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.currency import all_overheads
from tokenomics.outcomes.folding import Part, folded
from tokenomics.outcomes.groups import (
    NO_TASK,
    VERDICT,
    Asked,
    Key,
    Spent,
    Tasks,
    astray_words,
    has_tasks,
    has_untasked,
    numbers,
    spent,
    tasks_of,
)
from tokenomics.outcomes.labour import labour_costs
from tokenomics.outcomes.overheads import Overhead, borne, due, scopes, shares_of
from tokenomics.outcomes.rules import rules_of, unheard
from tokenomics.outcomes.stated import stated
from tokenomics.outcomes.verdicts import values
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.records import words
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, parse_money

_UNTASKED = Dimension("untasked", ("untasked",), "Calls of no task.")


class Judged(NamedTuple):
    """Judged tasks and their report, and the parts that it is put together of: a row a verdict.

    `people` is the time of theirs by the keys of these rows, where any is stated.
    """

    tasks: Tasks
    report: CostReport
    parts: tuple[Part, ...]
    people: Mapping[Key, Spent]


def asked_of(config: Config, now: datetime, currency: str = "") -> Asked:
    """What a configuration says of tasks, successes and people's time.

    `currency` is that of the report, where it is another one than the configuration's. Raises
    ConfigError for a rule or price that cannot be read, or is in another currency.
    """
    hourly, into = config.labour.hourly, currency or config.report.currency
    price = None if hourly is None else parse_money(hourly, config.report.currency)
    if price is not None and price.currency != into:
        raise ConfigError(f"labour.hourly: {hourly} is not in {into}, as the report is")
    amount = None if price is None else price.amount
    return Asked(rules_of(config), now, config.task.period, amount, stated(config))


def successes(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> CostReport:
    """The costs of a ledger's tasks and of their successes; rows have `tasks`.

    Filters pick tasks, by what groups them. Raises as `costs` does.
    """

    def ask(mine: Engine, once: Counted) -> CostReport:
        return successes_of(
            mine, once.relation, once.used, book, query, asked,
            outcomes=relation(ledger, "outcome"), besides=relation(ledger, "overhead"),
            charges=charged_once(ledger), rules=rules,
        )  # fmt: skip

    return asked_once(ledger, book, ask, authority=authority, con=con)


def successes_of(  # noqa: PLR0913
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
    """The same of a usage relation.

    `outcomes`, `besides` and `charges` are SQL of FROM items with the columns of outcomes, overheads
    and charges.
    """
    return judged_of(
        con, relation, used, book, query, asked,
        outcomes=outcomes, besides=besides, charges=charges, rules=rules,
    ).report  # fmt: skip


def judged_of(  # noqa: PLR0913
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
    each: Columns = NO_COLUMNS,
    bears: Callable[[Overhead], bool] | None = None,
) -> Judged:
    """The same, with the tasks that it is about.

    Where there are columns `each`, the tasks' calls are in the table EACH, as `costs_each` makes it.
    `bears` says which overheads count, all without it.
    """
    check(query)
    more, lacking = all_overheads(con, asked.overheads, query, besides=besides, charges=charges)
    more = [found for found in more if bears is None or bears(found)]
    tasks = tasks_of(
        con, relation, used, query, asked,
        outcomes=outcomes, scopes=tuple(scopes(more)) if more else None, rules=rules,
    )  # fmt: skip
    report = _costs(tasks, book, query, tasks.chosen, each)
    counts = numbers(tasks, tasks.chosen, query.tz)
    of_overheads, idle = _borne(tasks, book, query, more, report)
    people = spent(tasks, outcomes, query.tz)
    of_people = labour_costs({key: each.minutes for key, each in people.items()}, asked.hourly)
    parts = [
        Part(
            row,
            counts.get(row.key, 0),
            Besides(of_overheads.get(row.key, ZERO), of_people.get(row.key, ZERO)),
        )
        for row in report.rows
    ]
    notes = [
        *_untasked(tasks, used, book, query, rules),
        *astray_words(tasks),
        *idle,
        *lacking,
        *tasks.idle,
        *unheard(asked.rules, values(con, outcomes, "name")),
    ]
    whole = folded(report, query, tasks.by, parts)._replace(remarks=tuple(notes))
    return Judged(tasks, whole, tuple(parts), people)


def _costs(
    tasks: Tasks, book: Book, query: CostQuery, chosen: str, each: Columns = NO_COLUMNS
) -> CostReport:
    """What the calls of the chosen tasks cost, by the tasks' dimensions and verdict."""
    every = query._replace(since=None, until=None, where=(("task!", ""),), per=None, limit=None)
    dims = [*tasks.dims, VERDICT]
    return costs_by(
        tasks.con, tasks.calls(chosen), tasks.used, book, every,
        dims=dims, times=tasks.times, each=each,
    )  # fmt: skip


def _borne(
    tasks: Tasks, book: Book, query: CostQuery, more: Sequence[Overhead], report: CostReport
) -> tuple[Mapping[Key, Decimal], list[str]]:
    """What each group bears of overheads, and a sentence for each that nothing bears.

    Filters pick groups, and change nothing about what a group bears.
    """
    owed = due(more, query.since, query.until)
    if not owed:
        return {}, []
    whole = _costs(tasks, book, query, tasks.due) if query.where else report
    counts = numbers(tasks, tasks.due, query.tz)
    names = [found.name for found in tasks.dims]
    parts, idle = borne(owed, shares_of(whole.rows, names, counts, len(tasks.by)))
    return parts, [
        f"overhead {each.name!r}: no task in its scope bears its {words.amount(amount, each.currency)}"
        for each, amount in idle
    ]


def _untasked(
    tasks: Tasks,
    used: frozenset[str],
    book: Book,
    query: CostQuery,
    rules: Sequence[Attribution],
) -> Iterator[str]:
    if not has_untasked(tasks):
        return
    if not has_tasks(tasks):
        yield NO_TASK
    report = costs_by(
        tasks.con, tasks.calls(tasks.chosen), used | {"untasked"}, book,
        query._replace(by=(), per=None, limit=None), dims=[_UNTASKED], rules=rules,
    )  # fmt: skip
    for row in report.rows:
        if row.key != (None,):
            cost = "unpriced" if row.cost is None else words.amount(row.cost, report.query.currency)
            which = "is" if row.requests == 1 else "are"
            yield f"{words.many(row.requests, 'call')} of no task, {cost}, {which} in no cost per task or success"
