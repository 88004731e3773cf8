"""queries/billed_usage.sql by hand."""

from __future__ import annotations

from typing import Any

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql

_COLUMNS = (
    "record_id, line_kind, quantity, source, meter, unit, sku, description, billed_cost, list_cost"
)


def told(*lines: str) -> list[tuple[Any, ...]]:
    """Record, input and variant of what lines given in SQL tell of usage, beside a record of 7 tokens."""
    nothing = "merge_rank source_file source_line ts ts_end scope_id provider model_served region service_tier tags"
    empty = ", ".join(f"NULL AS {name}" for name in nothing.split())
    with connect() as con:
        con.execute(
            "CREATE TABLE u AS SELECT 'u' AS record_id, 7 AS input, NULL::VARCHAR AS variant"
        )
        con.execute(
            f"CREATE TABLE c AS SELECT *, {empty} FROM (VALUES {', '.join(f'({line})' for line in lines)}) AS t({_COLUMNS})"
        )
        text = sql(
            "billed_usage", usage="u", charges="c", sources="'cloud'", units="('input', 'tokens')",
            meters="CASE WHEN lines.meter = 'input' THEN lines.quantity END AS input",
        )  # fmt: skip
        return sorted(fetch(con, f"SELECT record_id, input, variant FROM ({text})"))


def test_a_line_that_states_tokens_is_usage() -> None:
    """Credits, other sources, other meters and units, what nobody knows how much it is, what is free: are not."""
    assert told(
        "'a', 'usage', 5, 'cloud', 'input', 'Tokens', 'X', 'Y', 0, 1",
        "'b', 'credit', 5, 'cloud', 'input', 'tokens', 'X', 'Y', 1, NULL",
        "'c', 'usage', 5, 'other', 'input', 'tokens', 'X', 'Y', 1, NULL",
        "'d', 'usage', 5, 'cloud', 'output', 'tokens', 'X', 'Y', 1, NULL",
        "'e', 'usage', 5, 'cloud', 'input', 'hours', 'X', 'Y', 1, NULL",
        "'h', 'usage', 5, 'cloud', 'input', 'tokens', 'X', 'Y', 0, 0",
        "'f', 'usage', NULL, 'cloud', 'input', 'tokens', 'X', 'Y', 1, NULL",
        "'g', 'usage', 0, 'cloud', 'input', 'tokens', 'X', 'Y', 1, NULL",
    ) == [("a", 5, None), ("u", 7, None)]


def test_a_line_of_long_contexts_is_a_variant_of_its_own() -> None:
    """Its tokens cost another rate than those of short ones, and no call's length is known."""
    assert told(
        "'a', 'usage', 1, 'cloud', 'input', 'tokens', '5.6 sol LongCo Inp Std Gl 1M Tokens', NULL, 1, NULL",
        "'b', 'usage', 2, 'cloud', 'input', 'tokens', NULL, 'Gemini 2.5 Pro Input Text (Long)', 1, NULL",
        "'c', 'usage', 3, 'cloud', 'input', 'tokens', 'Longcat Inp', NULL, 1, NULL",
    ) == [("a", 1, "long_context"), ("b", 2, "long_context"), ("c", 3, None), ("u", 7, None)]
