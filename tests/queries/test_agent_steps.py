"""queries/agent_steps.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def test_agent_steps() -> None:
    """A name twice in a task is one step; a call without a step or task is none."""
    calls = "SELECT *, 1.0 AS cost, true AS priced FROM (VALUES ('t', 'plan', 1), ('t', 'plan', 2), ('t', 'read', 4), ('t', NULL, 8), (NULL, 'plan', 16)) AS v(task, step, tokens)"

    assert rows_of("agent_steps", {"c": calls}, calls="c") == [("t", 2, 7, Decimal("3.0"), True)]
