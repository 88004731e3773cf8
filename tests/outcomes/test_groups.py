"""Tasks prepared in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from support.ledger_rows import stage
from support.usage import T0, call, usage_rows
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.outcomes.groups import Asked, Tasks, tasks_of
from tokenomics.outcomes.rules import DEFAULT


def _prepared(
    query: CostQuery, scopes: Sequence[str] | None = None
) -> tuple[Tasks, list[tuple[str | None, ...]]]:
    with connect() as con:
        rows = [call(task_id="a", team="x", input=1), call(task_id="b", input=1), call(input=1)]
        used = usage_rows(con, rows)
        asked = Asked((DEFAULT,), T0 + timedelta(days=1))
        outcomes = stage(con, "outcome", [])
        found = tasks_of(con, "usage", used, query, asked, outcomes=outcomes, scopes=scopes)
        text = f"SELECT task_id, verdict, untasked FROM {found.calls(found.chosen)} AS c"
        return found, sorted(con.execute(text).fetchall(), key=str)


def test_calls_carry_the_verdict_of_their_task_where_it_is_asked_for() -> None:
    """A is of team x, b of none, and the last call is of no task."""
    _, rows = _prepared(CostQuery(where=(("team", "x"),)))

    assert rows == [("a", "open", None), (None, None, "none"), (None, None, None)]


def test_scopes_and_filters_tell_tasks_apart_where_costs_are_confined() -> None:
    """Without scopes only what the question groups by does."""
    query = CostQuery(by=("feature",), where=(("team", "x"),))

    assert [d.name for d in _prepared(query)[0].dims] == ["feature"]
    assert [d.name for d in _prepared(query, ["user"])[0].dims] == ["feature", "user", "team"]
    assert [d.name for d in _prepared(query, [])[0].dims] == ["feature", "team"]
