"""The query of lines of bills for capacity."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql

_LINE = "'acme', TIMESTAMPTZ '1970-01-01 00:00:00+00', TIMESTAMPTZ '1970-01-01 00:00:01+00', 'USD'"


def test_commitments_and_capacity_units_are_summed_by_period() -> None:
    """1 + 2 of a second; a line of tokens is none of it, nor is 8 where only what costs less is asked for."""
    rows = f"({_LINE}, 1, 'commitment', NULL), ({_LINE}, 2, 'usage', 'capacity_unit_hours'), ({_LINE}, 4, 'usage', 'input'), ({_LINE}, 8, 'commitment', NULL)"
    charges = (
        f"(SELECT * FROM (VALUES {rows}) AS given"
        "(provider, ts, ts_end, currency, billed_cost, line_kind, meter))"
    )

    assert connect().execute(
        sql("capacity_bought", charges=charges, conditions="charges.billed_cost < 8")
    ).fetchall() == [("acme", 0, 1_000_000, "USD", 3)]
