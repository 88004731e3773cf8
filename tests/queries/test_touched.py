"""queries/touched.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_a_request_is_counted_once_for_each_mark_it_touches() -> None:
    """Requests without any mark, and models without any such request, are left out."""
    calls = """SELECT * FROM (VALUES ('p', 'm', 5, 0, 1), ('p', 'm', 0, 5, 2), ('p', 'm', 5, 5, 4),
        ('p', 'n', 5, 5, 8)) AS t(provider, model, input, maps, requests)"""
    rates = """SELECT * FROM (VALUES ('m', true, NULL), ('n', false, 1))
        AS t(model, undated_input, maps)"""
    rows = rows_of(
        "touched",
        {"c": calls, "r": rates},
        calls="c",
        rates="r",
        same_key="calls.model = rates.model",
        watched="true",
        unpriced="(calls.maps > 0 AND rates.maps IS NULL)",
        undated="(calls.input > 0 AND rates.undated_input)",
        assumed="false",
    )

    assert rows == [("p", "m", 6, 5, 0)]
