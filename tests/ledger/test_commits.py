"""Commits: all kinds at once, nothing where nothing changes, and never over somebody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from support.ledger_rows import NOW, Held, held, on_disk, put, row, select, stage
from tokenomics.engine import connect
from tokenomics.ledger import Replacement, commit, compact, info, log, open_ledger
from tokenomics.ledger.commits import TRIES
from tokenomics.ledger.layout import CROWD
from tokenomics.ledger.log import Overtaken
from tokenomics.records.errors import LedgerConflict, LedgerError

OCTOBER = datetime(2026, 10, 31, tzinfo=UTC)


def test_one_commit_holds_all_kinds(tmp_path: Path) -> None:
    """Rows, rejects and watermarks of an ingest have one version number."""
    done = put(tmp_path, usage=[row(1), row(2)], reject=[row(1)], file=[row(1)])

    assert done.version == open_ledger(tmp_path).version == 0
    assert done.added == {"usage": 2, "reject": 1, "file": 1}
    assert [len(held(tmp_path, kind)) for kind in ("usage", "reject", "file")] == [2, 1, 1]


def test_nothing_staged_makes_no_ledger(tmp_path: Path) -> None:
    """Neither no kinds nor kinds without rows write anything."""
    ledger = tmp_path / "ledger"

    assert put(ledger).version == -1
    assert put(ledger, usage=[], file=[]).version == -1
    assert not ledger.exists()


def test_a_commit_that_changes_nothing_makes_no_version(tmp_path: Path) -> None:
    """The same rows again leave version, files and log as they are."""
    rows = [row(1), row(2, at=OCTOBER)]
    put(tmp_path, usage=rows)
    before = sorted(tmp_path.rglob("*"))

    again = put(tmp_path, usage=rows)

    assert (again.version, again.unchanged) == (0, {"usage": 2})
    assert sorted(tmp_path.rglob("*")) == before


def test_the_connection_is_left_as_it_was(tmp_path: Path) -> None:
    """Of a commit's own tables none remains, the staged ones do."""
    with connect(allowed=[tmp_path]) as con:
        put(tmp_path, con=con, usage=[row(1)])

        assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [
            ("staged_usage",)
        ]


def test_a_row_moves_with_its_instant_to_another_month(tmp_path: Path) -> None:
    """A lowered ts takes the row out of one month and into another, content and neighbours whole."""
    put(tmp_path, usage=[row(1, "m", team="one"), row(2, "m", team="two")])

    put(tmp_path, usage=[row(1, "a", OCTOBER)])

    assert held(tmp_path) == [Held(1, "m", OCTOBER), Held(2, "m", NOW)]
    assert select(tmp_path, "team") == [("one",), ("two",)]
    assert [file.month for file in open_ledger(tmp_path).files] == ["2026-10", "2026-11"]


def test_a_month_that_loses_its_last_row_loses_its_file(tmp_path: Path) -> None:
    """No empty file is left in a version."""
    put(tmp_path, usage=[row(1, "m"), row(2, "m", OCTOBER, source_file="x")])

    put(tmp_path, usage=[row(1, "z", OCTOBER)], replaced=(Replacement("usage", "x"),))

    assert [(file.month, file.rows) for file in open_ledger(tmp_path).files] == [("2026-10", 1)]


def test_files_without_beaten_rows_are_not_rewritten(tmp_path: Path) -> None:
    """A commit that beats one row rewrites the one file that holds it."""
    for key in range(4):
        put(tmp_path, usage=[row(key), row(key + 10)])
    before = {file.path for file in open_ledger(tmp_path).files}

    put(tmp_path, usage=[row(2, "z")])

    after = {file.path for file in open_ledger(tmp_path).files}
    assert len(before & after) == 3
    assert [stored.key for stored in held(tmp_path)] == [0, 1, 2, 3, 10, 11, 12, 13]


def test_a_wrong_table_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """The guard comes first, for every kind of the commit."""
    ledger = tmp_path / "ledger"
    with connect(allowed=[ledger]) as con:
        staged = {"usage": stage(con, "usage", [row(1)]), "outcome": "staged_usage"}
        with pytest.raises(ValueError, match="staged outcome: there is no column"):
            commit(con, ledger, staged, now=NOW)
    assert not ledger.exists()


