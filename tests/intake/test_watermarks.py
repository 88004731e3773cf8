"""What is left to read of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.intake import watermarks
from tokenomics.intake.watermarks import Reading, Watermark, is_unchanged, plan, without_rotations
from tokenomics.sources.find import Found, Stat, stat


def found(path: Path) -> Found:
    """A file by its own name."""
    return Found(str(path), str(path), named=True)


def planned(path: Path, *marks: Watermark, may_tail: bool = False) -> Reading:
    """The plan for a keyless file, given what was read before."""
    known = {mark.path: mark for mark in marks}
    return plan(found(path), stat(path), known, keyless=True, may_tail=may_tail)


def read(reading: Reading) -> Watermark:
    """The watermark after a reading of a few rows."""
    size, mtime = reading.stat
    return Watermark(
        reading.label, "native", size, mtime, size, reading.digest, reading.file_key, 3, 3, 0, 0
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of three lines."""
    path = tmp_path / "a.csv"
    path.write_text("1\n2\n3\n")
    return path


def test_a_new_file_is_read_whole(log: Path) -> None:
    """A file that was never seen goes by the digest of its content."""
    reading = planned(log)

    assert (reading.state, reading.start, reading.first_line, reading.lines) == ("new", 0, 1, 3)
    assert reading.file_key == reading.digest


def test_a_last_line_without_end_counts(log: Path) -> None:
    """Lines are counted with the last one, whether it ends or not."""
    log.write_text("1\n2\n3")
    assert planned(log).lines == 3


def test_growth_keeps_the_name(log: Path) -> None:
    """A file that begins with what was read of it has grown."""
    mark = read(planned(log))
    log.write_text("1\n2\n3\n4\n")
    reading = planned(log, mark)

    assert (reading.state, reading.file_key, reading.start) == ("grown", mark.file_key, 0)


def test_only_the_tail_of_a_large_file(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large file that has grown only what is new is read, at its own line."""
    monkeypatch.setattr(watermarks, "TAIL_ABOVE", 4)
    mark = read(planned(log))
    log.write_text("1\n2\n3\n4\n5\n")
    reading = planned(log, mark, may_tail=True)

    assert (reading.start, reading.first_line, reading.lines) == (6, 4, 2)


def test_a_rewritten_file_has_a_new_name(log: Path) -> None:
    """A file that begins otherwise than before is another file at the same place."""
    mark = read(planned(log))
    log.write_text("9\n2\n3\n4\n")
    reading = planned(log, mark)

    assert (reading.state, reading.file_key) == ("rewritten", reading.digest)
    assert reading.before == mark


def test_what_was_put_away_is_not_rewritten(log: Path, tmp_path: Path) -> None:
    """A file at the place of one that was renamed begins anew; one whose content is nowhere else restates it."""
    mark = read(planned(log))
    away = tmp_path / "a.csv.1"
    log.rename(away)
    log.write_text("9\n")
    moved, begun = planned(away, mark), planned(log, mark)
    marks = {log: mark, away: read(moved)}

    def states(*readings: Reading, known: tuple[Path, ...]) -> list[str]:
        of = {str(path): marks[path] for path in known}
        return [each.state for each in without_rotations(readings, of)]

    assert states(begun, known=(log,)) == ["rewritten"]
    assert states(moved, begun, known=(log,)) == ["grown", "new"]
    assert states(begun, known=(log, away)) == ["new"]
    away.unlink()
    assert states(begun, known=(log, away)) == ["rewritten"]


def test_a_copy_has_the_name_of_its_original(log: Path, tmp_path: Path) -> None:
    """The same content elsewhere is the same rows."""
    mark = read(planned(log))
    copy = tmp_path / "b.csv"
    copy.write_bytes(log.read_bytes())

    assert planned(copy, mark).file_key == mark.file_key


def test_a_file_that_begins_like_another_is_its_own(log: Path, tmp_path: Path) -> None:
    """While the other file is still there, a longer one that begins like it is not it."""
    mark = read(planned(log))
    longer = tmp_path / "b.csv"
    longer.write_text("1\n2\n3\n4\n")

    assert planned(longer, mark).state == "new"
    log.unlink()
    assert planned(longer, mark).file_key == mark.file_key


def test_unchanged_by_size_and_time(log: Path) -> None:
    """A file with the size and time it had is not opened."""
    mark = read(planned(log))

    assert is_unchanged(stat(log), mark)
    assert not is_unchanged(Stat(mark.size, mark.mtime_ns + 1), mark)
    assert not is_unchanged(stat(log), None)


def test_a_small_file_of_keyed_rows_is_not_digested(log: Path) -> None:
    """Where rows have keys, a small file is read whole each time and nothing depends on its digest."""
    reading = plan(found(log), stat(log), {}, keyless=False, may_tail=True)

    assert (reading.digest, reading.file_key, reading.lines, reading.start) == (None, None, None, 0)
