"""What a limit has cut off a report, as one row: the whole without what is shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tokenomics.costing.answer import Besides, CostReport, CostRow, per_task
from tokenomics.costing.tasks import TaskCounts
from tokenomics.records.money import EXACT, ZERO, total


def rest_of(report: CostReport) -> CostRow | None:
    """The rows that are not shown as one without key; None where nothing was cut.

    Its cost is None where something in it is unpriced and nothing in it costs anything. Users,
    sessions and the like may be of several rows, so only tasks and successes are counted.
    """
    if len(report.rows) == report.row_count:
        return None
    whole, known = report.totals, (*report.rows, *([report.apart] if report.apart else []))
    used = dict(whole.meters)
    for row in known:
        for meter, quantity in row.meters.items():
            used[meter] -= quantity
    missing = report.unpriced_count > sum(row.has_unpriced for row in known)
    priced = _left(whole.cost or ZERO, (row.cost for row in known))
    rest = CostRow(
        key=(),
        requests=whole.requests - sum(row.requests for row in known),
        meters={name: quantity for name, quantity in used.items() if quantity},
        cost=None if missing and not priced else priced,
        has_unpriced=missing,
    )
    if whole.besides is not None:
        rest = rest._replace(besides=_besides(whole.besides, (row.besides for row in known)))
    if whole.revenue is not None:
        rest = rest._replace(revenue=_left(whole.revenue, (row.revenue for row in known)))
    if whole.tasks is not None:
        tasks = _tasks(whole.tasks, (row.tasks for row in known))
        return per_task(rest._replace(unit_unpriced=missing), tasks, report.query.per)
    return rest


def _left(whole: Decimal, parts: Iterable[Decimal | None]) -> Decimal:
    return EXACT.subtract(whole, total(parts))


def _besides(whole: Besides, parts: Iterable[Besides | None]) -> Besides:
    shown = [part for part in parts if part is not None]
    return Besides(
        overheads=_left(whole.overheads, (part.overheads for part in shown)),
        labour=_left(whole.labour, (part.labour for part in shown)),
    )


def _tasks(whole: TaskCounts, parts: Iterable[TaskCounts | None]) -> TaskCounts:
    shown = [part for part in parts if part is not None]
    spent = whole.closed_cost
    return TaskCounts(
        successes=whole.successes - sum(part.successes for part in shown),
        failures=whole.failures - sum(part.failures for part in shown),
        open=whole.open - sum(part.open for part in shown),
        unknown=whole.unknown - sum(part.unknown for part in shown),
        closed_cost=None if spent is None else _left(spent, (part.closed_cost for part in shown)),
    )
