"""queries/agent_tasks.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import rows_of


def _thread(agent: str, at: int, tokens: int | str, first: int, last: int) -> str:
    turns = f"2 AS turns, {first} AS first_context, {last} AS last_context"
    return (
        f"SELECT 't' AS task, {agent} AS agent, {agent} AS d0, {at} AS began,"
        f" {at} AS ended, 2 AS requests, 30 AS tokens, 1.5 AS cost, true AS priced,"
        f" 0 AS first_line, {tokens} AS first_tokens, {turns}"
    )


def _rows(*threads: str) -> list[tuple[object, ...]]:
    steps = "SELECT 't' AS task, 3 AS steps, 9 AS tokens, 0.5 AS cost, true AS priced"
    return rows_of(
        "agent_tasks", {"threads": " UNION ALL ".join(threads), "steps": steps},
        threads="threads", steps="steps", firsts="min(threads.d0) AS d0, ",
        dimensions="tasks.d0, ",
    )  # fmt: skip


def test_agent_tasks() -> None:
    """60 tokens are 12 x the first call's 5, which a sub-agent made; the main line goes 10 to 25: 2.5 x."""
    (row,) = _rows(_thread("CAST(NULL AS VARCHAR)", 2, 20, 10, 25), _thread("'a'", 1, 5, 7, 7))

    assert row[1:8] == ("a", 4, 60, Decimal("3.0"), True, 1, Decimal("1.5"))
    assert row[8:12] == (5, 12_000_000, 2_500_000, 15_000_000)
    assert row[12:] == (3, 9, Decimal("0.5"), True)


def test_a_first_call_without_tokens_has_no_multiple() -> None:
    """Neither where it states none, nor where it states 0."""
    for tokens in ("CAST(NULL AS BIGINT)", 0):
        (row,) = _rows(_thread("'a'", 1, tokens, 7, 7))

        assert (row[8], row[9]) == (None, None)
