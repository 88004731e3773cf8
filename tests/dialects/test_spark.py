from __future__ import annotations

import pytest

from tokenomics.dialects import transpiled


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT epoch_us(ts) FROM t", "SELECT UNIX_MICROS(ts) FROM t"),
        ("SELECT greatest(a) FROM t", "SELECT a FROM t"),
        (
            "SELECT quantile_disc(a, 0.5) FROM t",
            "SELECT CAST(PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY a NULLS LAST) AS BIGINT) FROM t",
        ),
        (
            "SELECT max(struct_pack(a := b)) FROM t",
            "SELECT MAX(NAMED_STRUCT('a_is_null', (b) IS NULL, 'a', b)) FROM t",
        ),
        (
            "SELECT list(DISTINCT a ORDER BY a) FROM t",
            "SELECT SORT_ARRAY(COLLECT_SET(a)) FROM t",
        ),
        (
            "SELECT (a, b) IN ((1, 2), (3, 4)) FROM t",
            "SELECT ((a = 1 AND b = 2) OR (a = 3 AND b = 4)) FROM t",
        ),
        (
            "SELECT unnest(a) AS b, generate_subscripts(a, 1) AS c FROM t",
            (
                "SELECT _places._value AS b, (_places._place + 1) AS c FROM t"
                " LATERAL VIEW POSEXPLODE(a) _places AS _place, _value"
            ),
        ),
        (
            "SELECT EXISTS (SELECT 1 FROM (SELECT unnest(t.a) AS i) AS l WHERE l.i.b > t.c) FROM t",
            "SELECT EXISTS(t.a, i -> i.b > t.c) FROM t",
        ),
        ("SELECT list_contains(a, 'b') FROM t", "SELECT ARRAY_CONTAINS(a, 'b') FROM t"),
    ],
)
def test_what_spark_says_otherwise(ours: str, theirs: str) -> None:
    """A statement that DuckDB understands becomes one that Spark answers alike."""
    assert transpiled(ours, "spark") == theirs
