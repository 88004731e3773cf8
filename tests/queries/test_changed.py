"""queries/changed.sql by hand."""

from __future__ import annotations

from support.tables import rows_of


def test_changed() -> None:
    """A change that two tasks claim is nobody's; one that a session names is of the session's task."""
    outcomes = """SELECT * FROM (VALUES ('task', 'fix', 'shop#1 abc'), ('session', 's', ' shop#2'),
        ('task', 'other', 'shop#3'), ('task', 'fix', 'shop#3'), ('task', 'fix', 'abc'), ('task', 'unknown', 'shop#4'),
        ('task', 'fix', NULL)) AS t(target_kind, target_id, change_ids)"""
    targets = """SELECT * FROM (VALUES ('task', 'fix', 'fix'), ('task', 'other', 'other'), ('session', 's', 'work'))
        AS t(kind, id, task)"""
    found = rows_of("changed", {"o": outcomes, "t": targets}, outcomes="o", targets="t")

    assert sorted(found) == [
        ("change", "abc", "fix"), ("change", "shop#1", "fix"), ("change", "shop#2", "work"),
    ]  # fmt: skip
