"""queries/straddling.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_only_buckets_that_reach_over_count() -> None:
    """Requests of the one bucket that does; nothing is 0."""
    calls = """SELECT * FROM (VALUES ('bucket', true, 5), ('bucket', false, 7), ('request', true, 1))
        AS t(grain, reaches, requests)"""

    assert rows_of("straddling", {"c": calls}, calls="c") == [(5,)]
    assert rows_of("straddling", {"c": calls}, calls="(SELECT * FROM c WHERE false)") == [(0,)]
