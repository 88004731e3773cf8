"""queries/restated.sql by hand."""

from __future__ import annotations

from decimal import Decimal

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql

_COLUMNS = "t(record_id, merge_rank, source, provider, service, currency, money)"
_TS = "(SELECT TIMESTAMPTZ '2026-11-02 00:00:00+00' AS ts)"


def test_records_are_compared_by_their_ids() -> None:
    """One is new at 5, one gone at 3, one went from 2 to 2.5, one stays at 1: before 6, after 8.5; a group without changes is none."""
    older = f"(SELECT * FROM (VALUES (1, 'a', 's', 'p', 'x', 'USD', 3.0), (2, 'a', 's', 'p', 'x', 'USD', 2.0), (3, 'a', 's', 'p', 'x', 'USD', 1.0), (4, 'a', 's', 'p', 'y', 'USD', 9.0)) AS {_COLUMNS}, {_TS})"
    newer = f"(SELECT * FROM (VALUES (5, 'a', 's', 'p', 'x', 'USD', 5.0), (2, 'b', 's', 'p', 'x', 'USD', 2.5), (3, 'a', 's', 'p', 'x', 'USD', 1.0), (4, 'a', 's', 'p', 'y', 'USD', 9.0)) AS {_COLUMNS}, {_TS})"
    with connect() as con:
        found = fetch(con, sql("restated", older=older, newer=newer))

    assert found == [("s", "p", "x", "2026-11", "USD", 1, 1, 1, Decimal(6), Decimal("8.5"))]
