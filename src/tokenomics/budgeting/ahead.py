"""What is to come of budgets: of calls at dated prices with known events, of bills as they went on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.budgeting.burns import Burning, burning_of
from tokenomics.budgeting.outlook import Outlook, outlook
from tokenomics.budgeting.plan import Budget, picks
from tokenomics.budgeting.series import Series
from tokenomics.budgeting.spending import Calls, Family, common
from tokenomics.budgeting.state import BudgetState
from tokenomics.costing import CostQuery
from tokenomics.projection import (
    Event,
    Flows,
    Scenario,
    Seen,
    Step,
    Usage,
    by_fewer,
    expect,
    history,
    names_of,
    see,
    under,
)
from tokenomics.projection.flows import Key
from tokenomics.records.money import ZERO


class Sight(NamedTuple):
    """What is seen of a family's calls: in its own steps, to be projected, and by the hour.

    `hours` is None where nobody asks how fast it burns.
    """

    steps: Seen
    hours: Seen | None
    family: Family


def sight_of(
    calls: Calls,
    family: Family,
    names: Sequence[str],
    *,
    now: datetime,
    until: datetime,
    burns: bool = True,
) -> Sight:
    """The flows of a family's calls, by its dimensions and `names`, to be projected up to `until`.

    `calls` have to reach back as far as is learnt from. Raises as `costs` does.
    """
    found = _seen(calls, family, names, now, until)
    hourly = family._replace(step="hour")
    if not burns or family == hourly:
        return Sight(found, found if burns else None, family)
    return Sight(found, _seen(calls, hourly, names, now, now), family)


def known_in(
    sight: Sight, scenario: Scenario, events: Sequence[Event]
) -> tuple[Sight, tuple[Event, ...]]:
    """A sight by no more than the dimensions that a scenario needs, and all that is to come under it."""
    names = names_of(scenario, events, *sight.family.dims)
    hours = None if sight.hours is None else by_fewer(sight.hours, names)
    mine = Sight(by_fewer(sight.steps, names), hours, sight.family)
    return mine, under(scenario, events, mine.steps, sight.family.book)


def _seen(
    calls: Calls, family: Family, names: Sequence[str], now: datetime, until: datetime
) -> Seen:
    usage = Usage(calls.con, calls.counted.relation, calls.counted.used, family.book, calls.rules)
    by = tuple(dict.fromkeys((*family.dims, *names)))
    query = CostQuery(
        tz=family.tz, where=tuple(common(family)), currency=family.budgets[0].counts_in
    )
    return see(usage, query, by, now=now, until=until, length=family.step)


def of_calls(state: BudgetState, seen: Seen, events: Sequence[Event]) -> Outlook:
    """What a budget of calls comes to, by the flows that are its own."""
    mine = _keys(state.budget, state.value, seen)
    coming = expect(
        seen._replace(where=()), *state.period, keys=mine, events=events, where=_where(state)
    )
    return outlook(coming, history(seen, mine), state.spent, state.limit)


def burning(state: BudgetState, seen: Seen, events: Sequence[Event]) -> Burning | None:
    """How fast a budget of calls burns by the hours that were `seen`; None where it has no window.

    None too where the newest record is old: nobody knows how fast it burns.
    """
    if seen.known < state.at:
        return None
    keys = _keys(state.budget, state.value, seen)
    return burning_of(state.budget, state.period, seen, keys, events=events, where=_where(state))


def _where(state: BudgetState) -> list[tuple[str, str]]:
    """What picks a budget's calls, its value among it."""
    of_value = [(state.budget.for_each, state.value or "")] if state.budget.for_each else []
    return [*state.budget.where, *of_value]


def _keys(budget: Budget, value: str | None, seen: Seen) -> list[Key]:
    found: list[Key] = []
    for key in seen.flows.past:
        values = dict(zip(seen.flows.names, key, strict=True))
        is_of_value = budget.for_each is None or values[budget.for_each] == value
        if is_of_value and picks(budget.where, values):
            found.append(key)
    return found


def of_bills(state: BudgetState, past: Series, until: datetime) -> Outlook:
    """What a budget of bills comes to, as its amounts went on up to `until`."""
    steps = tuple(Step(step.start, step.end, "") for step in past.steps if step.end <= until)
    amounts = tuple(amount or ZERO for amount in past.amounts[: len(steps)])
    flows = Flows((), {(): amounts} if steps else {}, (until,), ())
    cycle = state.budget.cycle
    seen = Seen(flows, steps, until, None, cycle.step, cycle.tz.key, ())
    return outlook(expect(seen, *state.period), history(seen), state.spent, state.limit)
