from __future__ import annotations

import pytest

from tokenomics.dialects import transpiled


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT epoch_us(ts) FROM t", "SELECT UNIX_MICROS(ts) FROM t"),
        ("SELECT list_contains(a, 'b') FROM t", "SELECT ARRAY_CONTAINS(a, 'b') FROM t"),
    ],
)
def test_what_spark_says_otherwise(ours: str, theirs: str) -> None:
    """A statement that DuckDB understands becomes one that Spark answers alike."""
    assert transpiled(ours, "spark") == theirs
