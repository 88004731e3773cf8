"""queries/outcome_values.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_each_value_stands_once() -> None:
    """In their order."""
    outcomes = "SELECT * FROM (VALUES ('b'), ('a'), ('b')) AS t(name)"

    assert rows_of("outcome_values", {"o": outcomes}, outcomes="o", column="name") == [
        ("a",),
        ("b",),
    ]
