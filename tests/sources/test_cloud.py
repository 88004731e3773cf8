"""What all exports of clouds share."""

from __future__ import annotations

from support.draft import macros
from tokenomics.sources import cloud
from tokenomics.sources.contract import field

_LINES = """WITH lines AS (
    SELECT 'f' AS source_file, n AS source_line, false AS skip, CAST(NULL AS VARCHAR) AS problem,
        'a|2026-11' AS statement, n = 3 AS is_invoiced, TIMESTAMPTZ '2026-11-02 00:00:00+00' AS ts,
        TIMESTAMPTZ '2026-11-03 00:00:00+00' AS ts_end, 'a' AS scope_id, 'aws' AS provider, 's' AS service,
        'm' AS model_served, 'usage' AS line_kind, 'd' AS description, 'r' AS region, 'k' AS sku,
        'input' AS meter, 'batch' AS service_tier, CAST(nullif(n, 2) AS DECIMAL(18, 6)) AS quantity,
        'tokens' AS unit, CAST(n AS DECIMAL(38, 18)) AS billed_cost, CAST(n AS DECIMAL(38, 18)) AS effective_cost,
        CAST(n AS DECIMAL(38, 18)) AS list_cost, coin AS currency, 'USD' AS pricing_currency,
        CAST(nullif(n - 1, 1) AS DECIMAL(38, 18)) AS exchange_rate, MAP {'team': 'x'} AS tags, what, CAST(n AS VARCHAR) AS cost
    FROM (VALUES (1, 'one', 'USD'), (2, 'one', 'USD'), (3, 'two', 'Dollar'), (4, 'two', NULL)) AS given(n, what, coin)
)"""


def _drafts(*sizes: str) -> list[tuple[object, ...]]:
    text = cloud.query(_LINES, fields=(field("what"), field("cost")), sizes=sizes)
    return macros().execute(
        f"SELECT key, problem, unit, quantity_known FROM ({text}) ORDER BY source_line"
    ).fetchall()  # fmt: skip


def test_a_line_is_known_by_what_it_says_beside_its_size() -> None:
    """Two lines alike in all but their cost are the greater and the lesser one; with the cost they are two of their own."""
    assert [row[0] for row in _drafts("cost")] == ["one\x1f2", "one\x1f1", "two\x1f2", "two\x1f1"]
    assert [row[0] for row in _drafts()][:2] == ["one\x1f1\x1f1", "one\x1f2\x1f1"]


def test_prices_are_in_another_currency_where_a_rate_is_stated() -> None:
    """One of nothing is no rate; lines state none, none, and 2 and 3 for a dollar."""
    text = cloud.query(_LINES, fields=(field("what"), field("cost")))
    found = macros().execute(f"SELECT pricing_currency, exchange_rate FROM ({text}) ORDER BY source_line")  # fmt: skip

    assert found.fetchall() == [(None, None), (None, None), ("USD", 2), ("USD", 3)]


def test_a_currency_is_three_letters_and_a_unit_has_a_quantity() -> None:
    """A currency that is none is refused; where no quantity is known no unit is either."""
    found = _drafts("cost")

    assert [row[1] for row in found] == [
        None, None, "currency: not a code of three letters", "currency: missing",
    ]  # fmt: skip
    assert [row[2:] for row in found[:2]] == [("tokens", True), (None, False)]
