"""Tests of verify.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.damage import DATA, LOGS, Damage, entry, files, flip, made, swap, three_versions
from support.kept_ledgers import NAMES, copied
from support.ledger_rows import NOW, put, row
from tokenomics.engine import connect
from tokenomics.ledger import Finding, compact, open_ledger, verify
from tokenomics.ledger.identity import stated_digest
from tokenomics.records.errors import LedgerError


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that nobody touched."""
    return three_versions(tmp_path_factory.mktemp("whole") / "ledger")


def _copy(whole: Path, to: Path) -> Path:
    return Path(shutil.copytree(whole, to / "ledger", copy_function=shutil.copy2))


def test_a_whole_ledger_is_sound(whole: Path) -> None:
    """Nothing is found, everything was looked at, and each file states a digest of its bytes."""
    found = verify(whole)

    assert found.findings == ()
    assert found.is_sound
    assert (found.version, found.whole, found.rows, found.undigested) == (2, 2, 6, 0)
    assert found.files == len(open_ledger(whole).files)


@pytest.mark.parametrize("damage", DATA, ids=lambda damage: damage.name)
def test_a_broken_file_is_named(damage: Damage, whole: Path, tmp_path: Path) -> None:
    """It says which file is broken and how, and that no version is whole where all have it; opening it is refused."""
    ledger = _copy(whole, tmp_path)
    (path,) = files(ledger)
    damage.do(ledger)
    found = verify(ledger)

    assert not found.is_sound
    said = [finding for finding in found.findings if finding.path == str(path)]
    assert damage.said in said[0].problem
    assert said[0].what == "file"
    assert "put back a copy of it (its name ends in its SHA-256)" in said[0].remedy
    assert "1.jsonl" in said[0].remedy
    assert found.whole is None
    with pytest.raises(LedgerError, match=r"is damaged: .*'tokenomics ledger verify' says"):
        open_ledger(ledger)
    assert open_ledger(ledger, damaged=True).version == 2


@pytest.mark.parametrize("damage", LOGS, ids=lambda damage: damage.name)
def test_a_broken_log_is_named(damage: Damage, whole: Path, tmp_path: Path) -> None:
    """It says which entry is broken and how, and nobody opens a part of the ledger for the whole."""
    ledger = _copy(whole, tmp_path)
    damage.do(ledger)
    found = verify(ledger)

    assert not found.is_sound
    assert any(f.what == "log" and damage.said in f.problem for f in found.findings)
    with pytest.raises(LedgerError, match=r"^[^\n]*'tokenomics ledger verify' says what can be done$"):  # fmt: skip
        open_ledger(ledger)


def test_the_latest_whole_version_is_named(whole: Path, tmp_path: Path) -> None:
    """Where only a younger file is broken, the version before it can still be read."""
    ledger = _copy(whole, tmp_path)
    young = {f.path for f in open_ledger(ledger, 2).files} - {f.path for f in open_ledger(ledger, 1).files}  # fmt: skip
    for path in young:
        Path(path).unlink()

    assert verify(ledger).whole == 1
    assert open_ledger(ledger, 1).version == 1
    assert verify(ledger, 1).is_sound


def test_a_last_entry_that_is_broken_can_be_moved_away(whole: Path, tmp_path: Path) -> None:
    """What it says can be done is true: without the entry the ledger is the version before."""
    ledger = _copy(whole, tmp_path)
    entry(ledger, 2).write_text("", "utf-8")
    (finding,) = [f for f in verify(ledger).findings if f.path == str(entry(ledger, 2))]
    assert "move it away: the ledger is version 1 then" in finding.remedy

    entry(ledger, 2).unlink()
    again = verify(ledger)
    assert (again.version, again.is_sound) == (1, True)
    assert {f.what for f in again.findings} == {"leftover"}


def test_files_that_no_version_names_are_told_and_break_nothing(
    whole: Path, tmp_path: Path
) -> None:
    """What a killed writer left is a note."""
    ledger = _copy(whole, tmp_path)
    stray = files(ledger)[0].with_name("stray.parquet")
    stray.write_bytes(b"PAR1")
    found = verify(ledger)

    assert [(f.what, f.path, f.broken) for f in found.findings] == [("leftover", str(stray), False)]
    assert found.is_sound


def test_two_rows_of_one_id_are_found(tmp_path: Path) -> None:
    """A record stands once; a commit that added a file twice is told."""
    ledger = three_versions(tmp_path / "ledger")
    other = made(tmp_path / "other")
    (mine,) = files(ledger)
    twin = files(other)[0]
    text = entry(ledger, 2).read_text("utf-8")
    added = entry(other, 0).read_text("utf-8").splitlines()
    line = next(line for line in added if twin.name in line)
    shutil.copy2(twin, mine.with_name(twin.name))
    *lines, last = text.splitlines()
    entry(ledger, 2).write_text("\n".join([*lines, line, last]) + "\n", "utf-8")

    assert Finding("records", "usage", "1 row bear the id of another one", "read the logs into a new ledger") in verify(ledger).findings  # fmt: skip


