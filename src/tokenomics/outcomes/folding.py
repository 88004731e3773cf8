"""One row a group, from one a group, scope and verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.costing.answer import Besides, per_task
from tokenomics.costing.tasks import OPEN, counts_of
from tokenomics.dimensions import Dimension
from tokenomics.records.money import total


class Part(NamedTuple):
    """The tasks of one verdict in a group: their calls' row, their number, and what else they cost."""

    row: CostRow
    tasks: int
    besides: Besides

    @property
    def verdict(self) -> str:
        """What became of them."""
        return self.row.key[-1] or ""

    @property
    def is_priced(self) -> bool:
        """Whether their calls used anything that has a price."""
        row = self.row
        return row.cost is not None and (row.has_unpriced or bool(row.meters) or bool(row.cost))


def folded(
    report: CostReport, query: CostQuery, by: Sequence[Dimension], parts: Sequence[Part]
) -> CostReport:
    """The report with all verdicts of a group in one row, and what its tasks cost besides calls."""
    groups: dict[tuple[str | None, ...], list[Part]] = defaultdict(list)
    for part in parts:
        groups[part.row.key[: len(by)]].append(part)
    rows = [_joined(key, of_group, query.per) for key, of_group in groups.items()]
    rows.sort(key=lambda row: _order(row, by))
    totals = _joined((), parts, query.per)
    return report._replace(
        query=query,
        by=tuple(d.name for d in by),
        rows=tuple(rows[: query.limit]),
        row_count=len(rows),
        unpriced_count=sum(row.has_unpriced for row in rows),
        totals=report.totals._replace(
            counted=totals.counted, counted_cost=totals.counted_cost, unit_cost=totals.unit_cost,
            unit_unpriced=totals.unit_unpriced, tasks=totals.tasks, besides=totals.besides,
        ),
    )  # fmt: skip


def _joined(key: tuple[str | None, ...], parts: Sequence[Part], per: str | None) -> CostRow:
    sums: dict[str, Decimal | int] = defaultdict(int)
    by_verdict: Mapping[str, int] = defaultdict(int)
    for part in parts:
        by_verdict[part.verdict] += part.tasks
        for meter, quantity in part.row.meters.items():
            sums[meter] += quantity
    closed = [part for part in parts if part.verdict != OPEN]
    among = closed if per == "success" else parts
    row = CostRow(
        key=key,
        requests=sum(part.row.requests for part in parts),
        meters=dict(sums),
        cost=_called(parts),
        has_unpriced=any(part.row.has_unpriced for part in parts),
        unit_unpriced=any(part.row.has_unpriced for part in among),
        besides=_besides(parts),
    )
    return per_task(row, counts_of(by_verdict, _cost(closed)), per)


def _besides(parts: Sequence[Part]) -> Besides:
    return Besides(
        overheads=total(part.besides.overheads for part in parts),
        labour=total(part.besides.labour for part in parts),
    )


def _cost(parts: Sequence[Part]) -> Decimal | None:
    """Everything that was spent; None where nothing has a price."""
    called, besides = _called(parts), total(part.besides.cost for part in parts)
    return None if called is None and not besides else total((called, besides))


def _called(parts: Sequence[Part]) -> Decimal | None:
    """What the calls cost; None where something has no price and nothing has one."""
    if any(part.row.has_unpriced for part in parts) and not any(part.is_priced for part in parts):
        return None
    return total(part.row.cost for part in parts)


def _order(row: CostRow, dims: Sequence[Dimension]) -> tuple[Any, ...]:
    """Times ascending, then the dearest first, then by key; what is not there last."""
    times = [value or "" for d, value in zip(dims, row.key, strict=True) if d.part]
    cost = row.cost if row.cost is not None else Decimal("-Infinity")
    return (*times, -cost, *((value is None, value or "") for value in row.key))
