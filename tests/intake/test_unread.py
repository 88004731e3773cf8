"""Files of a folder that should have been read and were not: named, and no success where it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.ledgers import take
from tokenomics.records.errors import RejectedRows, SourceError

STRANGE = (
    "no source knows a file (csv with columns colour, size); "
    "describe it in a [[source]] of tokenomics.toml"
)
NO_ROWS = "damaged, or no file of rows (JSON Lines, JSON, CSV, Parquet)"
CALL = "2026-11-02T09:00:00Z,openai,gpt-4-0613"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """A folder with a call, two files that should have been read, and two that are no logs."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.csv").write_text(f"ts,provider,model,input\n{CALL},1\n")
    (folder / "who.csv").write_text("colour,size\nred,1\n")
    (folder / "gone.parquet").write_bytes(b"PAR1 and then nothing")
    (folder / "README.md").write_text("Calls, and more\n")
    (folder / "quiet.json").write_text("[]")
    return folder


def test_files_that_should_have_been_read_are_named(ledger: Path, unknown: Path) -> None:
    """In a folder, rows nobody knows and damaged files are unread, what is no log is ignored."""
    result = take(ledger, unknown)

    assert {Path(file.path).name: (file.status, file.note) for file in result.files} == {
        "a.csv": ("read", None),
        "who.csv": ("unread", STRANGE),
        "gone.parquet": ("unread", NO_ROWS),
        "README.md": ("ignored", result.files[0].note),
        "quiet.json": ("ignored", result.files[3].note),
    }
    assert result.problems == ()


def test_strict_wants_every_log_read(ledger: Path, unknown: Path) -> None:
    """An unread file refuses a strict ingest like a refused row, one that cannot be read like input."""
    with pytest.raises(RejectedRows, match=r"2 files not read, nothing was committed.*gone.*who"):
        take(ledger, unknown, strict=True)
    with pytest.raises(SourceError, match=r"1 file not read, nothing was committed.*who\.csv: no"):
        take(ledger, unknown / "a.csv", unknown / "who.csv", strict=True)
    assert not ledger.exists()


def test_what_repeats_other_files_is_no_gap(ledger: Path, tmp_path: Path) -> None:
    """A file that a source knows and refuses is no usage that was missed."""
    folder = tmp_path / "logs"
    claude.write(folder / "s.jsonl", [claude.line()])
    claude.write(folder / "s" / "subagents" / "journal.jsonl", [{"agent": "a"}])
    result = take(ledger, folder, strict=True)

    assert {Path(file.path).name: file.status for file in result.files} == {
        "s.jsonl": "read",
        "journal.jsonl": "ignored",
    }
