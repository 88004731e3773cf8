"""queries/calls_once.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_calls_once() -> None:
    """The record that stands keeps its counts and takes what only another knows, of several the more trusted one."""
    base = """SELECT * FROM (VALUES (1, 'request', 5, NULL), (2, 'request', 9, 'f'), (5, 'request', 9, 'h'), (3, 'request', 7, 'g'),
        (4, 'bucket', 8, NULL)) AS t(record_id, grain, input, feature)"""
    placed = "SELECT * FROM (VALUES (1, 1, 1), (2, 2, 1), (5, 3, 1)) AS t(record_id, place, stands)"
    found = rows_of(
        "calls_once",
        {"b": base, "p": placed},
        base="b",
        placed="p",
        known="min_by(records.feature, placed.place) FILTER (WHERE records.feature IS NOT NULL) AS feature",
        merged="records.record_id, records.input, coalesce(records.feature, known.feature) AS feature",
    )

    assert sorted(found) == [(1, 5, "f", False), (3, 7, "g", False)]
