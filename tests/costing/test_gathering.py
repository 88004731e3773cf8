"""Sums of records, read from what is kept of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tokenomics.costing.gathering import gathered_sql
from tokenomics.costing.scope import Scope, scope_of
from tokenomics.engine import connect
from tokenomics.kept import Kept, Part
from tokenomics.ledger import NOTHING
from tokenomics.shelf import Shelf, held

ROWS = "(VALUES ('a', 1), ('a', 2)) AS t(k, n)"


def _ask(con: duckdb.DuckDBPyConnection, scope: Scope) -> list[tuple[str, int]]:
    item = gathered_sql(
        con, scope, lambda of: f"SELECT k, sum(n) AS n FROM {of.relation} GROUP BY k", {"n": "sum"}
    )
    return con.execute(f"SELECT k, n FROM {item} AS found").fetchall()


def test_what_is_kept_is_of_one_relation(tmp_path: Path) -> None:
    """Answers about a relation are no answers about what was made of it."""
    shelf = Shelf(tmp_path)
    kept = Kept(shelf, ROWS, (Part(ROWS, "rows"),))
    scope = scope_of(ROWS, frozenset(), known=NOTHING._replace(kept=kept))
    with connect(allowed=[tmp_path]) as con:
        assert _ask(con, scope._replace(known=NOTHING)) == [("a", 3)]
        assert held(shelf)[0] == 0
        assert _ask(con, scope) == _ask(con, scope) == [("a", 3)]
        assert held(shelf)[0] == 1
        part = "(VALUES ('a', 1)) AS t(k, n)"
        assert _ask(con, scope._replace(relation=part)) == [("a", 1)]
        assert held(shelf)[0] == 1
