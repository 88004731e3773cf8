"""queries/otherwise.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_every_call_is_kept_with_its_columns_as_they_would_be() -> None:
    """Of 1 and 5 the second is cut to what is joined: 3."""
    rows = rows_of(
        "otherwise",
        {"usage": "SELECT * FROM (VALUES (1), (5)) AS t(n)"},
        columns="least(calls.n, usual.n) AS n",
        relation="usage",
        join="CROSS JOIN (SELECT 3 AS n) AS usual",
    )

    assert sorted(rows) == [(1,), (3,)]
