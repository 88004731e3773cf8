"""queries/graduated.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_only_records_that_use_the_meter_are_read() -> None:
    """The condition decides, and every column stays."""
    records = "SELECT * FROM (VALUES ('a', 1), ('b', 0), ('c', NULL)) AS t(name, web_search)"

    assert rows_of("graduated", {"r": records}, relation="r", uses="web_search > 0") == [("a", 1)]