def test_a_crowd_of_small_files_is_joined_by_the_next_commit(tmp_path: Path) -> None:
    """Many small ingests do not make many small files, and no row is lost in joining them."""
    with connect(allowed=[tmp_path]) as con:
        for key in range(CROWD + 1):
            put(tmp_path, con=con, usage=[row(key)])
        assert len(open_ledger(tmp_path).files) == CROWD + 1
        put(tmp_path, con=con, usage=[row(99), row(0, "z")])

    assert len(open_ledger(tmp_path).files) == 1
    assert [stored.key for stored in held(tmp_path)] == [*range(CROWD + 1), 99]
    assert held(tmp_path)[0].rank == "z"


def test_compacting_joins_small_files_and_keeps_every_row(tmp_path: Path) -> None:
    """One file a kind and month; compacting again makes no version."""
    for key in range(3):
        put(tmp_path, usage=[row(key), row(key + 10, at=OCTOBER)], file=[row(key)])
    before = [held(tmp_path, kind) for kind in ("usage", "file")]

    with connect(allowed=[tmp_path]) as con:
        done = compact(con, tmp_path, now=NOW)
        again = compact(con, tmp_path, now=NOW)

    assert (done.version, again.version) == (3, 3)
    assert [holding.files for holding in info(tmp_path).holdings] == [1, 2]
    assert [held(tmp_path, kind) for kind in ("usage", "file")] == before
    assert [stored.key for stored in held(tmp_path, at=0)] == [0, 10]


def test_there_must_be_a_ledger_to_compact(tmp_path: Path) -> None:
    """A wrong path is told and makes no ledger."""
    with connect() as con, pytest.raises(LedgerError, match="no ledger at"):
        compact(con, tmp_path / "ledger", now=NOW)


def beaten_by(rival: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a rival commit just before each of our commits, until he has nothing more to say."""
    publish = log.publish

    def late(*arguments: Any) -> int:
        monkeypatch.setattr(log, "publish", publish)
        rival()
        monkeypatch.setattr(log, "publish", late)
        return publish(*arguments)

    monkeypatch.setattr(log, "publish", late)


def test_a_commit_that_is_overtaken_is_planned_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loser merges with what the winner left, and its first files are gone."""
    put(tmp_path, usage=[row(1, "a")])
    said = iter([[row(2, "c"), row(4, "c")]])
    beaten_by(lambda: put(tmp_path, usage=next(said, [])), monkeypatch)

    done = put(tmp_path, usage=[row(1, "a"), row(2, "d"), row(3, "b"), row(4, "b")])

    assert (done.version, done.added, done.changed, done.unchanged) == (
        *(2, {"usage": 1}, {"usage": 1}, {"usage": 2}),
    )
    assert [(r.key, r.rank) for r in held(tmp_path)] == [(1, "a"), (2, "d"), (3, "b"), (4, "c")]
    named = {file.path for v in range(3) for file in open_ledger(tmp_path, v).files}
    assert on_disk(tmp_path) == named


def test_two_first_commits_make_one_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds the ledger made meanwhile adds to it."""
    said = iter([[row(1)]])
    beaten_by(lambda: put(tmp_path, usage=next(said, [])), monkeypatch)

    assert put(tmp_path, usage=[row(1), row(2)]).version == 1
    assert [stored.key for stored in held(tmp_path)] == [1, 2]


def test_who_is_always_overtaken_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a fixed number of tries the error says that others kept winning; no file is left."""
    tries: list[int] = []

    def overtaken(*_: Any) -> int:
        tries.append(1)
        raise Overtaken

    monkeypatch.setattr(log, "publish", overtaken)
    with pytest.raises(LedgerConflict, match="other writers committed first 50 times in a row"):
        put(tmp_path, usage=[row(1)])
    assert len(tries) == TRIES == 50
    assert on_disk(tmp_path) == set()
