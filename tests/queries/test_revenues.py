"""queries/revenues.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

REVENUES = """SELECT * FROM (VALUES (1, 'USD', MAP {'customer': 'a'}, 5), (2, 'USD', MAP {'customer': 'a'}, 7),
    (3, 'EUR', MAP {'customer': 'a'}, 1), (9, 'USD', MAP {'customer': 'a'}, 100))
    AS t(ts, currency, scope, amount)"""


def test_money_of_one_scope_is_summed_by_currency() -> None:
    """5 and 7 dollars and 1 euro; what came later is of no account."""
    rows = rows_of("revenues", {"r": REVENUES}, revenues="r", conditions="revenues.ts < 9")

    assert sorted(rows, key=str) == [("EUR", {"customer": "a"}, 1), ("USD", {"customer": "a"}, 12)]
