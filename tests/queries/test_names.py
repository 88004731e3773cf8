"""queries/names.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of


def test_names_are_listed_once_with_their_requests() -> None:
    """Grain: provider, model, grain of record; a missing model is a name of its own."""
    calls = """SELECT * FROM (VALUES ('p', 'm', 'request', 1), ('p', 'm', 'request', 2),
        ('p', 'm', 'bucket', 5), ('p', NULL, 'request', 1)) AS t(provider, model, grain, requests)"""
    rows = rows_of("names", {"c": calls}, calls="c")

    assert sorted(rows, key=str) == [
        ("p", "m", "bucket", 5),
        ("p", "m", "request", 3),
        ("p", None, "request", 1),
    ]
    assert is_unique(rows, 3)
