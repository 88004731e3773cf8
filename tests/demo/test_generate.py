"""Whole demos."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from tokenomics.demo import Truth, write_claude_logs, write_company
from tokenomics.records.errors import InputError


def digests(folder: Path) -> dict[str, str]:
    """The digest of each file below the folder."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def line_count(path: Path) -> int:
    """Lines of a file, gzipped or not, without a CSV's header."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return text.count(b"\n") - (path.suffix == ".csv")


def test_equal_seed_equal_bytes(tmp_path: Path) -> None:
    """Two demos of one seed agree in every file; another seed agrees in no log of calls."""
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_company(tmp_path / name, seed=seed, size=0.01)
    first, again, other = (digests(tmp_path / name) for name in "abc")

    assert first == again
    assert {name for name, digest in first.items() if other.get(name) == digest} == {
        "tokenomics.toml",
        "logs/native/overheads-2026-08.csv",
    }


def test_the_truth_knows_every_file(demo: tuple[Path, Truth]) -> None:
    """All logs are listed with their bytes and rows, and nothing else is."""
    folder, truth = demo
    logs = {p.relative_to(folder).as_posix() for p in (folder / "logs").rglob("*") if p.is_file()}

    assert {file.path for file in truth.files} == logs
    for file in truth.files:
        path = folder / file.path
        assert file.size == path.stat().st_size
        assert file.rows == line_count(path) == file.recorded + file.skipped + file.rejected
    assert sum(file.rejected for file in truth.files) == 3


def test_sources_rows_balance(demo: tuple[Path, Truth]) -> None:
    """Rows read are records, duplicates, skipped and rejects, for every source."""
    for row in demo[1].sources:
        assert row.rows == row.records + row.duplicates + row.skipped + row.rejects
    assert [row.source for row in demo[1].sources] == [
        "claude_code",
        "gateway",
        "litellm",
        "native",
    ]


def test_another_month_works(tmp_path: Path) -> None:
    """September's demo lies in September."""
    truth = write_company(tmp_path / "demo", seed=1, size=0.01, month="2026-09")
    days = [group.key or "" for group in truth.groups["day"]]

    assert all(day.startswith("2026-09-") for day in days)
    assert (tmp_path / "demo" / "logs" / "gateway-2026-09.csv").is_file()


def test_a_used_folder_is_refused(tmp_path: Path) -> None:
    """A demo never mixes with what is there, and says so."""
    (tmp_path / "mine.txt").write_text("keep")

    with pytest.raises(InputError, match="is not empty"):
        write_company(tmp_path, seed=1, size=0.01)
    with pytest.raises(InputError, match="is not empty"):
        write_claude_logs(tmp_path / "mine.txt", seed=1, megabytes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_claude_logs_reach_their_size(tmp_path: Path) -> None:
    """The logs are as large as asked, by whole sessions, with lines of several kilobytes."""
    truth = write_claude_logs(tmp_path / "a", seed=1, megabytes=5)
    size = sum(path.stat().st_size for path in (tmp_path / "a").rglob("*.jsonl"))
    rows = sum(file.rows for file in truth.files)

    assert 5_000_000 <= size < 12_000_000
    assert size == sum(file.size for file in truth.files)
    assert 3_000 < size / rows < 8_000


def test_claude_logs_repeat_with_their_seed(tmp_path: Path) -> None:
    """Equal seed and size give equal bytes and an equal truth."""
    first = write_claude_logs(tmp_path / "a", seed=2, megabytes=1)
    second = write_claude_logs(tmp_path / "b", seed=2, megabytes=1)

    assert first == second
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
