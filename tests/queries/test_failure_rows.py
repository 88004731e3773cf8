"""queries/failure_rows.sql by hand."""

from __future__ import annotations

from typing import Any

import pytest

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql

# A first attempt, a second of 3 dollars by a fallback, one without a price, and one that states nothing.
_CALLS = """SELECT * FROM (VALUES
    ('f', 'ok', NULL, 1, 2, true, false, 1, false, NULL, false, NULL),
    ('f', 'ok', NULL, 1, 3, true, false, 2, true, NULL, true, 'task t'),
    ('f', 'ok', NULL, 1, 0, false, true, 3, NULL, 4, true, NULL),
    ('g', 'failed', 'e', 2, 0, true, false, NULL, NULL, NULL, true, NULL))
    AS v(c0, mode, error, requests, cost, priced, unpriced, attempt, is_fallback, hidden_attempts, is_repeat, flow)"""


@pytest.fixture
def rows() -> dict[str, dict[str, Any]]:
    """The rows by their group."""
    with connect() as con:
        con.execute(f"CREATE TABLE calls AS {_CALLS}")
        text = sql("failure_rows", dimensions="calls.c0 AS d0, ", each="calls", grouping="1, 2, 3")
        heads = [column[0] for column in con.execute(text).description or ()]
        return {row[0]: dict(zip(heads, row, strict=True)) for row in fetch(con, text)}


def test_attempts_and_fallbacks_are_counted_with_their_cost(rows: dict[str, Any]) -> None:
    """2 + 3 dollars, 3 of a later attempt and a fallback; one later attempt has no price."""
    f = rows["f"]

    assert (f["requests"], f["cost"], f["is_known"], f["unpriced"], f["free"]) == (3, 5, True, 1, 0)
    assert (f["attempts_stated"], f["retries"], f["retry_cost"]) == (3, 2, 3)
    assert (f["fallbacks_stated"], f["fallbacks"], f["fallback_cost"]) == (2, 1, 3)
    assert (f["unlisted"], f["flowless"]) == (4, 1)


def test_what_no_call_states_is_null(rows: dict[str, Any]) -> None:
    """Two failed requests that cost nothing state no attempt, fallback or flow."""
    g = rows["g"]

    assert (g["requests"], g["cost"], g["is_known"], g["free"], g["flowless"]) == (2, 0, True, 2, 2)
    assert (g["attempts_stated"], g["fallbacks_stated"], g["unlisted"]) == (None, None, None)
