"""What the calls of closed tasks would have cost with other models of the book, by class of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.stakes import BY_TOKEN, Base, is_graduated
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.costing.tasks import OPEN
from tokenomics.outcomes.groups import Key
from tokenomics.outcomes.successes import Judged
from tokenomics.queries import literal
from tokenomics.records.money import EXACT, ZERO
from tokenomics.replaying.routes import route_of
from tokenomics.replaying.routing import moved
from tokenomics.replaying.world import Part, World, costs_in, otherwise, world_of
from tokenomics.weighing.options import route_to


class Price(NamedTuple):
    """What calls would cost; `is_whole` says that all of them would have a price."""

    cost: Decimal
    is_whole: bool


def base_of_tasks(judged: Judged, book: Book, query: CostQuery, classes: int) -> Base:
    """The calls of closed tasks, by the first `classes` dimensions of the tasks, as steps take them.

    All other calls are there as well, unasked: prices by quantity depend on them.
    """
    tasks = judged.tasks
    calls = tasks.calls(f"{tasks.chosen} AND chosen.verdict <> {literal(OPEN)}")
    relation = (
        "(SELECT calls.*, true AS in_period, calls.task_id IS NOT NULL AS asked"  # noqa: S608
        f" FROM {calls} AS calls)"
    )
    bare = query._replace(by=(), where=(), per=None, limit=None, since=None, until=None)
    base = Base(
        tasks.con, relation, tasks.used, book, bare, tasks.dims[:classes], is_graduated=False
    )
    return base._replace(is_graduated=is_graduated(base))


def prices_with(model: str, of: Base) -> Mapping[Key, Price]:
    """What the calls of each class would have cost with another model; what is paid for as a whole stays.

    Raises ConfigError where several providers sell it and a call's own does not, PriceError for a model
    that the book does not know.
    """
    found: dict[Key, Price] = {}
    dims = len(of.by)
    (target,) = route_of(route_to(model), of.book).to
    part = world_of(of).first
    other = otherwise(part, *moved(part, BY_TOKEN, target))
    for key, cell in costs_in(World((Part(other),))).items():
        so_far = found.get(key[:dims], Price(ZERO, is_whole=True))
        found[key[:dims]] = Price(
            EXACT.add(so_far.cost, cell.cost), so_far.is_whole and cell.is_priced
        )
    return found
