"""queries/logged_of.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_logged_of() -> None:
    """A session's calls are its own, those of a service too where they are under way in the stretch; everybody's are all."""
    usage = """SELECT * FROM (VALUES ('p', 'm', 0, 1, 's1', 'a', 1), ('p', 'm', 2, 5, 's2', 'a', 2), ('p', 'm', 2, 3, 's2', 'a', 4), ('p', 'n', 6, 7, 's1', NULL, 8))
        AS t(provider, model, first_second, last_second, session_id, project, input)"""
    timed = f"SELECT *, make_timestamptz(first_second * 1000000) AS ts, make_timestamptz(last_second * 1000000) AS ts_end FROM ({usage})"
    families = "SELECT * FROM (VALUES ('p', 'm', 'm'), ('p', 'n', 'n')) AS t(provider, model, family)"  # fmt: skip
    cells = """SELECT * FROM (VALUES ('p', 'm', 0, 99000000, false, 'session:s1'), ('p', '', 0, 99000000, false, 'session:s1'),
        ('p', 'm', 4000000, 8000000, false, 'service:a'), ('p', '', 0, 99000000, false, 'everybody'), ('p', 'm', 0, 1, false, ''))
        AS t(provider, family, first, last, by_gateway, whose)"""
    found = rows_of(
        "logged_of", {"u": timed, "f": families, "c": cells}, relation="u", families="f", cells="c",
        model="records.model", tier="'standard'", sums="sum(records.input)", ends="records.ts_end",
        session="'session:' || records.session_id", service="'service:' || records.project", everybody="'everybody'",
    )  # fmt: skip

    assert sorted(found) == [
        ("p", "", 0, 99_000_000, False, "everybody", "standard", 15),
        ("p", "", 0, 99_000_000, False, "session:s1", "standard", 9),
        ("p", "m", 0, 99_000_000, False, "session:s1", "standard", 1),
        ("p", "m", 4_000_000, 8_000_000, False, "service:a", "standard", 2),
    ]
