"""queries/model_pairs.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_calls_of_another_model_are_listed_once() -> None:
    """Two calls went from a to b, one stayed, one states no model."""
    calls = (
        "SELECT * FROM (VALUES ('a', 'b'), ('a', 'b'), ('a', 'a'), (NULL, 'b')) AS t(before, after)"
    )

    assert rows_of("model_pairs", {"calls": calls}, calls="calls") == [("a", "b")]
