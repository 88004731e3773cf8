"""queries/names.sql by hand."""

from __future__ import annotations

from support.tables import is_unique, rows_of


def test_names_are_listed_once_with_their_span() -> None:
    """Grain: provider, model, grain of record; a missing model is a name; each has its span."""
    calls = """SELECT provider, model, grain, make_timestamptz(micros) AS ts
        FROM (VALUES ('p', 'm', 'request', 7), ('p', 'm', 'request', 5),
        ('p', 'm', 'bucket', 6), ('p', NULL, 'request', 9))
        AS t(provider, model, grain, micros)"""
    rows = rows_of("names", {"c": calls}, calls="c")

    assert sorted(rows, key=str) == [
        ("p", "m", "bucket", 6, 6),
        ("p", "m", "request", 5, 7),
        ("p", None, "request", 9, 9),
    ]
    assert is_unique(rows, 3)
