"""What questions read of a ledger, counted rather than timed: scans of usage files, files, rows, columns."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from tokenomics.engine import duckdb
from tokenomics.ledger import Ledger

_FILE = re.compile(r"'([^']*kind=usage[^']*\.parquet)'")
_VIEW = re.compile(r"CREATE OR REPLACE TEMP VIEW (\w+) AS (.*)", re.DOTALL)


class Read(NamedTuple):
    """One pass over usage files: how many, the rows in them, and the columns that were read."""

    files: int
    rows: int
    columns: frozenset[str]


@contextmanager
def watched(ledger: Ledger) -> Generator[list[Read]]:
    """The passes over the ledger's usage files that statements make meanwhile."""
    rows = {file.path: file.rows for file in ledger.files}
    found: list[Read] = []
    views: dict[str, str] = {}
    execute = duckdb.DuckDBPyConnection.execute

    def spy(con: duckdb.DuckDBPyConnection, query: str, *bound: Any) -> Any:
        if view := _VIEW.match(query):
            views[view[1]] = view[2]
        elif files := set(_FILE.findall(_shown(query, views))):
            plan = execute(con, f"EXPLAIN (FORMAT json) {query}", *bound).fetchall()[0][1]
            number = sum(rows[path] for path in files)
            found.extend(Read(len(files), number, c) for c in _passes(json.loads(plan)))
        return execute(con, query, *bound)

    with patch.object(duckdb.DuckDBPyConnection, "execute", spy):
        yield found


def _shown(query: str, views: Mapping[str, str]) -> str:
    """A statement with the views that it names."""
    return query + "".join(text for name, text in views.items() if name in query)


def _passes(nodes: list[dict[str, Any]]) -> Iterator[frozenset[str]]:
    """The columns of each pass over Parquet files in a plan."""
    for node in nodes:
        if node["name"].strip() == "READ_PARQUET":
            columns = node["extra_info"].get("Projections") or []
            yield frozenset([columns] if isinstance(columns, str) else columns)
        yield from _passes(node["children"])
