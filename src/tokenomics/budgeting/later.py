"""How budgets stand under a scenario, in the period that runs and in those that follow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tokenomics.budget_config import OF_MONTHS
from tokenomics.budgeting.ahead import Sight, known_in, of_calls
from tokenomics.budgeting.periods import periods
from tokenomics.budgeting.plan import Budget, in_period
from tokenomics.budgeting.standing import Reading, under
from tokenomics.budgeting.state import BudgetState
from tokenomics.projection import Event, Scenario
from tokenomics.records.money import ZERO


def through(
    read: Reading, scenario: Scenario, until: datetime, *, values: bool = True
) -> tuple[BudgetState, ...]:
    """The states under a scenario, each with those of its periods that follow and begin before `until`.

    Only months, quarters and years follow one another here, and only of calls; nothing is carried over
    into them. Without `values` nothing follows where each value has a budget of its own. `read` has to
    reach up to `until`. Raises PriceError where a budget in another currency has no rate.
    """
    budgets = {each.name: each for each in read.budgets}
    ahead = {
        name: known_in(sight, scenario, read.events or ())
        for name, sight in read.calls.seen.items()
    }
    found: list[BudgetState] = []
    for state in under(read, scenario).states:
        found.append(state)
        name, is_single = state.budget.name, state.budget.for_each is None
        if name in ahead and state.budget.cycle.unit in OF_MONTHS and (values or is_single):
            found += _following(state, budgets[name], ahead[name], until)
    return tuple(found)


def _following(
    state: BudgetState, budget: Budget, ahead: tuple[Sight, Sequence[Event]], until: datetime
) -> Iterator[BudgetState]:
    sight, events = ahead
    for period in periods(budget.cycle, state.period.end, until):
        later = state._replace(
            budget=in_period(budget, period), period=period, carried=ZERO, spent=ZERO, requests=0,
            unpriced=0, has_unpriced=False, burning=None, left_unknown=None,
        )  # fmt: skip
        yield later._replace(outlook=of_calls(later, sight.steps, events))
