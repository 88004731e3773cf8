"""Everything about a ledger that may be worth a message, looked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tokenomics.analysis.anomalies import anomalies_of
from tokenomics.books import Book
from tokenomics.budgeting import BudgetState, Standing
from tokenomics.budgeting.listed import label
from tokenomics.config import Config
from tokenomics.costing import Attribution, CostQuery
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, used_columns
from tokenomics.outcomes import span as length
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.projection import Usage, span, spent
from tokenomics.watching import spike_conditions as spikes
from tokenomics.watching.budget_conditions import conditions_of, explained
from tokenomics.watching.conditions import Condition, History
from tokenomics.watching.upkeep import stale_data, stale_prices, unpriced

# So long a model without a price is told after its last call.
_LATELY = timedelta(days=7)
_NAMED = 5


class Looked(NamedTuple):
    """The conditions that were found, and whether data are too old to judge anything else.

    `remarks` say what could not be judged.
    """

    conditions: tuple[Condition, ...]
    is_stale: bool
    remarks: tuple[str, ...] = ()


def look(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    config: Config,
    history: History,
    *,
    now: datetime,
    stand: Callable[[], Standing] | None = None,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Looked:
    """The conditions of a ledger at an instant. Where its data are old, or none, that is the only one.

    A ledger of bills alone has no usage to be old.

    `stand` tells how budgets stand, and is asked where data are not too old for that.
    Raises as `costs` does, and ConfigError for a `max_age` that is no length of time.
    """
    told = config.alert.channels
    max_age = length(config.alert.max_age, "alert.max_age")
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, rules)
        reach = span(usage)
        newest = reach[1] if reach else None
        is_of_bills = newest is None and bool(used_columns(ledger, "charge"))
        age = () if is_of_bills else stale_data(newest, now, max_age, told, history)
        if any(condition.state == "on" for condition in age):
            return Looked(age, is_stale=True)
        lately = spent(usage, CostQuery(since=now - _LATELY, until=now), ())
        tz = config.report.timezone
        unusual = anomalies_of(usage, CostQuery(tz=tz), now=now, since=now - spikes.LATELY)
    states = stand().states if stand is not None else ()
    strange = spikes.conditions_of(
        unusual, told, tz=tz, currency=config.report.currency, groups=explained(states, unusual)
    )
    checked = max((rate.checked for rate in book.rates if rate.checked), default=None)
    return Looked(
        (
            *age,
            *conditions_of(states, unusual),
            *strange,
            *unpriced(lately, now, told, history),
            *stale_prices(checked, now, told),
        ),
        is_stale=False,
        remarks=tuple(_young(states)),
    )


def _young(states: Sequence[BudgetState]) -> Iterator[str]:
    """The budgets of which nobody knows yet how fast they should burn."""
    young = [label(state) for state in states if state.burning and state.burning.state == "unknown"]
    if young:
        more = f" and {len(young) - _NAMED} more" if len(young) > _NAMED else ""
        yield f"how fast these burn is judged from twelve days of their calls on: {', '.join(young[:_NAMED])}{more}"
