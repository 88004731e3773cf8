"""One side of a comparison, measured in the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.blocks import Blocks, blocks_of
from tokenomics.analysis.intervals import Sample
from tokenomics.analysis.quality_tasks import CALLS, CLOSED, TASKS, tabulate
from tokenomics.books import Book
from tokenomics.comparing.group import Group, Key, Unit
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.each import EACH
from tokenomics.costing.run import costs_by, costs_of, of_ledger
from tokenomics.costing.scope import stated
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.successes import judged_of
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.records.money import EXACT, total

# Prices are compared model by model: one that has none at one of two times changed nothing by its price.
_PRICED_BY = ("provider", "model")
# What is known of each call besides its cost; the table of calls has a column at least.
_EACH = {"grain": "grain"}
_REQUESTS = f"(SELECT cost, 0 AS minutes, coalesce(requests, 0) AS successes FROM {EACH})"  # noqa: S608
_ALL_TASKS = f"(SELECT cost, minutes, 1 AS successes FROM {TASKS})"  # noqa: S608


class Measured(NamedTuple):
    """A side: all of it, its groups, and samples of its units, of which `sizes` tells how many there are.

    A side without calls, such as a JSON report, has no samples. `report` tells what is known of them.
    """

    whole: Group
    groups: Mapping[Key, Group]
    samples: Mapping[Unit, Sample]
    sizes: Mapping[Unit, int]
    report: CostReport
    remarks: tuple[str, ...] = ()


def measured(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    at: datetime | None = None,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Measured:
    """What a query asks of a ledger; `at` is when the prices hold that both sides are compared at.

    Without `at` those of its own last call do. Raises as `costs` does.
    """
    query = query._replace(limit=None, per=None)
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        report, costs = _costs(mine, found, book, query, at=at, rules=rules)
        report = of_ledger(report, ledger, found.overlaps)
        samples: dict[Unit, Blocks] = {}
        if report.first is not None:
            samples["request"] = blocks_of(mine, _REQUESTS)
        side = Measured(
            whole=_sum(costs.values()), groups=costs, samples={}, sizes={}, report=report
        )
        if stated(found.used, query.task_ids):
            side, more = _with_tasks(
                side, mine, found, book, query, asked, ledger=ledger, rules=rules
            )
            samples |= more
    return side._replace(
        samples={unit: _sample(side.whole, unit, of) for unit, of in samples.items()},
        sizes={unit: of.size for unit, of in samples.items()},
    )


def _costs(
    con: Engine,
    found: Counted,
    book: Book,
    query: CostQuery,
    *,
    at: datetime | None,
    rules: Sequence[Attribution],
) -> tuple[CostReport, dict[Key, Group]]:
    """The report of the calls, and their groups at the prices of their time and at those to compare at."""
    has = {dimension(name).name for name in query.by}
    fine = query._replace(by=(*query.by, *(name for name in _PRICED_BY if name not in has)))
    dims = [dimension(name) for name in fine.by]
    report = costs_by(
        con, found.relation, found.used, book, fine, dims=dims, rules=rules, each=_EACH
    )
    rows = report.rows
    report = report._replace(query=query, by=query.by, rows=(), row_count=0)
    then = at or report.last
    if query.prices_at is not None or then is None:
        return report, _folded(rows, {}, len(query.by))
    again = costs_of(
        con, found.relation, found.used, book, fine._replace(prices_at=then), rules=rules
    )
    return report, _folded(rows, {row.key: row for row in again.rows}, len(query.by))


def _folded(rows: Sequence[CostRow], then: Mapping[Key, CostRow], count: int) -> dict[Key, Group]:
    found: dict[Key, list[Group]] = defaultdict(list)
    for row in rows:
        other = then.get(row.key, row)
        fair = other if other.has_unpriced == row.has_unpriced else row
        found[row.key[:count]].append(Group(row.requests, row.cost, fair.cost, row.has_unpriced))
    return {key: _sum(groups) for key, groups in found.items()}


def _sum(groups: Iterable[Group]) -> Group:
    every = list(groups)
    return Group(
        sum(group.requests for group in every),
        _cost([group.cost for group in every]),
        _cost([group.then for group in every]),
        any(group.has_unpriced for group in every),
    )


def _cost(costs: Sequence[Decimal | None]) -> Decimal | None:
    """What is priced; None where there is something and nothing of it has a price."""
    return None if costs and all(cost is None for cost in costs) else total(costs)


def _with_tasks(  # noqa: PLR0913
    side: Measured,
    con: Engine,
    found: Counted,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    ledger: Ledger,
    rules: Sequence[Attribution],
) -> tuple[Measured, dict[Unit, Blocks]]:
    """The side with what is known of its tasks, and these as they are drawn."""
    query, outcomes = query._replace(per="success"), relation(ledger, "outcome")
    tasks, judged, *_ = judged_of(
        con, found.relation, found.used, book, query, asked,
        outcomes=outcomes, besides=relation(ledger, "overhead"),
        charges=charged_once(ledger), rules=rules, each=CALLS,
    )  # fmt: skip
    if judged.totals.tasks is None or not judged.totals.tasks.tasks:
        return side, {}
    by_key = {row.key: row for row in judged.rows}
    keys = dict.fromkeys([*side.groups, *by_key])
    groups = {key: _judged(side.groups.get(key, Group()), by_key.get(key)) for key in keys}
    totals = side.report.totals._replace(tasks=judged.totals.tasks, besides=judged.totals.besides)
    whole = _judged(side.whole, judged.totals)
    side = side._replace(
        whole=whole, groups=groups, remarks=judged.remarks,
        report=side.report._replace(totals=totals),
    )  # fmt: skip
    if judged.first is None:
        return side, {}
    tabulate(tasks, query, outcomes)
    samples: dict[Unit, Blocks] = {"task": blocks_of(con, _ALL_TASKS, asked.hourly)}
    if whole.successes is not None:
        samples["success"] = blocks_of(con, CLOSED, asked.hourly)
    return side, samples


def _judged(group: Group, row: CostRow | None) -> Group:
    """The group with its tasks; successes are not known where no task is judged."""
    if row is None or row.tasks is None:
        return group
    counts = row.tasks
    is_known = counts.successes + counts.failures > 0
    return group._replace(
        tasks=counts.tasks,
        task_cost=row.full_cost,
        successes=counts.successes if is_known else None,
        closed_cost=counts.closed_cost if is_known else None,
    )


def _sample(whole: Group, unit: Unit, blocks: Blocks) -> Sample:
    """What is drawn of a unit; shares of overheads are spent whichever of them comes."""
    spent = whole.spent(unit)
    own = total(each.cost for each in blocks.drawn)
    return Sample(blocks.drawn, EXACT.subtract(own if spent is None else spent, own))
