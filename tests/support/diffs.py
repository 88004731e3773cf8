"""Small comparisons made without any log."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.comparing.difference import Diff, difference
from tokenomics.comparing.group import Group, Key
from tokenomics.comparing.measured import Measured
from tokenomics.comparing.verdicts import Verdict
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.costing.coverage import Coverage, Tokens
from tokenomics.records.money import ZERO, total

_COVERAGE = Coverage(0, 0, 0, 0, 0, 0, 0, ZERO, 0, {}, Tokens(0, 0, 0, 0, 0, 0, 0))


def diff_of(
    base: dict[str, str], head: dict[str, str], *gates: Verdict, then: str | None = None
) -> Diff:
    """A comparison of costs by feature, a request each; `then` is the base's at the head's prices."""
    query = CostQuery(by=("feature",))
    sides = [_side(base, query, then), _side(head, query, None)]
    return difference(sides[0], sides[1], [("a", "logs"), ("b", "logs")], query)._replace(
        gates=gates
    )


def _side(costs: dict[str, str], query: CostQuery, then: str | None) -> Measured:
    groups: dict[Key, Group] = {
        (name,): Group(1, Decimal(cost), Decimal(then or cost)) for name, cost in costs.items()
    }
    whole = Group(
        len(groups), total(g.cost for g in groups.values()), total(g.then for g in groups.values())
    )
    row = CostRow((), len(groups), {}, whole.cost)
    report = CostReport(query, query.by, (), 0, 0, row, (), _COVERAGE, None, None)
    return Measured(whole, groups, {}, {"request": len(groups)}, report)
