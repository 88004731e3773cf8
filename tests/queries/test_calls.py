"""queries/calls.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_a_call_is_chosen_by_the_condition_and_shaped_by_the_columns() -> None:
    """One row a record that meets the conditions."""
    usage = "SELECT * FROM (VALUES (1, 'a', 5), (2, 'b', 6)) AS t(id, team, input)"
    rows = rows_of(
        "calls",
        {"usage": usage},
        columns="team AS d0, input",
        relation="usage",
        conditions="id > 1",
    )

    assert rows == [("b", 6)]
