"""Usage records, a pricebook and a cost question, each in one line of a test."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from support.filling import insert
from tokenomics.books import Book, load_book
from tokenomics.costing import Attribution, CostQuery, CostReport, costs_of
from tokenomics.engine import connect
from tokenomics.ledger import Ledger, commit, open_ledger
from tokenomics.records.kinds import USAGE

T0 = datetime(2026, 11, 2, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)

# Per million tokens unless a table says otherwise; searches are per thousand.
PRICES = """
provider = "acme"
known_at = 2026-11-01
fallback = [{ meter = "reasoning", to = "output" }, { meter = "cache_write", to = "cache_write_5m", assumed = true }]

[[price]]
model = "small"
from = 2026-01-01
source = "a page"
rates = [
  { input = 2, cache_read = 0.5, cache_write_5m = 2.5, output = 8, web_search = 10, other = { gizmo = 0.25 } },
  { tier = "batch", input = 1, output = 4 },
]

[[price]]
model = "large"
from = 2026-01-01
source = "a page"
rates = [
  { input = 5, cache_read = 1, output = 30 },
  { context_min = 272_001, input = 10, cache_read = 2, output = 45 },
]

[[price]]
model = "moving"
from = 2026-01-01
until = 2026-11-15
source = "old page"
rates = [{ input = 4 }]

[[price]]
model = "moving"
from = 2026-11-15
source = "new page"
rates = [{ input = 3 }]

[[price]]
model = "undated"
source = "a table without dates"
rates = [{ input = 1, output = 2 }]
"""


def book_of(folder: Path, text: str = PRICES) -> Book:
    """The pricebook of a TOML text."""
    path = folder / "prices.toml"
    path.write_text(text, "utf-8")
    return load_book(path)


def call(**columns: Any) -> dict[str, Any]:
    """One usage record; what is not given is the plainest value."""
    return {
        "merge_rank": "1",
        "source": "test",
        "grain": "request",
        "ts": T0,
        "provider": "acme",
        "model_served": "small",
        "billing": "metered",
        "token_basis": "reported",
        "requests": 1,
        **columns,
    }


def usage_rows(
    con: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]], name: str = "usage"
) -> frozenset[str]:
    """Create a table with exactly the columns of usage; returns those that hold anything."""
    kinds = {column.name: column.sql_type for column in USAGE.columns}
    declared = ", ".join(f"{column} {kind}" for column, kind in kinds.items())
    con.execute(f"CREATE OR REPLACE TABLE {name} ({declared})")
    digests = (hashlib.md5(str(number).encode()).digest() for number in range(len(rows)))
    full = [{"record_id": key, **row} for key, row in zip(digests, rows, strict=True)]
    insert(con, name, kinds, full)
    used = {key for row in rows for key, value in row.items() if value is not None}
    return frozenset(used | {"record_id"})


def kept(folder: Path, *rows: Mapping[str, Any]) -> Ledger:
    """A ledger below a folder that holds some records."""
    path = folder / "ledger"
    with connect(allowed=[folder]) as con:
        usage_rows(con, rows, "staged")
        commit(con, path, {"usage": "staged"}, now=NOW)
    return open_ledger(path)


def report_of(
    book: Book,
    rows: Sequence[Mapping[str, Any]],
    *by: str,
    rules: Sequence[Attribution] = (),
    **options: Any,
) -> CostReport:
    """The costs of some records by some dimensions."""
    with connect() as con:
        used = usage_rows(con, rows)
        query = CostQuery(by=by, **options)
        return costs_of(con, "usage", used, book, query, rules=rules)


def cost_of(book: Book, *rows: Mapping[str, Any]) -> Decimal | None:
    """What some records cost together."""
    return report_of(book, rows).totals.cost


def by_key(report: CostReport) -> dict[tuple[str | None, ...], Decimal | None]:
    """The cost of each row of a report."""
    return {row.key: row.cost for row in report.rows}
