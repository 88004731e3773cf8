"""queries/bill_lines.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

CHARGES = """SELECT *, TIMESTAMPTZ '1970-01-01 00:00:01+00:00' AS ts, NULL::TIMESTAMPTZ AS ts_end, 'OpenAI' AS provider,
    'API' AS service, 'Tokens' AS unit, NULL::VARCHAR AS service_tier, 'usage' AS line_kind, 'USD' AS currency,
    NULL::VARCHAR AS pricing_currency, NULL::DECIMAL(38, 18) AS exchange_rate
FROM (VALUES
    ('a', 'input', 10.0, 1.5, 2.0), ('a', 'input', NULL, -0.25, NULL), ('b', 'input', 4.0, 3.0, 3.0)
) AS t(model_served, meter, quantity, billed_cost, list_cost)"""


def test_lines_alike_are_summed_and_counted() -> None:
    """Two lines of a, of which one measures and lists: 1.5 - 0.25; a line of b; nothing else passes the filter."""
    rows = rows_of("bill_lines", {"c": CHARGES}, charges="c", conditions="charges.quantity > 0 OR charges.billed_cost < 0")  # fmt: skip

    assert [(row[4], *row[12:]) for row in rows] == [
        ("a", 2, 1, 1, Decimal("10.0"), Decimal("1.25"), Decimal("2.0")),
        ("b", 1, 1, 1, Decimal("4.0"), Decimal("3.0"), Decimal("3.0")),
    ]
    assert is_unique(rows, 12)
