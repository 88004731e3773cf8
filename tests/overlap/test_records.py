"""SQL pieces of records, asked of the engine."""

from __future__ import annotations

from decimal import Decimal

from support.usage import call, usage_rows
from tokenomics.engine import connect
from tokenomics.overlap.records import Columns, write_rest


def test_quantities_are_whole_parts() -> None:
    """Tokens count one by one, other quantities in millionths, and a call is one request."""
    with connect() as con:
        columns = Columns(
            usage_rows(con, [call(input=3, web_search=Decimal("1.5"), requests=None)])
        )
        parts = ", ".join(columns.part(name) for name in columns.meters)
        row = con.execute(f"SELECT {parts} FROM usage AS records").fetchone()

    assert dict(zip(columns.meters, row or (), strict=True)) == {
        "requests": 1, "input": 3, "web_search": 1_500_000,
    }  # fmt: skip


def test_rest_is_written_in_the_meters_own_units() -> None:
    """Whole parts become tokens and decimal quantities again, what is not there null."""
    with connect() as con:
        columns = Columns(usage_rows(con, [call(input=1, web_search=Decimal(1))]))
        write_rest(con, "rest", columns, {"0a": {"input": 7, "web_search": 2_500_000}, "0b": {}})
        rows = con.execute(
            "SELECT hex(record_id), input, web_search, requests FROM rest"
        ).fetchall()

    assert rows == [("0A", 7, Decimal("2.500000"), None), ("0B", None, None, None)]
