"""queries/charges.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import is_unique, rows_of

CHARGES = """SELECT * FROM (VALUES
    (TIMESTAMPTZ '1970-01-01 00:00:01+00:00', TIMESTAMPTZ '1970-01-01 00:00:02+00:00', 'USD', 'a', 1.5),
    (TIMESTAMPTZ '1970-01-01 00:00:01+00:00', TIMESTAMPTZ '1970-01-01 00:00:02+00:00', 'USD', 'a', -0.25),
    (TIMESTAMPTZ '1970-01-01 00:00:01+00:00', NULL, 'USD', 'a', NULL),
    (TIMESTAMPTZ '1970-01-01 00:00:01+00:00', NULL, 'EUR', 'a', 2.0),
    (TIMESTAMPTZ '1970-01-01 00:00:01+00:00', NULL, 'EUR', 'b', 4.0)
) AS t(ts, ts_end, currency, service, billed_cost)"""


def test_lines_are_summed_by_period_and_currency() -> None:
    """1.5 - 0.25 dollars of one second; of no end a line without a cost, and euros apart; not of b."""
    rows = rows_of(
        "charges", {"c": CHARGES}, charges="c", cost="billed_cost",
        conditions="charges.service = 'a'",
    )  # fmt: skip

    assert sorted(rows, key=str) == [
        (1_000_000, 2_000_000, "USD", Decimal("1.25"), 2, 2),
        (1_000_000, None, "EUR", Decimal("2.0"), 1, 1),
        (1_000_000, None, "USD", Decimal(0), 1, 0),
    ]
    assert is_unique(rows, 3)
