"""A question about costs and its answer, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.costing.coverage import Coverage, Unpriced
from tokenomics.costing.tasks import TaskCounts
from tokenomics.dimensions import dimension, tag_key
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.exchange import NO_RATES, Exchange
from tokenomics.records.kinds import USAGE
from tokenomics.records.money import EXACT, ZERO, ratio, total
from tokenomics.records.words import amount
from tokenomics.timezones import zone

# What a cost can be divided by, and the column whose different values are counted: of steps with the
# task that they are a step of.
PER: dict[str, str | None] = {
    "request": None, "user": "user_id", "session": "session_id", "customer": "customer", "step": "step",
}  # fmt: skip
# The columns that may name a call's task: the first that it has does.
TASK_IDS = ("task_id", "trace_id", "session_id")
# What takes tasks and their outcomes besides: asked of `outcomes`, not of `costs`.
PER_TASK = ("success", "task")
# What decides which period a task belongs to: its first or last call, or the judgement about it.
TASK_PERIODS = ("first", "last", "outcome")
PER_REVENUE = "revenue"
# What a report is by where it is about everything that AI costs: asked of `outcomes`, and alone.
LAYER = "layer"


class CostQuery(NamedTuple):
    """A question about costs.

    `by` are dimensions; `per` is request, user, session, customer, step, task, success or revenue.
    `since` is inclusive, `until` exclusive. `where` holds (name, value) pairs: the same name twice means either value, an
    empty value means none, a name that ends in `!` excludes the value. `prices_at` is an instant
    whose prices all calls are given; None: those of their own time. `task_period` says by what
    tasks belong to a period: first, last or outcome; None: as the configuration says. `task_ids` are
    the columns, or tags (`tag:KEY`), of which the first that a call has names its task. `exchange` has the rates for money
    in another currency than `currency`.
    """

    by: tuple[str, ...] = ()
    per: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    tz: str = "UTC"
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    currency: str = "USD"
    prices_at: datetime | None = None
    task_period: str | None = None
    task_ids: tuple[str, ...] = TASK_IDS
    exchange: Exchange = NO_RATES


class Besides(NamedTuple):
    """What was spent besides calls: shares of overheads, and the time of people."""

    overheads: Decimal = ZERO
    labour: Decimal = ZERO

    @property
    def cost(self) -> Decimal:
        """Both."""
        return EXACT.add(self.overheads, self.labour)

    def words(self, currency: str) -> str:
        """Both in words, without what is nothing: `12.34 USD of overheads shared out`."""
        named = {"overheads shared out": self.overheads, "people's time": self.labour}
        return ", ".join(
            f"{amount(value, currency)} of {name}" for name, value in named.items() if value
        )


class CostRow(NamedTuple):
    """One group: its key in the order of the query's `by`, and what it used and cost.

    `meters` holds what is not zero, whole numbers as int. `cost` is the priced part, None
    where nothing could be priced; `has_unpriced` says that something is missing from it.
    `counted` is the number of users, sessions, customers, steps, tasks or successes, `counted_cost` what the calls
    cost that state one (of successes: of all closed tasks), `unit_cost` the cost of one of them (or of a request), rounded to 18 decimals;
    `unit_unpriced` says that something is missing from it. `tasks` are those of the group, where
    they are asked for, and so are `besides` and `revenue`.
    """

    key: tuple[str | None, ...]
    requests: int
    meters: Mapping[str, Decimal | int]
    cost: Decimal | None
    has_unpriced: bool = False
    counted: int | None = None
    counted_cost: Decimal | None = None
    unit_cost: Decimal | None = None
    unit_unpriced: bool = False
    tasks: TaskCounts | None = None
    besides: Besides | None = None
    revenue: Decimal | None = None

    @property
    def full_cost(self) -> Decimal | None:
        """The priced calls and what was spent besides; None where nothing has a price."""
        if self.besides is None or (self.cost is None and not self.besides.cost):
            return self.cost
        return total((self.cost, self.besides.cost))

    @property
    def margin(self) -> Decimal | None:
        """What is left of the revenue when all that has a price is paid; None where none is asked for."""
        if self.revenue is None:
            return None
        return EXACT.subtract(self.revenue, self.full_cost or ZERO)


class CostReport(NamedTuple):
    """The answer to a CostQuery.

    `rows` are at most `query.limit` of `row_count` rows, of which `unpriced_count` have
    something unpriced; `totals` are over all of them and `apart`, which belongs to no single one.
    `first` and `last` span the records that were looked at, None where there were none. `remarks`
    are sentences about what was found.
    """

    query: CostQuery
    by: tuple[str, ...]
    rows: tuple[CostRow, ...]
    row_count: int
    unpriced_count: int
    totals: CostRow
    unpriced: tuple[Unpriced, ...]
    coverage: Coverage
    first: datetime | None
    last: datetime | None
    remarks: tuple[str, ...] = ()
    apart: CostRow | None = None


def check(query: CostQuery) -> None:
    """Raise ConfigError where a query cannot be answered, whatever the records are."""
    zone(query.tz)
    units = (*PER, *PER_TASK, PER_REVENUE)
    if query.per is not None and query.per not in units:
        raise ConfigError(unknown("unit", query.per, units))
    for name in query.task_ids:
        if name not in USAGE.names and tag_key(name) is None:
            raise ConfigError(f"task.id: {unknown('column', name, [*USAGE.names, 'tag:KEY'])}")
    if query.task_period is not None:
        _check_task_period(query.task_period, query.per)
    if query.limit is not None and query.limit < 1:
        raise ConfigError(f"a limit of {query.limit} rows shows nothing: give 1 or more")
    if query.since and query.until and query.since >= query.until:
        raise ConfigError(f"the period from {query.since} until {query.until} is empty")
    if query.by == (LAYER,):
        return
    if LAYER in query.by:
        raise ConfigError(f"a report by {LAYER} is by nothing else")
    if len({dimension(name).name for name in query.by}) < len(query.by):
        raise ConfigError(f"a dimension is named twice in {', '.join(query.by)}")


def is_of_calls(query: CostQuery) -> bool:
    """Whether a query is about calls alone, which `costs` answers; else `outcomes` does."""
    return query.by != (LAYER,) and query.per not in (*PER_TASK, PER_REVENUE)


def _check_task_period(period: str, per: str | None) -> None:
    if period not in TASK_PERIODS:
        raise ConfigError(unknown("task period", period, TASK_PERIODS))
    if per not in PER_TASK:
        raise ConfigError(
            f"a task period of {period!r} is about tasks: ask per task or success as well"
        )


def per_task(row: CostRow, tasks: TaskCounts, per: str | None) -> CostRow:
    """The row with what a success of its tasks cost, or each of them."""
    counted, spent = (
        (tasks.successes, tasks.closed_cost) if per == "success" else (tasks.tasks, row.full_cost)
    )
    unit = ratio(spent, counted) if spent is not None and counted else None
    return row._replace(counted=counted, counted_cost=spent, unit_cost=unit, tasks=tasks)