def test_watermarks_are_held_against_rows(tmp_path: Path) -> None:
    """Rows of a file without a watermark, and a watermark whose rows do not sum up, are told."""
    put(tmp_path, usage=[row(1, source_file="a.jsonl")], file=[row(1, source_file="b.jsonl", size=1, read_to=2, rows_read=3, rows_recorded=1, rows_skipped=0, rows_rejected=0)])  # fmt: skip

    problems = [f.problem for f in verify(tmp_path).findings]
    assert problems == [
        "holds rows of a file that no watermark names: a.jsonl",
        "a watermark's rows do not sum up: b.jsonl",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_ledgers_of_earlier_versions_verify(name: str, tmp_path: Path) -> None:
    """They are sound, and it is said how many files state no digest."""
    ledger = copied(name, tmp_path)
    found = verify(ledger)

    assert found.is_sound
    assert found.findings == ()
    digests = [stated_digest(Path(file.path)) for file in open_ledger(ledger).files]
    assert found.undigested == digests.count(None)


def test_swapped_files_of_an_earlier_version_are_found_by_their_rows(tmp_path: Path) -> None:
    """Without digests two months that were exchanged are told by size, rows, nulls or days."""
    ledger = copied("first", tmp_path)
    swap(*(next((ledger / "kind=usage" / f"month=2026-{month}").iterdir()) for month in (10, 11)))

    assert len({f.path for f in verify(ledger).findings if f.what == "file"}) == 2


def test_a_ledger_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """There is nothing to look through."""
    with pytest.raises(LedgerError, match="there is no ledger at"):
        verify(tmp_path)


def test_a_truncated_checkpoint_is_named(tmp_path: Path) -> None:
    """With all entries there it says that they can stand for it, and then they do."""
    for key in range(27):
        put(tmp_path, usage=[row(key)])
    (checkpoint,) = (tmp_path / "_delta_log").glob("*.checkpoint.parquet")
    assert verify(tmp_path).is_sound
    checkpoint.write_bytes(checkpoint.read_bytes()[:100])
    found = verify(tmp_path)
    told = [f for f in found.findings if f.path == str(checkpoint)]

    assert told[0].remedy == "move it and _last_checkpoint away: the entries say the same"
    with pytest.raises(LedgerError, match=r"^[^\n]*cannot be read[^\n]*$"):
        open_ledger(tmp_path)
    checkpoint.unlink()
    (tmp_path / "_delta_log" / "_last_checkpoint").unlink()
    assert verify(tmp_path).is_sound


def test_files_of_earlier_versions_are_looked_through(whole: Path, tmp_path: Path) -> None:
    """Reports are asked anew of them; one that was deleted with age is no finding, and a look at one version leaves the others alone."""
    ledger = _copy(whole, tmp_path)
    before = {file.path for file in open_ledger(ledger).files}
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW)
    gone, broken, *rest = sorted(before - {file.path for file in open_ledger(ledger).files})
    Path(gone).unlink()
    flip(Path(broken), 40)
    found = verify(ledger)

    assert (found.earlier, found.whole) == (1 + len(rest), 3)
    assert [(f.what, f.path, f.broken) for f in found.findings] == [("file", broken, True)]
    assert found.findings[0].problem.endswith("; only earlier versions have it")
    assert verify(ledger, 3).is_sound


def test_an_entry_that_lost_a_line_is_told(whole: Path, tmp_path: Path) -> None:
    """Its ledger opens without the rows of that file, which would be missed nowhere else."""
    ledger = _copy(whole, tmp_path)
    lines = entry(ledger, 1).read_text("utf-8").splitlines(keepends=True)
    entry(ledger, 1).write_text("".join(line for line in lines if '"add"' not in line or "kind=file" not in line), "utf-8")  # fmt: skip
    found = verify(ledger)

    assert any(f.problem == "its files bring 0 rows of file where it states 1" for f in found.findings)  # fmt: skip
    assert not found.is_sound


def test_what_compacting_leaves_is_whole(whole: Path, tmp_path: Path) -> None:
    """Files that were joined state the digests of what they hold now."""
    ledger = _copy(whole, tmp_path)
    with connect(allowed=[ledger]) as con:
        compact(con, ledger, now=NOW)
    found = verify(ledger)

    assert (found.is_sound, found.undigested, found.rows) == (True, 0, 6)
