"""queries/revenues.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

REVENUES = """SELECT * FROM (VALUES (1, 'USD', MAP {'customer': 'a'}, 5), (2, 'USD', MAP {'customer': 'a'}, 7),
    (3, 'EUR', MAP {'customer': 'a'}, 1), (9, 'USD', MAP {'customer': 'a'}, 100))
    AS t(ts, currency, scope, amount)"""


def test_money_of_one_scope_is_summed_by_currency() -> None:
    """5 and 7 dollars and 1 euro, whose instant is kept; what came later is of no account."""
    at = "CASE WHEN revenues.currency = 'EUR' THEN revenues.ts END"
    rows = rows_of("revenues", {"r": REVENUES}, revenues="r", at=at, conditions="revenues.ts < 9")

    assert rows == [("EUR", 3, {"customer": "a"}, 1), ("USD", None, {"customer": "a"}, 12)]
