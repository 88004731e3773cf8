"""queries/billed_usage.sql by hand."""

from __future__ import annotations

from typing import Any

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql

_COLUMNS = "record_id, line_kind, quantity, source, meter, unit, sku, description"


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
    """Credits, other sources, other meters and units, and quantities that nobody knows are not."""
    assert told(
        "'a', 'usage', 5, 'cloud', 'input', 'tokens', 'X', 'Y'",
        "'b', 'credit', 5, 'cloud', 'input', 'tokens', 'X', 'Y'",
        "'c', 'usage', 5, 'other', 'input', 'tokens', 'X', 'Y'",
        "'d', 'usage', 5, 'cloud', 'output', 'tokens', 'X', 'Y'",
        "'e', 'usage', 5, 'cloud', 'input', 'hours', 'X', 'Y'",
        "'f', 'usage', NULL, 'cloud', 'input', 'tokens', 'X', 'Y'",
        "'g', 'usage', 0, 'cloud', 'input', 'tokens', 'X', 'Y'",
    ) == [("a", 5, None), ("u", 7, None)]


def test_a_line_of_long_contexts_is_a_variant_of_its_own() -> None:
    """Its tokens cost another rate than those of short ones, and no call's length is known."""
    assert told(
        "'a', 'usage', 1, 'cloud', 'input', 'tokens', '5.6 sol LongCo Inp Std Gl 1M Tokens', NULL",
        "'b', 'usage', 2, 'cloud', 'input', 'tokens', NULL, 'Gemini 2.5 Pro Input Text (Long)'",
        "'c', 'usage', 3, 'cloud', 'input', 'tokens', 'Longcat Inp', NULL",
    ) == [("a", 1, "long_context"), ("b", 2, "long_context"), ("c", 3, None), ("u", 7, None)]
