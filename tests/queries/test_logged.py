"""queries/logged.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_logged() -> None:
    """Calls within a stretch are summed by family, a cache's answers for a gateway only; an empty family takes every model."""
    usage = """SELECT * FROM (VALUES ('p', 'm-1', TIMESTAMPTZ '1970-01-01 00:00:00+00', 'metered', 1),
        ('p', 'n', TIMESTAMPTZ '1970-01-01 00:00:00.5+00', 'unknown', 2), ('p', 'm-1', TIMESTAMPTZ '1970-01-01 00:00:01+00', 'metered', 4), ('p', 'n', TIMESTAMPTZ '1970-01-01 00:00:00+00', 'cached', 8))
        AS t(provider, model, ts, billing, input)"""
    families = (
        "SELECT * FROM (VALUES ('p', 'm-1', 'm'), ('p', 'n', 'n')) AS t(provider, model, family)"
    )
    cells = "SELECT * FROM (VALUES ('p', 'm', 0, 1000000, false, ''), ('p', '', 0, 1000000, false, ''), ('p', '', 0, 1000000, true, ''), ('p', 'm', 0, 1000000, false, 'service:a')) AS t(provider, family, first, last, by_gateway, whose)"
    found = rows_of(
        "logged", {"u": usage, "f": families, "c": cells}, relation="u", families="f", cells="c",
        model="records.model", tier="'standard'", sums="sum(records.input)",
    )  # fmt: skip

    assert sorted(found) == [
        ("p", "", 0, 1_000_000, False, "", "standard", 3),
        ("p", "", 0, 1_000_000, True, "", "standard", 11),
        ("p", "m", 0, 1_000_000, False, "", "standard", 1),
    ]
