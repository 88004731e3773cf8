"""queries/others.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

CALLS = """SELECT * FROM (VALUES ('a', 'p', 'm', true, {'meter': 'gizmo', 'quantity': 1.5::DECIMAL(18,6)}),
    ('a', 'p', 'm', true, {'meter': 'gizmo', 'quantity': 0.5::DECIMAL(18,6)}),
    ('a', 'p', 'm', true, {'meter': 'gadget', 'quantity': 3::DECIMAL(18,6)}),
    ('b', 'p', 'm', false, {'meter': 'gadget', 'quantity': 4::DECIMAL(18,6)}))
    AS t(d0, provider, model, billable, item)"""
RATES = "SELECT 'gizmo' AS meter, CAST(0.25 AS DECIMAL(22,18)) AS rate"


def test_other_meters_are_priced_by_name() -> None:
    """2 gizmos at 0.25; gadgets have no rate; what is not billed costs 0."""
    rows = rows_of(
        "others",
        {"c": CALLS, "r": RATES},
        dimensions="calls.d0,",
        rate="(CASE WHEN calls.billable THEN rates.rate ELSE 0 END)",
        calls="c",
        other_rates="r",
        same_key="true",
    )

    assert sorted(rows) == [
        ("a", "p", "m", "gadget", 3, 3, 0, False, True),
        ("a", "p", "m", "gizmo", 2, 0, Decimal("0.5"), True, False),
        ("b", "p", "m", "gadget", 4, 0, 0, True, False),
    ]
    assert is_unique(rows, 4)
