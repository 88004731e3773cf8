"""A ledger in a bucket: what is fetched and sent, lines that are cut, and writers at the same time."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from support.buckets import Bucket, Cut
from support.ledger_rows import NOW, held, on_disk, put_kinds, row
from support.ledger_writer import Writer
from tokenomics.engine import connect
from tokenomics.ledger import compact, history, lost, open_ledger, relation
from tokenomics.ledger.store import PATIENCE, options, remove, send
from tokenomics.places import Remote, place
from tokenomics.records.errors import ConfigError, LedgerError, OutsideError

OCTOBER = datetime(2026, 10, 31, tzinfo=UTC)

# The requests of a commit.
ASKED = ("_last_checkpoint", "^POST .*uploads=", "^PUT .*partNumber", "^POST .*uploadId", "^PUT .*_delta_log")  # fmt: skip
# Those after which no other gets through, and whether it was answered.
FOR_GOOD = (
    (ASKED[0], False),
    (ASKED[2], False),
    (ASKED[3], True),
    (ASKED[4], False),
    (ASKED[4], True),
)


@pytest.fixture
def ledger(far: Bucket, tmp_path: Path) -> Remote:
    """A ledger in the bucket with two months of usage and a watermark, of which nothing is here."""
    where = place(far.url(tmp_path.name))
    assert isinstance(where, Remote)
    rows = {"usage": [row(1, "a", NOW), row(2, "a", OCTOBER)], "file": [row(1, "a", NOW)]}
    put_kinds(where, rows)
    shutil.rmtree(where.folder)
    far.asked()
    return where


def fetched(far: Bucket) -> list[str]:
    """The kind and month of each data file that was asked for since."""
    names = [
        line.split()[1] for line in far.asked() if line.startswith("GET") and "parquet" in line
    ]
    return sorted("/".join(unquote(name).split("/")[-3:-1]) for name in names)


def add(ledger: Remote, key: int) -> int:
    """Commit one more row; the version."""
    return put_kinds(ledger, {"usage": [row(key)]}).version


def names(ledger: Remote) -> list[int]:
    """The rows that a ledger holds, one that it holds twice twice."""
    return [each.key for each in held(ledger)]


def test_a_question_fetches_the_files_that_it_needs_once(far: Bucket, ledger: Remote) -> None:
    """Files of other kinds and months stay where they are, and one that is here is not fetched again."""
    opened = open_ledger(ledger)
    for _ in range(2):
        with connect(allowed=[opened.path]) as con:
            found = con.sql(f"FROM {relation(opened, 'usage', since=NOW, columns=['source'])}")

            assert found.fetchall() == [("test",)]

    assert fetched(far) == ["kind=usage/month=2026-11"]


def test_a_damaged_copy_is_fetched_again(far: Bucket, ledger: Remote) -> None:
    """A copy that has another size than the file was written with is none, and nothing else is left behind."""
    before = held(ledger)
    copies = sorted(on_disk(ledger.folder))
    Path(copies[0]).write_bytes(b"PAR1")
    far.asked()

    assert held(ledger) == before
    assert len(fetched(far)) == 1
    assert sorted(map(str, ledger.folder.rglob("*.*"))) == copies


def test_a_file_that_the_bucket_lost_is_named(ledger: Remote) -> None:
    """What is gone is told when it is needed, and what is to be done is looked up by `lost`."""
    opened = open_ledger(ledger)
    (gone,) = (file for file in opened.files if file.month == "2026-10")
    remove(ledger, [Path(gone.path).relative_to(ledger.folder).as_posix()])

    with pytest.raises(LedgerError, match=f"^{ledger.url}/kind=usage/month=2026-10/.* is gone"):
        held(ledger)
    assert lost(opened) == (gone,)


def test_a_file_that_is_another_one_is_refused(ledger: Remote) -> None:
    """The digest in a file's name is that of the bytes that are fetched, whatever the size says."""
    held(ledger)
    (other,) = (Path(file.path) for file in open_ledger(ledger).files if file.month == "2026-10")
    other.write_bytes(other.read_bytes().replace(b"test", b"tesT"))
    send(ledger, [str(other)])
    other.unlink()

    with pytest.raises(LedgerError, match=f"^{ledger.url}/kind=usage/.* holds other bytes than"):
        held(ledger)


def test_a_folder_for_copies_that_cannot_be_written_is_named(ledger: Remote) -> None:
    """Not the bucket is to blame then."""
    ledger.folder.parent.mkdir(parents=True, exist_ok=True)
    ledger.folder.write_text("in the way", "utf-8")

    with pytest.raises(OutsideError, match=f"^{ledger.folder}: no copy can be kept there: "):
        held(ledger)


@pytest.mark.parametrize("answered", [False, True])
def test_a_line_that_comes_back_loses_nothing(far: Bucket, ledger: Remote, answered: bool) -> None:
    """A commit whose requests, or the answers to them, are cut off and get through when repeated is made once."""
    for key, request in enumerate(ASKED, start=3):
        far.cut(Cut(request, answered=answered, more=1))

        assert add(ledger, key) == key - 2
        far.restore()

    assert names(ledger) == [1, 2, *range(3, 3 + len(ASKED))]
    assert len(history(ledger)) == 1 + len(ASKED)
    assert lost(open_ledger(ledger)) == ()


