"""queries/charged_once.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql

_DAY = "TIMESTAMPTZ '2026-11-02 00:00:00+00:00'"


def left(*lines: str) -> list[str]:
    """What is left of lines given as "name, source, series, scope, billed_cost" in SQL."""
    values = ", ".join(f"({line}, {_DAY}, 'openai', 'USD')" for line in lines)
    columns = "name, source, series, scope_id, billed_cost, ts, provider, currency"
    with connect() as con:
        con.execute(f"CREATE TABLE c AS SELECT * FROM (VALUES {values}) AS t({columns})")
        found = fetch(con, f"SELECT name FROM ({sql('charged_once', charges='c')})")
    return sorted(name for (name,) in found)


def test_of_two_groupings_the_finer_one_is_left() -> None:
    """1 + 2 by line item and project is the 3 by line item alone, and the 3 that names the account."""
    assert left(
        "'a', 's', '1d: line_item', NULL, 3.0",
        "'b', 's', '1d: line_item, project_id', NULL, 1.0",
        "'c', 's', '1d: line_item, project_id', NULL, 2.0",
        "'d', 's', '1d: organization_id', 'org', 3.0",
    ) == ["b", "c"]


def test_other_charges_stand() -> None:
    """Another amount, another account, another source, no series: nobody can say that they are the same."""
    lines = [
        "'a', 's', '1d: x', 'one', 3.0",
        "'b', 's', '1d: x, y', 'two', 3.0",
        "'c', 's', '1d: x, z', 'one', 4.0",
        "'d', 'other', '1d: x, y', 'one', 3.0",
        "'e', 's', NULL, 'one', 3.0",
    ]

    assert left(*lines) == ["a", "b", "c", "d", "e"]


def test_as_fine_as_each_other() -> None:
    """Of two groupings by one name each the first by name is left, in any order."""
    lines = ["'a', 's', '1d: a', NULL, 3.0", "'b', 's', '1d: b', NULL, 3.0"]

    assert left(*lines) == left(*reversed(lines)) == ["a"]
