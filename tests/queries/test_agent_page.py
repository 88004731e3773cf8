"""queries/agent_page.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_agent_page() -> None:
    """Of three groups the dearest two, the one without a name among them; what one lacks is unknown."""
    parts = {
        "groups": "SELECT * FROM (VALUES ('a', 1), (NULL, 3), ('c', 2)) AS v(d0, cost)",
        "hours": "SELECT NULL::VARCHAR AS d0, 4 AS quarters",
        "tails": "SELECT 'c' AS d0, 7 AS runaways",
        "rows": "r",
    }
    same = {
        f"same_{name}": f"groups.d0 IS NOT DISTINCT FROM {other}.d0"
        for name, other in (("hours", "hours"), ("rows", "ranks"), ("tails", "tails"))
    }
    rows = rows_of(
        "agent_page", {"r": "SELECT NULL::VARCHAR AS d0, 5 AS tasks"}, dimensions="groups.d0, ",
        ordering="ORDER BY groups.cost DESC LIMIT 2", **parts, **same,
    )  # fmt: skip

    assert rows == [
        (None, 3, None, 3, None, 4, None, 5, None, None),
        ("c", 3, "c", 2, None, None, None, None, "c", 7),
    ]