def test_a_line_that_stays_away_ends_in_one_sentence(
    far: Bucket, ledger: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever request is the last that leaves, the same commit later adds its row exactly once."""
    for key, (request, answered) in enumerate(FOR_GOOD, start=3):
        far.cut(Cut(request, answered=answered, more=None))
        monkeypatch.setenv(PATIENCE, "1")
        with pytest.raises(
            OutsideError, match=rf"^{ledger.url} cannot be reached: [^\n]+$"
        ) as told:
            add(ledger, key)
        far.restore()
        monkeypatch.setenv(PATIENCE, "10")

        assert ("counts nothing twice" in str(told.value)) == ("_delta_log" in request)
        made = int(answered and "_delta_log" in request)
        assert len(names(ledger)) == key - 1 + made
        add(ledger, key)
        assert names(ledger) == list(range(1, key + 1))

    assert len(history(ledger)) == 1 + len(FOR_GOOD)
    assert lost(open_ledger(ledger)) == ()


def test_a_line_that_is_silent_is_given_up(
    far: Bucket, ledger: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bucket that takes a request and never answers is waited for as long as patience says, not longer."""
    far.cut(Cut("^PUT .*partNumber", more=None, silent=True))
    monkeypatch.setenv(PATIENCE, "1")

    with pytest.raises(OutsideError, match="cannot be reached: operation timed out"):
        add(ledger, 3)
    far.restore()
    monkeypatch.setenv(PATIENCE, "10")
    assert add(ledger, 3) == 1


def test_a_first_commit_whose_answer_is_lost_is_known_as_ones_own(
    far: Bucket, tmp_path: Path
) -> None:
    """A ledger that its writer finds made already was made by it."""
    where = place(far.url(f"{tmp_path.name}/new"))
    assert isinstance(where, Remote)
    far.cut(Cut("^PUT .*_delta_log", answered=True))

    assert add(where, 1) == 0
    far.restore()
    assert names(where) == [1]


def test_two_writers_at_once_lose_and_double_nothing(
    ledger: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writers of two machines, each with copies of its own, commit in turns."""
    writers = []
    for machine in (1, 2):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"machine-{machine}"))
        batches = [{"usage": [(10 * machine + nth, "a", NOW), (9, "a", NOW)]} for nth in range(3)]
        writers.append(Writer([ledger], batches))
    for writer in writers:
        writer.go()

    assert [writer.end() for writer in writers] == [0, 0]
    assert names(ledger) == [1, 2, 9, 10, 11, 12, 20, 21, 22]
    assert len(history(ledger)) == 1 + 6
    assert lost(open_ledger(ledger)) == ()


@pytest.mark.parametrize("place", ["after_write", "before_commit", "after_commit"])
def test_a_writer_that_is_killed_leaves_its_commit_whole_or_absent(
    ledger: Remote, place: str
) -> None:
    """The same commit again makes up for it."""
    batch = {"usage": [(3, "a", NOW)]}
    killed = Writer([ledger], [batch], failpoint=place)
    killed.go()

    assert killed.end() < 0
    assert names(ledger) == ([1, 2, 3] if place == "after_commit" else [1, 2])
    add(ledger, 3)
    assert names(ledger) == [1, 2, 3]


def test_compacting_deletes_what_no_version_needs(ledger: Remote) -> None:
    """Old files go, in the bucket and here, and what the ledger holds stays; the past is told to be gone."""
    for key in (3, 4):
        add(ledger, key)
    before = held(ledger)
    with connect(allowed=[ledger.folder]) as con:
        compact(con, ledger, now=NOW, keep=timedelta(0))

    kept = {file.path for file in open_ledger(ledger).files}
    assert (held(ledger), on_disk(ledger.folder)) == (before, kept & on_disk(ledger.folder))
    assert lost(open_ledger(ledger)) == ()
    with pytest.raises(LedgerError, match="is gone"):
        held(ledger, at=1)


def test_an_earlier_version_is_read_from_the_bucket(ledger: Remote) -> None:
    """A version by its number holds what it held, also where no copy is here."""
    add(ledger, 3)
    shutil.rmtree(ledger.folder)

    assert [each.key for each in held(ledger, at=0)] == [1, 2]
    with pytest.raises(LedgerError, match=f"^the ledger {ledger.url} has no version 7"):
        open_ledger(ledger, 7)


def test_a_folder_of_something_else_is_refused(far: Bucket, ledger: Remote) -> None:
    """A ledger begins where nothing is, and a bucket that is not there is named."""
    with pytest.raises(
        LedgerError, match=f"{ledger.url.rpartition('/')[0]} is no ledger, it holds"
    ):
        open_ledger(ledger.url.rpartition("/")[0])
    with pytest.raises(LedgerError, match=r"^s3://nowhere/it: there is no bucket 'nowhere': "):
        open_ledger("s3://nowhere/it")
    assert far.asked()


def test_patience_is_a_number_of_seconds() -> None:
    """It bounds each request and its repetitions."""
    assert options({})["retry_timeout"] == "20s"
    assert options({"TOKENOMICS_STORE_PATIENCE": "3"})["timeout"] == "3s"
    with pytest.raises(ConfigError, match="TOKENOMICS_STORE_PATIENCE='soon'"):
        options({"TOKENOMICS_STORE_PATIENCE": "soon"})
