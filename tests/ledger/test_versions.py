"""Opening a version, listing them, and what the latest holds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable

from support.ledger_rows import NOW, held, on_disk, put, row
from tokenomics.engine import connect
from tokenomics.ledger import Holding, Ledger, compact, history, info, open_ledger
from tokenomics.records.errors import LedgerError

HOUR = timedelta(hours=1)
OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of three versions, an hour apart."""
    put(tmp_path, usage=[row(1, "a")], now=NOW)
    put(tmp_path, usage=[row(2, "a", OCTOBER)], reject=[row(9)], now=NOW + HOUR)
    put(tmp_path, usage=[row(1, "b")], now=NOW + 2 * HOUR)
    return tmp_path


def test_a_version_is_frozen(ledger: Path) -> None:
    """Every version holds what it held, whatever was committed since."""
    states = [[(r.key, r.rank) for r in held(ledger, at=version)] for version in range(3)]

    assert states == [[(1, "a")], [(1, "a"), (2, "a")], [(1, "b"), (2, "a")]]


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (NOW, 0),
        (NOW + HOUR - timedelta(microseconds=1), 0),
        (NOW + HOUR, 1),
        (NOW + 9 * HOUR, 2),
    ],
)
def test_an_instant_opens_the_last_version_not_later(
    at: datetime, version: int, ledger: Path
) -> None:
    """The versions go by the instant that their writers were told it is."""
    assert open_ledger(ledger, at).version == version


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (3, "has no version 3: its latest is 2"),
        (-1, "has no version -1: its latest is 2"),
        (NOW - HOUR, "no version at 2026-11-23T11:00:00.*: it begins at 2026-11-23T12:00:00"),
    ],
)
def test_an_unknown_version_is_an_error(at: int | datetime, sentence: str, ledger: Path) -> None:
    """What the ledger never was cannot be opened, and the error says what it was."""
    with pytest.raises(LedgerError, match=sentence):
        open_ledger(ledger, at)


def test_versions_stay_readable_beyond_a_checkpoint(tmp_path: Path) -> None:
    """The log is summed up every so often; versions before and after that open alike."""
    with connect(allowed=[tmp_path]) as con:
        for number in range(30):
            put(tmp_path, con=con, usage=[row(number % 3, f"{number:02}")])

    assert list(tmp_path.glob("_delta_log/*.checkpoint.parquet"))
    for version in (0, 1, 7, 24, 25, 26, 29):
        ranks = [f"{number:02}" for number in range(version + 1)][-3:]
        assert sorted(stored.rank for stored in held(tmp_path, at=version)) == ranks


def test_a_version_whose_files_were_deleted_is_told(ledger: Path) -> None:
    """Beyond what is kept a version cannot be read, and the reason is in the error."""
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW, keep=timedelta(0))

    assert [(stored.key, stored.rank) for stored in held(ledger)] == [(1, "b"), (2, "a")]
    with pytest.raises(LedgerError, match=r"version 1 of the ledger .* is gone"):
        open_ledger(ledger, 1)


def test_a_missing_ledger_opens_empty_unless_it_must_exist(tmp_path: Path) -> None:
    """An ingest begins with nothing; a report says what to do."""
    missing = tmp_path / "ledger"

    assert open_ledger(missing) == Ledger(missing.resolve(), -1, ())
    with pytest.raises(LedgerError, match=r"no ledger at .*: make one with 'tokenomics ingest'"):
        open_ledger(missing, must_exist=True)
    with pytest.raises(LedgerError, match="no ledger at"):
        open_ledger(missing, 0)
    assert not missing.exists()


def test_history_lists_versions_and_what_they_changed(ledger: Path) -> None:
    """Latest first, with the numbers of record ids by kind."""
    last, middle, first = history(ledger)

    assert [entry.version for entry in (last, middle, first)] == [2, 1, 0]
    assert [entry.at for entry in (last, middle, first)] == [NOW + 2 * HOUR, NOW + HOUR, NOW]
    assert {entry.operation for entry in (last, middle, first)} == {"commit"}
    assert middle.counts["added"] == {"usage": 1, "reject": 1}
    assert last.counts == {
        "added": {"usage": 0},
        "changed": {"usage": 1},
        "unchanged": {"usage": 0},
        "removed": {"usage": 0},
    }


def test_history_shows_what_another_writer_did(ledger: Path) -> None:
    """A version that some other tool made is listed under the name that tool gave it."""
    DeltaTable(ledger).alter.set_table_description("ours")

    stranger = history(ledger)[0]

    assert (stranger.version, stranger.counts) == (3, {})
    assert stranger.operation.startswith("update")
    assert stranger.at.tzinfo is UTC


def test_info_sums_up_the_latest_version(ledger: Path) -> None:
    """Rows, files, bytes and months by kind."""
    found = info(ledger)
    sizes: Counter[str] = Counter()
    for file in open_ledger(ledger).files:
        sizes[file.kind] += Path(file.path).stat().st_size

    assert (found.path, found.version) == (ledger.resolve(), 2)
    assert found.holdings == (
        Holding("reject", 1, 1, sizes["reject"], ("all",)),
        Holding("usage", 2, 2, sizes["usage"], ("2026-10", "2026-11")),
    )
    assert len(on_disk(ledger)) == 4


@pytest.mark.parametrize("look", [history, info])
def test_there_must_be_a_ledger_to_look_at(look: object, tmp_path: Path) -> None:
    """Asking about a ledger that is not there is an error, and makes none."""
    assert callable(look)
    with pytest.raises(LedgerError, match="no ledger at"):
        look(tmp_path / "ledger")
