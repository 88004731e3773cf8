"""queries/other_slices.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

CALLS = """SELECT d0, provider, {'meter': meter, 'unit': unit, 'quantity': quantity} AS item FROM (VALUES
    (1, 'x', 'gizmo', 'piece', 2.5), (1, 'x', 'gizmo', 'piece', 1), (1, 'x', 'gizmo', NULL, 4), (2, 'x', 'gadget', 'piece', 1)
) AS t(d0, provider, meter, unit, quantity)"""


def test_quantities_are_summed_by_rate_key_meter_and_unit() -> None:
    """2.5 + 1 gizmos by the piece on the first day and 4 of no unit, a gadget on the second."""
    rows = rows_of("other_slices", {"t": CALLS}, keys="d0, provider", calls="t")

    assert rows == [
        (1, "x", "gizmo", "piece", Decimal("3.5")),
        (1, "x", "gizmo", None, Decimal(4)),
        (2, "x", "gadget", "piece", Decimal(1)),
    ]
    assert is_unique(rows, 4)
