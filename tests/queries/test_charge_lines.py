"""queries/charge_lines.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

LINES = """SELECT TIMESTAMPTZ '1970-01-01 00:00:01+00' + INTERVAL 1 SECOND * n AS ts, NULL::TIMESTAMPTZ AS ts_end,
    n AS record_id, 'a' AS scope_id, 'p' AS provider, 's' AS service, 'm' AS model_served, 'usage' AS line_kind,
    'd' AS description, 'r' AS region, 'k' AS sku, 'input' AS meter, 'batch' AS service_tier, 5 AS quantity,
    'Tokens' AS unit, 'USD' AS currency, n AS billed_cost, 2 AS effective_cost, 3 AS list_cost,
    4 AS contracted_cost, MAP {'k': 'v'} AS tags FROM range(3) AS t(n)"""


def test_each_line_of_the_period_is_a_row_in_order_of_time() -> None:
    """Of three lines, a second apart, the last two."""
    rows = rows_of("charge_lines", {"lines": LINES}, charges="lines", conditions="billed_cost > 0")
    rest = (None, "a", "p", "s", "m", "usage", "d", "r", "k", "input", "batch", 5, "Tokens", "USD")

    assert rows == [(n * 1_000_000 + 1_000_000, *rest, n, 2, 3, 4, {"k": "v"}) for n in (1, 2)]
