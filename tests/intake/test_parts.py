"""Files in parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import claude
from tokenomics.intake import parts
from tokenomics.intake.parts import Part
from tokenomics.intake.units import Counts, Unit
from tokenomics.intake.watermarks import Reading
from tokenomics.sources import claude_code, codex
from tokenomics.sources.contract import Source
from tokenomics.sources.find import stat


def unit(path: Path, source: Source = claude_code.SOURCE, *, start: int = 0, line: int = 1) -> Unit:
    """A file to be read from an offset on, which begins with that line."""
    reading = Reading(path, str(path), stat(path), "new", None, None, None, start, line, None)
    return Unit(source, "csv" if path.suffix == ".csv" else "jsonl", reading)


def written(path: Path, content: bytes) -> Path:
    """A file with the content."""
    path.write_bytes(content)
    return path


def bounds(found: list[Part]) -> list[tuple[int, int, int]]:
    """Where parts begin, where they end, and their first lines."""
    return [(part.start, part.stop, part.first_line) for part in found]


@given(st.binary(max_size=60).map(lambda text: text.replace(b"\xff\xfe", b"\n\n")), st.data())
@settings(deadline=None)
def test_parts_are_the_lines_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: bytes, data: st.DataObject
) -> None:
    """In order and together they are what is to be read, and each begins with the line that it says."""
    text = b"{}" + text
    start = data.draw(st.sampled_from([0, *(at + 1 for at, one in enumerate(text) if one == 10)]))
    path = written(tmp_path_factory.mktemp("parts") / "f", text)
    line = 1 + text[:start].count(b"\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "PART", data.draw(st.integers(1, 20)))
        found = list(parts.parts_of(unit(path, start=start, line=line)))

    assert b"".join(text[part.start : part.stop] for part in found) == text[start:]
    assert [part.first_line for part in found] == [
        1 + text[: part.start].count(b"\n") for part in found
    ]
    assert all(text[part.start - 1 : part.start] in {b"", b"\n"} for part in found)
    assert all(text[part.stop - 1 : part.stop] == b"\n" for part in found[:-1])


def test_what_grows_meanwhile_is_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts end where the file ended when it was measured."""
    monkeypatch.setattr(parts, "PART", 3)
    path = written(tmp_path / "f", b"{}\n{}\n{")
    given = unit(path)
    written(path, b"{}\n{}\n{}\n{}\n")

    assert bounds(list(parts.parts_of(given))) == [(0, 3, 1), (3, 6, 2), (6, 7, 3)]


@pytest.mark.parametrize(
    ("name", "source", "content"),
    [
        ("f.jsonl", codex.SOURCE, b"{}\n" * 9),
        ("f.csv", claude_code.SOURCE, b"a,b\n" * 9),
        ("f.jsonl", claude_code.SOURCE, b"\x1f\x8b\n\n" * 9),
        ("f.jsonl", claude_code.SOURCE, "{}\n".encode("utf-16") * 9),
    ],
)
def test_files_that_are_read_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: Source, content: bytes
) -> None:
    """Lines that need those before them, tables, and packed or foreign text stay in one part."""
    monkeypatch.setattr(parts, "PART", 3)
    given = unit(written(tmp_path / name, content), source)

    assert bounds(list(parts.parts_of(given))) == [(0, len(content), 1)]


def test_jobs_share_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part is in one job, there are as many jobs as cores, and more where much is to be read."""
    path = written(tmp_path / "f", b"{}\n" * 100)
    found = [Part(unit(path), at, at + 3, 1) for at in range(0, 300, 3)]
    seen: list[int] = []
    for least, most in ((1 << 20, 1 << 20), (30, 1 << 20), (30, 60)):
        monkeypatch.setattr(parts, "LEAST", least)
        monkeypatch.setattr(parts, "MOST_SPARSE", most)
        shared = parts.jobs(found, 2)
        assert sorted(part.start for job in shared for part in job) == list(range(0, 300, 3))
        seen.append(len(shared))

    assert seen == [1, 2, 6]
    table = Part(unit(written(tmp_path / "f.csv", b"a\n")), 0, 2, 1)
    assert parts.jobs([table, table], 2) == [[table], [table]]


def test_jobs_of_a_source_that_reads_every_line_are_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read of every line needs more memory, so the same bytes make more jobs."""
    path = written(tmp_path / "f", b"{}\n" * 100)
    for name, size in (("LEAST", 30), ("MOST", 30), ("MOST_SPARSE", 60)):
        monkeypatch.setattr(parts, name, size)

    def count(source: Source) -> int:
        return len(parts.jobs([Part(unit(path, source), at, at + 3, 1) for at in range(100)], 2))

    assert count(claude_code.SOURCE) == 6
    assert count(claude_code.SOURCE._replace(mentions=None)) == 12


def test_a_part_is_copied_unless_it_is_the_file(tmp_path: Path) -> None:
    """What is the whole file is read in place, and anything less is a copy with its bytes."""
    given = unit(claude.write(tmp_path / "f", ["{}", "{ }"]))

    assert parts.prepared(Part(given, 0, 7, 1), tmp_path).path == tmp_path / "f"
    copy = parts.prepared(Part(given, 3, 7, 2), tmp_path).path
    assert copy.read_bytes() == b"{ }\n"


def test_counts_of_parts_are_joined(tmp_path: Path) -> None:
    """A file's counts are its parts' sums; where the last part ends early, so does the file."""
    first, other = (unit(written(tmp_path / name, b"{}\n{")) for name in "fg")
    ends = Counts(first, 4, 1, 1, 2, read_to=3, digest="b", note="half")

    def whole(one: Unit) -> Counts:
        return Counts(one, 3, 2, 1, 0, read_to=4, digest="a", note=None)

    joined = Counts(first, 7, 3, 2, 2, read_to=3, digest="b", note="half")
    assert parts.joined([whole(first), whole(other), ends]) == [joined, whole(other)]
    assert parts.joined([ends, whole(first)]) == [joined]
