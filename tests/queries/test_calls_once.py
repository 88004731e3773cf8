"""queries/calls_once.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_calls_once() -> None:
    """The trusted record keeps its counts and takes what only the other knows."""
    base = """SELECT * FROM (VALUES (1, 'request', 5, NULL, 2), (2, 'request', 9, 'f', 1), (3, 'request', 7, 'g', 1),
        (4, 'bucket', 8, NULL, 1)) AS t(record_id, grain, input, feature, trust)"""
    same = "SELECT * FROM (VALUES (1, 'r'), (2, 'r')) AS t(record_id, call)"
    found = rows_of(
        "calls_once",
        {"b": base, "s": same},
        base="b",
        same="s",
        columns="records.record_id, records.grain, records.input, records.feature",
        trust="records.trust DESC",
        known="min_by(feature, place) FILTER (WHERE feature IS NOT NULL) AS feature",
        merged="ranked.record_id, ranked.grain, ranked.input, known.feature",
    )

    assert sorted(found) == [(1, "request", 5, "f"), (3, "request", 7, "g")]
