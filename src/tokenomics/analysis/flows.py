"""The groups of two reports whose cost changed most, and all others as one, found in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.costing.keyed import Keyed, groups_of
from tokenomics.engine import Engine
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, ZERO, total

_BOTH = "tokenomics_both"


class Flow(NamedTuple):
    """A group of calls at both sides: requests and priced costs, None where nothing has a price."""

    key: tuple[str | None, ...]
    requests: tuple[int, int]
    costs: tuple[Decimal | None, Decimal | None]

    @property
    def change(self) -> Decimal:
        """How much dearer it became, as far as it is priced."""
        before, after = self.costs
        return EXACT.subtract(after or ZERO, before or ZERO)

    @property
    def is_priced(self) -> bool:
        """Whether anything of it has a price."""
        return self.costs != (None, None)


class Flows(NamedTuple):
    """The flows of the greatest change in their order, and the others as one where there are any."""

    top: tuple[Flow, ...]
    rest: Flow | None

    @property
    def all(self) -> tuple[Flow, ...]:
        """The rows to show."""
        return self.top if self.rest is None else (*self.top, self.rest)


def flows(con: Engine, base: Keyed, head: Keyed, limit: int) -> Flows:
    """The flows of two kept reports by the same dimensions, the `limit` first of them one by one."""
    sides = [
        f"SELECT *, {side} AS side FROM {groups_of(kept)}"  # noqa: S608  # our own names
        for side, kept in enumerate((base, head))
        if kept.cuts is not None
    ]
    if not sides:
        return Flows((), None)
    dims = head.dims or base.dims
    names = ", ".join(dims)
    text = sql("both_sides", names=names, sides=" UNION ALL ".join(sides))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_BOTH} AS {text}")
    order = ", ".join(f"{name} NULLS LAST" for name in dims)
    text = sql("most_changed", names=names, groups=_BOTH, ordering=order, limit=f"{limit:d}")
    top = tuple(_flow(row, len(dims)) for row in con.execute(text).fetchall())
    (sums,) = con.execute(sql("both_sums", groups=_BOTH)).fetchall()
    return Flows(top, _rest(top, sums, len(dims)))


def _flow(row: Sequence[object], dims: int) -> Flow:
    key, (before, after, *costs) = row[:dims], row[dims:]
    known = [None if cost is None else Decimal(str(cost)) for cost in costs]
    names = tuple(None if part is None else str(part) for part in key)
    return Flow(names, (int(str(before)), int(str(after))), (known[0], known[1]))


def _rest(top: Sequence[Flow], sums: Sequence[object], dims: int) -> Flow | None:
    """What is left of the sums without the first flows; a cost is None where none of the others has one."""
    every, known = _flow(sums[1:5], 0), [int(str(count)) for count in sums[5:]]
    more = int(str(sums[0])) - len(top)
    if not more:
        return None
    costs: list[Decimal | None] = []
    for side in (0, 1):
        mine = [flow.costs[side] for flow in top if flow.costs[side] is not None]
        left = EXACT.subtract(every.costs[side] or ZERO, total(mine))
        costs.append(left if known[side] > len(mine) else None)
    requests = [every.requests[side] - sum(flow.requests[side] for flow in top) for side in (0, 1)]
    key = (f"(other, {more:,} more)", *("" for _ in range(dims - 1)))
    return Flow(key, (requests[0], requests[1]), (costs[0], costs[1]))
