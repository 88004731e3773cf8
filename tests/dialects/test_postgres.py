from __future__ import annotations

from tokenomics.dialects import transpiled


def test_names_compare_as_they_are() -> None:
    """Nulls that are the same stay the same."""
    assert transpiled("SELECT a IS NOT DISTINCT FROM b FROM t", "postgres") == (
        "SELECT a IS NOT DISTINCT FROM b FROM t"
    )
