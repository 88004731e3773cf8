"""A briefing made: every question of it asked of a ledger, once, and what has no answer told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from tokenomics.analysis.drivers import drivers
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.outlook import outlook_with_days
from tokenomics.analysis.quality import quality
from tokenomics.analysis.waste import waste
from tokenomics.books import Book
from tokenomics.briefing.parts import Alerts, Answered, Briefing, Forecast, Lacking, Limit
from tokenomics.budgeting import BudgetState, Standing, budgets_of, naming, standing
from tokenomics.budgeting.listed import listed
from tokenomics.config import Config, people_of
from tokenomics.costing import Attribution, CostQuery, CostReport, costs
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Answering, asked_of
from tokenomics.overlap import Authority
from tokenomics.projection import events_of
from tokenomics.reconciling.reconcile import reconcile
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.watching.looking import look
from tokenomics.watching.notices import history, notices

# What costs are grouped by where nothing else is asked for, a table each, of so many rows.
GROUPS = (("feature",), ("team",), ("user",), ("model",))
ROWS = 10
_BUDGETS = 20
# Marks of rows that say little of quality, in the order in which they come after all others.
_UNSURE = {"unpriced": 1, "no success yet": 2, "small sample": 3, "not judged": 4}

_ATTRIBUTE = "[[attribute]] in tokenomics.toml derives it of what calls do state, such as their key"
_STATED = {"feature": _ATTRIBUTE, "team": _ATTRIBUTE, "user": "name users where calls are made, or in the logs' gateway"}  # fmt: skip

T = TypeVar("T")


class Asking(NamedTuple):
    """A ledger, the prices and the period asked about, and how calls are read.

    `query` has filters, period, time zone and limit; its `by` is one table of groups in place of
    the usual ones. `listed` has list prices for budgets that ask for them where `book` is a contract.
    """

    ledger: Ledger
    book: Book
    query: CostQuery
    config: Config
    now: datetime
    rules: Sequence[Attribution] = ()
    authority: Sequence[Authority] = ()
    listed: Book | None = None
    con: Engine | None = None


def brief(asking: Asking) -> Briefing:
    """Ask everything about the period; raises as `costs` does for a query that cannot be answered."""
    query = asking.query
    stand = partial(_standing, asking)
    known: list[Standing] = []

    def once() -> Standing:
        known[:] = known or [stand()]
        return known[0]

    days = _costs(asking, query._replace(by=("day",), per=None, limit=None))
    groups = tuple(_group(asking, by) for by in ((query.by,) if query.by else GROUPS))
    budgets = _told(lambda: listed(once(), days, limit=_BUDGETS))
    return Briefing(
        at=asking.now,
        days=days,
        groups=groups,
        drivers=_told(lambda: _drivers(asking)),
        forecast=_told(lambda: _forecast(asking, budgets, once)),
        budgets=budgets,
        quality=_told(lambda: _quality(asking)),
        waste=_told(lambda: _asked(asking, waste, by=(), limit=None)),
        reconcile=_told(lambda: _asked(asking, reconcile, by=())),
        alerts=_told(lambda: _alerts(asking, once)),
    )


class _NoAnswerError(Exception):
    """A question that has no answer here."""

    def __init__(self, lacking: Lacking) -> None:
        super().__init__(lacking.why)
        self.lacking = lacking


def _told(ask: Callable[[], T]) -> Answered[T] | Lacking:
    """The answer, or why there is none: what one question cannot tell keeps no other from it."""
    try:
        return Answered(ask())
    except _NoAnswerError as error:
        return error.lacking
    except (InputError, ConfigError) as error:
        return Lacking(str(error))


def _costs(asking: Asking, query: CostQuery) -> CostReport:
    return costs(
        asking.ledger, asking.book, query, rules=asking.rules, authority=asking.authority,
        con=asking.con,
    )  # fmt: skip


def _asked(asking: Asking, ask: Answering[Listing], *, by: Sequence[str], limit: int | None = ROWS) -> Listing:  # fmt: skip
    """An analysis of the period; one of more rows than `limit` shows the first."""
    query = asking.query
    wanted = query._replace(by=tuple(by), per=None, limit=limit and (query.limit or limit))
    judged = asked_of(asking.config, asking.now, query.currency)
    return ask(
        asking.ledger, asking.book, wanted, judged, rules=asking.rules,
        authority=asking.authority, con=asking.con,
    )  # fmt: skip


def _drivers(asking: Asking) -> Listing:
    """What changed the cost; there is nothing to tell where nothing was priced before."""
    found = _asked(asking, drivers, by=())
    columns = [column.name for column in found.columns]
    if not found.total or not found.total[columns.index("cost_before")]:
        why = next(iter(found.remarks), "nothing was priced in the period before")
        raise _NoAnswerError(Lacking(why, "name a period with --since and --until"))
    return found


def _group(asking: Asking, by: Sequence[str]) -> Answered[CostReport] | Lacking:
    """The costs of a table of groups; a dimension that no call states has none."""
    query = asking.query
    found = _costs(asking, query._replace(by=tuple(by), limit=query.limit or ROWS))
    names = [dimension(name).name for name in by]
    is_silent = all(value is None for row in found.rows for value in row.key)
    if found.rows and is_silent and not query.by:
        return Lacking(f"no call states a {names[0]}", _STATED.get(names[0], ""))
    return Answered(found)


def _forecast(
    asking: Asking, budgets: Answered[Listing] | Lacking, once: Callable[[], Standing]
) -> Forecast:
    judged = asked_of(asking.config, asking.now, asking.query.currency)
    query = asking.query._replace(by=(), per=None, limit=None)
    whole, days = outlook_with_days(
        asking.ledger, asking.book, query, judged, events=events_of(asking.config),
        rules=asking.rules, authority=asking.authority, con=asking.con,
    )  # fmt: skip
    columns = [column.name for column in whole.columns]
    if whole.rows[0][columns.index("expected")] is None:
        raise _NoAnswerError(Lacking(*whole.sentences[:1]))
    states = once().states if isinstance(budgets, Answered) else ()
    return Forecast(whole, days, next(_limits(whole, states), None))


def _limits(whole: Listing, states: Sequence[BudgetState]) -> Iterator[Limit]:
    """The budgets of everything that is spent in the forecast's period."""
    asked = whole.report.query
    for state in states:
        is_all = not state.budget.where and state.budget.for_each is None
        period = (state.period.start, state.period.end)
        if is_all and not asked.where and period == (asked.since, asked.until):
            yield Limit(state.budget.name, state.limit, state.budget.currency)


