"""queries/overheads.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

OVERHEADS = """SELECT * FROM (VALUES
    ('b', NULL, TIMESTAMPTZ '1970-01-01 00:00:01+00', NULL, 5, 'USD', NULL, NULL, 2),
    ('a', 'capex', TIMESTAMPTZ '1970-01-01 00:00:00+00', TIMESTAMPTZ '1970-01-01 00:00:02+00', 7,
     'EUR', MAP {'team': 'x'}, 'tasks', 1))
    AS t(name, nature, ts, ts_end, amount, currency, scope, allocate_by, record_id)"""


def test_overheads_come_by_name_with_instants_as_numbers() -> None:
    """An open end stays open."""
    assert rows_of("overheads", {"o": OVERHEADS}, overheads="o") == [
        ("a", "capex", 0, 2_000_000, 7, "EUR", {"team": "x"}, "tasks"),
        ("b", None, 1_000_000, None, 5, "USD", None, None),
    ]
