"""Tests of summary.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from support.logs import BROKEN, ROWS, calls
from tokenomics.config import Config
from tokenomics.intake import FileReport, IngestResult, ingest
from tokenomics.rejects import Reject
from tokenomics_cli.summary import counted, missed, place, show, summary

NOW = datetime(2026, 11, 5, tzinfo=UTC)

TABLE = (
    "source  files  rows  records  skipped  rejected",
    "native      1     2        2        0         0",
)


def _ingested(folder: Path, *rows: str) -> IngestResult:
    log = calls(folder / "calls.csv", *rows)
    return ingest([log], ledger=folder / "books", config=Config(), now=NOW)


def _result(*files: FileReport, problems: tuple[str, ...] = ()) -> IngestResult:
    return IngestResult(0, files, 0, 0, 0, 0, 0, (), problems)


def test_a_summary_counts_rows_by_source(tmp_path: Path) -> None:
    """Rows are records, skipped or rejected; the ledger's changes follow."""
    lines = list(summary(_ingested(tmp_path), tmp_path / "books"))

    assert lines == [
        f"1 file read into {tmp_path / 'books'} version 0",
        *TABLE,
        "2 records: 2 added, 0 changed, 0 already known, 0 repeats",
    ]


def test_the_numbers_of_a_summary_add_up(tmp_path: Path) -> None:
    """Rows of one call are repeats of it: records are added, changed, known or repeats."""
    again = ROWS[0].replace("1000,500", "1000,600")
    first = list(summary(_ingested(tmp_path, *ROWS, again), tmp_path / "books"))
    second = list(summary(_ingested(tmp_path, *ROWS, again, again), tmp_path / "books"))

    assert first[-1] == "3 records: 2 added, 0 changed, 0 already known, 1 repeat"
    assert second[-1] == "4 records: 0 added, 0 changed, 2 already known, 2 repeats"


def test_what_rows_state_besides_has_a_column_of_its_own(tmp_path: Path) -> None:
    """One call with two outcomes is one row, one record, and two besides: 3 records in all."""
    file = FileReport("a", "helicone", "read", 1, 1, 0, 0, None, beside=2)
    lines = list(summary(_result(file)._replace(added=3), tmp_path))

    assert lines[1:3] == [
        "source    files  rows  records  skipped  rejected  besides",
        "helicone      1     1        1        0         0        2",
    ]
    assert lines[3] == "3 records: 3 added, 0 changed, 0 already known, 0 repeats"


def test_removed_records_are_no_records_of_the_files(tmp_path: Path) -> None:
    """What a rewritten file no longer says is told apart."""
    row = ROWS[0].removesuffix(",a")
    for count in ("1000", "2000"):
        lines = list(
            summary(_ingested(tmp_path, row.replace("1000", count) + ","), tmp_path / "books")
        )

    assert lines[-1] == "1 record: 1 added, 0 changed, 0 already known, 0 repeats; 1 removed"


def test_refused_rows_are_placed(tmp_path: Path) -> None:
    """Each refused row stands with file, line, field and reason."""
    lines = list(summary(_ingested(tmp_path, *ROWS, BROKEN), tmp_path / "books"))

    assert lines[-2] == "1 row refused:"
    assert lines[-1].startswith(f"  {tmp_path / 'calls.csv'}:4 input: ")


def test_many_refused_rows_are_cut(tmp_path: Path) -> None:
    """Five are shown, and the command that shows all."""
    lines = list(summary(_ingested(tmp_path, *([BROKEN] * 7)), tmp_path / "books"))

    assert lines[-7] == "7 rows refused:"
    assert "tokenomics ledger rejects" in lines[-1]


def test_files_that_were_not_read_are_counted(tmp_path: Path) -> None:
    """Unchanged, ignored and failed files are told apart."""
    unchanged = FileReport("a", "native", "unchanged", 0, 0, 0, 0, None)
    failed = FileReport("b", None, "failed", 0, 0, 0, 0, "no")
    lines = list(summary(_result(unchanged, unchanged, failed), tmp_path))

    assert lines == [f"0 files read (2 unchanged, 1 failed) into {tmp_path} version 0"]


def test_problems_are_told_even_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A named file that could not be read ends with exit code 2, also without narration."""
    with pytest.raises(typer.Exit) as ended:
        show(_result(problems=("a.bin: no",)), tmp_path, wordy=False)

    assert ended.value.exit_code == 2
    assert capsys.readouterr().err == "error: a.bin: no\n"


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [(3, "input", "a:3 input: bad"), (3, None, "a:3 bad"), (None, None, "a bad")],
)
def test_a_place_says_what_is_known(line: int | None, field: str | None, text: str) -> None:
    """Line and field are left out where there are none."""
    assert place(Reject("a", line, field, "bad", "native", NOW)) == text


def test_one_is_singular() -> None:
    """Words follow their numbers."""
    assert (counted(1, "row"), counted(2000, "row")) == ("1 row", "2,000 rows")


def test_files_that_were_not_read_are_named() -> None:
    """The first five stand with their reason, the rest are counted."""
    files = [FileReport(f"/x/f{n}", None, "unread", 0, 0, 0, 0, "why") for n in range(7)]

    assert list(missed(_result(*files[:1]))) == ["1 file not read:", "  /x/f0: why"]
    assert list(missed(_result(*files)))[-2:] == ["  /x/f4: why", "  and 2 more"]
    assert list(missed(_result())) == []


def test_a_summary_names_what_was_not_read(tmp_path: Path) -> None:
    """A file of a folder that nobody knows is told apart from what is no log."""
    (tmp_path / "who.csv").write_text("colour,size\nred,1\n")
    (tmp_path / "README.md").write_text("hello\n")
    result = ingest([tmp_path], ledger=tmp_path / "books", config=Config(), now=NOW)
    lines = list(summary(result, tmp_path / "books"))

    assert lines[0].startswith("0 files read (1 ignored, 1 not read) into ")
    assert lines[1] == "1 file not read:"
    assert lines[2].startswith(f"  {tmp_path / 'who.csv'}: no source knows a file (csv with")