def _standing(asking: Asking) -> Standing:
    """How budgets stand, which are about all calls; there is none under a filter."""
    config = asking.config
    if not config.budget:
        raise _NoAnswerError(Lacking("no budget is configured", "a [[budget]] in tokenomics.toml says what may be spent"))  # fmt: skip
    if asking.query.where:
        raise _NoAnswerError(Lacking("budgets are about all calls, this report is about some"))
    people = people_of(config, asking.ledger.where)
    rules = [Attribution(rule.when, rule.set) for rule in config.attribute]
    plans, named = naming(budgets_of(config), rules, people)
    return standing(
        asking.ledger, asking.book, plans, asking.now, listed=asking.listed,
        events=events_of(config), rules=named, authority=asking.authority, con=asking.con,
    )  # fmt: skip


def _quality(asking: Asking) -> Listing:
    found = _asked(asking, quality, by=(), limit=None)
    columns = [column.name for column in found.columns]
    if not found.total or not found.total[columns.index("judged")]:
        raise _NoAnswerError(
            Lacking(
                "no outcome of a task is known",
                "ingest outcomes and write a [[success]] rule: then a success has a cost",
            )
        )
    # Few rows are shown: those of which something can be said, the dearest first.
    mark = columns.index("mark")
    known = sorted(found.rows, key=lambda row: _UNSURE.get(str(row[mark]), 0))
    return found._replace(rows=tuple(known[: asking.query.limit or ROWS]))


def _alerts(asking: Asking, once: Callable[[], Standing]) -> Alerts:
    """What is worth a message now; of a filter's calls alone nothing is judged."""
    if asking.query.where:
        raise _NoAnswerError(Lacking("alerts are about all calls, this report is about some"))
    said = history(notices(asking.ledger, con=asking.con))
    looked = look(
        asking.ledger, asking.book, asking.config, said, now=asking.now,
        stand=once if asking.config.budget else None, rules=asking.rules,
        authority=asking.authority, con=asking.con,
    )  # fmt: skip
    grave = ("critical", "warning", "info")
    on = [found for found in looked.conditions if found.state == "on"]
    gravest = {found.group: found for found in sorted(on, key=lambda found: found.level)}
    told = [found.message for found in on if gravest[found.group] is found]
    told.sort(key=lambda message: grave.index(message.severity))
    return Alerts(tuple(told), looked.remarks)
