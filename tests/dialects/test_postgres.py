"""Statements as Postgres understands them."""

from __future__ import annotations

import pytest

from tokenomics.dialects import transpiled

_PAIR = "struct_pack(at := a, line := b)"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a IS NOT DISTINCT FROM b", "a IS NOT DISTINCT FROM b"),
        ("epoch_us(ts)", "CAST(EXTRACT(EPOCH FROM ts) * 1000000 AS BIGINT)"),
        ("sum(a) // b", "DIV(CAST(SUM(a) AS DECIMAL), b)"),
        ("lower(hex(a))", "ENCODE(a, 'hex')"),
        ("unhex('00ff')", "DECODE('00ff', 'hex')"),
        ("array_length(a)", "CARDINALITY(a)"),
        ("list_contains(['x'], a)", "a = ANY(ARRAY['x'])"),
        ("tags['it''s']", "(tags ->> 'it''s')"),
        ("unnest(calls.other)", "JSONB_ARRAY_ELEMENTS(calls.other)"),
        ("calls.item.meter", "(calls.item ->> 'meter')"),
        ("item.quantity", "CAST(item ->> 'quantity' AS DECIMAL(18, 6))"),
        ("string_split(a, ' ')", "STRING_TO_ARRAY(a, ' ')"),
        (r"regexp_matches(a, '\b(x)\b')", r"a ~ '\y(x)\y'"),
        ("quantile_disc(a, 0.9)", "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY a)"),
        (
            "min_by(a, b) FILTER (WHERE a > 1)",
            "(ARRAY_AGG(a ORDER BY b) FILTER(WHERE a > 1))[1]",
        ),
        (
            "min_by(prefix_digests, b)",
            "CAST((ARRAY_AGG(CAST(prefix_digests AS TEXT) ORDER BY b))[1] AS BYTEA[])",
        ),
        (f"struct_extract(min({_PAIR}), 'line')", "(ARRAY_AGG(b ORDER BY a, b))[1]"),
        (
            f"struct_extract(max({_PAIR}) FILTER (WHERE c), 'at')",
            "(ARRAY_AGG(a ORDER BY a DESC, b DESC) FILTER(WHERE c))[1]",
        ),
    ],
)
def test_what_postgres_says_otherwise(ours: str, theirs: str) -> None:
    """An expression that DuckDB understands becomes one that Postgres answers alike."""
    assert transpiled(f"SELECT {ours} AS x FROM t", "postgres") == f"SELECT {theirs} AS x FROM t"


def test_a_table_is_replaced() -> None:
    """A table that stands already goes first, and how large the new one is is told."""
    assert transpiled("CREATE OR REPLACE TEMP TABLE x AS SELECT 1 AS a", "postgres") == (
        "DROP TABLE IF EXISTS x CASCADE; CREATE TEMPORARY TABLE x AS SELECT 1 AS a; ANALYZE x"
    )


def test_a_view_is_replaced_whatever_its_columns() -> None:
    """Postgres would keep the columns that it has."""
    assert transpiled("CREATE OR REPLACE TEMP VIEW x AS SELECT 1 AS a", "postgres") == (
        "DROP VIEW IF EXISTS x CASCADE; CREATE TEMPORARY VIEW x AS SELECT 1 AS a"
    )


def test_a_table_may_be_made_of_the_one_that_it_replaces() -> None:
    """That one goes when it has been read."""
    assert transpiled("CREATE OR REPLACE TEMP TABLE x AS SELECT a FROM x", "postgres") == (
        "CREATE TEMPORARY TABLE x_anew AS SELECT a FROM x; DROP TABLE IF EXISTS x CASCADE;"
        " ALTER TABLE x_anew RENAME TO x; ANALYZE x"
    )


def test_columns_have_types_that_hold_the_same() -> None:
    """Texts compare by bytes, maps and lists of structs are documents, decimals as exact as they were."""
    types = "a VARCHAR, b DECIMAL(22, 18), c BLOB, d MAP(VARCHAR, VARCHAR), e STRUCT(x VARCHAR)[], f BLOB[]"

    assert transpiled(f"CREATE TABLE t ({types})", "postgres") == (
        'CREATE TABLE t (a TEXT COLLATE "C", b DECIMAL(22, 18), c BYTEA, d JSONB, e JSONB, f BYTEA[])'
    )


def test_nulls_stand_where_they_stood() -> None:
    """DuckDB has nulls last in either order, Postgres first where the greatest is."""
    assert transpiled("SELECT a FROM t ORDER BY a DESC, b", "postgres") == (
        "SELECT a FROM t ORDER BY a DESC NULLS LAST, b"
    )


def test_a_text_may_be_no_number() -> None:
    """What cannot be cast is null, as TRY_CAST has it."""
    found = transpiled("SELECT TRY_CAST(a AS DOUBLE) FROM t", "postgres")

    assert found.startswith("SELECT CASE WHEN a ~ '^")
    assert found.endswith("THEN CAST(a AS DOUBLE PRECISION) END FROM t")


def test_a_query_that_is_selected_from_has_a_name() -> None:
    """And a constant may be grouped by."""
    assert transpiled("SELECT 1 FROM (SELECT a FROM t) GROUP BY a, true", "postgres") == (
        "SELECT 1 FROM (SELECT a FROM t) AS rows_of_it GROUP BY a, CAST(TRUE AS BOOLEAN)"
    )
