"""Files in, one commit out: what is kept, what is refused, and what is said of it."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from support import claude, ledgers
from support.ledgers import rejects, select, table, take, totals
from tokenomics.config import Config, SourceConfig
from tokenomics.records.errors import LedgerReadOnly, RejectedRows, SourceError

CALL = "2026-11-02T09:00:00Z,openai,gpt-4-0613"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


def test_streaming_lines_are_one_call(ledger: Path, tmp_path: Path) -> None:
    """Of a call's lines the one with the most output stands, at the first line's instant."""
    lines = [
        claude.line(used=claude.usage(2, 1), timestamp="2026-11-02T09:21:03.000Z"),
        claude.line(used=claude.usage(2, 260), timestamp="2026-11-02T09:21:06.000Z"),
    ]
    result = take(ledger, claude.write(tmp_path / "s.jsonl", lines))

    assert totals(ledger) == (1, 2, 0, 0, 260)
    assert select(ledger, "CAST(ts AS VARCHAR)") == [("2026-11-02 09:21:03+00",)]
    assert (result.added, result.version) == (1, 0)


def test_twice_is_once(ledger: Path, tmp_path: Path) -> None:
    """Reading an unchanged file again does nothing, and makes no new version."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line()])
    first, second = take(ledger, path), take(ledger, path)

    assert [file.status for file in second.files] == ["unchanged"]
    assert (second.version, second.added) == (first.version, 0)
    assert totals(ledger)[0] == 1


def test_a_touched_file_adds_nothing(ledger: Path, tmp_path: Path) -> None:
    """A file with a new date and the same content adds and changes no record."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2"])
    take(ledger, path)
    os.utime(path, (2_000_000_000, 2_000_000_000))

    result = take(ledger, path)

    assert (result.added, result.changed, result.unchanged) == (0, 0, 1)


def test_a_copy_of_a_keyless_file_is_that_file(ledger: Path, tmp_path: Path) -> None:
    """The same content under another name is counted once."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2", f"{CALL},1,2"])
    copy = tmp_path / "b.csv"
    copy.write_bytes(path.read_bytes())

    take(ledger, path)
    take(ledger, copy)

    assert totals(ledger)[:2] == (2, 2)


def test_equal_rows_of_a_file_are_all_counted(ledger: Path, tmp_path: Path) -> None:
    """Two calls that look alike are two calls."""
    take(ledger, table(tmp_path / "a.csv", [f"{CALL},1,2"] * 5))

    assert totals(ledger)[:2] == (5, 5)


def test_a_growing_keyless_file_adds_only_what_is_new(ledger: Path, tmp_path: Path) -> None:
    """Rows read before keep their identity while their file grows."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2"] * 3)
    take(ledger, path)
    table(path, [f"{CALL},1,2"] * 5)

    result = take(ledger, path)

    assert (result.added, result.changed, result.unchanged) == (2, 0, 3)
    assert totals(ledger)[:2] == (5, 5)


def test_a_last_row_that_was_cut_is_completed(ledger: Path, tmp_path: Path) -> None:
    """A number cut in the middle at the end of a file is replaced by the whole one."""
    path = tmp_path / "a.csv"
    path.write_text(f"ts,provider,model,input,output\n{CALL},12,3")
    take(ledger, path)
    path.write_text(f"ts,provider,model,input,output\n{CALL},12,345\n")

    take(ledger, path)

    assert totals(ledger) == (1, 12, 0, 0, 345)


def test_a_rewritten_file_restates_its_period(ledger: Path, tmp_path: Path) -> None:
    """A corrected export replaces what it said before of the days it spans."""
    path = table(tmp_path / "a.csv", [f"{CALL},1,2", "2026-11-03T09:00:00Z,openai,gpt-4-0613,1,2"])
    take(ledger, path)
    table(path, [f"{CALL},100,2", "2026-11-03T09:00:00Z,openai,gpt-4-0613,200,2"])

    result = take(ledger, path)

    assert totals(ledger)[:2] == (2, 300)
    assert result.removed == 2


def test_files_that_begin_alike_are_two_files(ledger: Path, tmp_path: Path) -> None:
    """A file that begins like another that is still there is not that file."""
    take(ledger, table(tmp_path / "a.csv", [f"{CALL},1,2"]))
    take(ledger, table(tmp_path / "b.csv", [f"{CALL},1,2", f"{CALL},10,2"]))

    assert totals(ledger)[:2] == (3, 12)


def test_a_column_that_means_nothing_is_named(ledger: Path, tmp_path: Path) -> None:
    """A native file's column that no record has is not silently dropped: it is named, with the nearest."""
    path = tmp_path / "a.csv"
    path.write_text(f"ts,provider,model,input,featur\n{CALL},1,chat\n")

    (note,) = take(ledger, path).notes

    assert note == f"{path}: columns not read: 'featur' (did you mean 'feature'?)"


def test_a_column_named_twice_is_a_problem(ledger: Path, tmp_path: Path) -> None:
    """A table that names a column twice is refused by that name; other files are read."""
    (tmp_path / "twice.csv").write_text(f"ts,provider,model,input,input\n{CALL},1,2\n")

    result = take(ledger, tmp_path / "twice.csv", table(tmp_path / "a.csv", [f"{CALL},1,2"]))

    assert "two columns are named 'input'" in result.problems[0]
    assert totals(ledger)[0] == 1


def test_missing_path(ledger: Path, tmp_path: Path) -> None:
    """A path that is not there is refused by name, before anything is read."""
    with pytest.raises(SourceError, match=r"nothing\.jsonl: no such file or folder"):
        take(ledger, tmp_path / "nothing.jsonl")
    assert not ledger.exists()


def test_unknown_format_is_a_problem_and_the_rest_is_read(ledger: Path, tmp_path: Path) -> None:
    """A named file that no source knows is one sentence; the other files are read."""
    (tmp_path / "who.csv").write_text("colour,size\nred,1\n")
    path = claude.write(tmp_path / "s.jsonl", [claude.line()])

    result = take(ledger, tmp_path / "who.csv", path)

    assert len(result.problems) == 1
    assert "who.csv" in result.problems[0]
    assert totals(ledger)[0] == 1


def test_a_folder_of_mixed_files(ledger: Path, tmp_path: Path) -> None:
    """In a folder, what no source knows is passed over and named, and every log is read."""
    folder = tmp_path / "logs"
    claude.write(folder / "s.jsonl", [claude.line()])
    table(folder / "a.csv", [f"{CALL},1,2"])
    (folder / "README.md").write_text("hello\n")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "empty.jsonl").write_bytes(b"")

    result = take(ledger, folder)

    assert result.problems == ()
    assert {Path(file.path).name: file.status for file in result.files} == {
        "s.jsonl": "read",
        "a.csv": "read",
        "README.md": "ignored",
        "logo.png": "ignored",
        "empty.jsonl": "ignored",
    }
    assert totals(ledger)[0] == 2


@pytest.mark.parametrize(
    ("bad", "line", "field", "reason"),
    [
        ("broken{", 2, None, "not valid JSON"),
        ("[1, 2]", 2, None, "not a JSON object"),
        ('{"a":"\0"}', 2, None, "not valid JSON"),
        (json.dumps(claude.line(used=claude.usage(-1))), 2, "input_tokens", "not a whole number of 0 or more"),
        (json.dumps(claude.line(timestamp="soon")), 2, "timestamp", "not an instant with a zone"),
    ],
)  # fmt: skip
def test_a_bad_line_costs_no_good_one(
    ledger: Path, tmp_path: Path, bad: str, line: int, field: str | None, reason: str
) -> None:
    """One bad line is refused by file, line, field and reason; its neighbours are read."""
    lines = [claude.line("msg_1"), bad, claude.line("msg_2")]

    result = take(ledger, claude.write(tmp_path / "s.jsonl", lines))

    assert rejects(ledger) == [("s.jsonl", line, field, reason)]
    assert totals(ledger)[0] == 2
    (file,) = result.files
    assert (file.rows, file.records, file.skipped, file.rejected) == (3, 2, 0, 1)


def test_valid_but_empty_lines_are_skipped(ledger: Path, tmp_path: Path) -> None:
    """`{}` states no usage; it is no mistake."""
    result = take(ledger, claude.write(tmp_path / "s.jsonl", [claude.line(), {}, claude.note()]))

    (file,) = result.files
    assert (file.rows, file.records, file.skipped, file.rejected) == (3, 1, 2, 0)


def test_a_half_written_last_line_waits(ledger: Path, tmp_path: Path) -> None:
    """A last line whose writer is not done is no reject; it is read when it is whole."""
    whole = json.dumps(claude.line("msg_2"))
    path = claude.write(tmp_path / "s.jsonl", [claude.line("msg_1")])
    start = path.read_text()
    path.write_text(start + whole[:50])

    result = take(ledger, path)
    assert rejects(ledger) == []
    assert "half written" in result.notes[0]
    assert totals(ledger)[0] == 1

    path.write_text(start + whole + "\n")
    take(ledger, path)
    assert totals(ledger)[0] == 2


def test_a_repaired_file_takes_its_rejects_back(ledger: Path, tmp_path: Path) -> None:
    """The rejects of a file are those of its last reading."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line("msg_1"), "broken{"])
    take(ledger, path)
    claude.write(path, [claude.line("msg_1"), claude.line("msg_2")])

    take(ledger, path)

    assert rejects(ledger) == []
    assert totals(ledger)[0] == 2


def test_a_very_long_line(ledger: Path, tmp_path: Path) -> None:
    """A line of a million characters is a line like any other."""
    lines = [claude.line("msg_1"), claude.note() | {"text": "x" * 1_000_000}, claude.line("msg_2")]
    take(ledger, claude.write(tmp_path / "s.jsonl", lines))

    assert totals(ledger)[0] == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_byte_order_marks(ledger: Path, tmp_path: Path, encoding: str) -> None:
    """No line is lost to a byte order mark or to sixteen-bit text."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line("msg_1"), claude.line("msg_2")])
    path.write_bytes(path.read_text("utf-8").encode(encoding))

    take(ledger, path)

    assert totals(ledger)[0] == 2


def test_a_truncated_archive_keeps_what_it_has(ledger: Path, tmp_path: Path) -> None:
    """Of an archive that ends early the readable rows are kept and the damage is shown."""
    lines = [
        json.dumps(claude.line(f"msg_{i}", requestId=os.urandom(40).hex())) for i in range(2000)
    ]
    data = gzip.compress("".join(f"{line}\n" for line in lines).encode())
    path = tmp_path / "s.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])

    take(ledger, path)

    assert 500 < totals(ledger)[0] < 2000
    ((name, line, field, reason),) = rejects(ledger)
    assert (name, line, field) == ("s.jsonl.gz", None, None)
    assert "ends early" in reason


def test_standard_input(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input; the same text twice is counted once."""
    text = (json.dumps(claude.line()) + "\n").encode()
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        take(ledger, "-")

    assert totals(ledger)[0] == 1


def test_standard_input_is_called_so(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it is said of standard input, not of the file it was spooled to."""
    text = io.BytesIO(b"ts,provider,model,foo\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(text))
    (problem,) = take(ledger, "-").problems

    assert problem.startswith("(standard input ")


def test_strict_commits_nothing(ledger: Path, tmp_path: Path) -> None:
    """A strict ingest with a reject says which, and leaves no ledger behind."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line(), "broken{"])

    with pytest.raises(RejectedRows, match=r"1 row refused.*s\.jsonl:2 not valid JSON"):
        take(ledger, path, strict=True)
    assert not ledger.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes wherever it likes")
def test_a_ledger_that_cannot_be_written(ledger: Path, tmp_path: Path) -> None:
    """A read-only ledger is one clear error."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line()])
    ledger.mkdir()
    ledger.chmod(0o500)

    with pytest.raises(LedgerReadOnly, match="ledger"):
        take(ledger, path)


def test_a_mapping_names_its_source(ledger: Path, tmp_path: Path) -> None:
    """A format of one's own is read by a mapping, under the name it gives."""
    path = tmp_path / "gateway.csv"
    path.write_text("WHEN,IN,OUT\r\n2026-11-02 10:00:00.1234567,5,7")
    source = SourceConfig(
        name="gateway",
        match="gateway*.csv",
        fields={"ts": "WHEN", "input": "IN", "output": "OUT"},
        constants={"provider": "openai", "model": "gpt-4-0613"},
        timezone="Europe/Berlin",
    )

    take(ledger, path, config=Config(source=(source,), root=tmp_path))

    columns = "source, CAST(ts AS VARCHAR), provider, model_served, input, output"
    assert select(ledger, columns) == [
        ("gateway", "2026-11-02 09:00:00.123456+00", "openai", "gpt-4-0613", 5, 7)
    ]


def test_the_hour_does_not_matter(tmp_path: Path) -> None:
    """Two ledgers fed the same file at different hours hold the same records."""
    path = claude.write(tmp_path / "s.jsonl", [claude.line(f"msg_{i}") for i in range(20)])
    one, two = tmp_path / "one", tmp_path / "two"
    take(one, path)
    take(two, path, now=ledgers.NOW.replace(year=2027))

    columns = "hex(record_id), merge_rank, CAST(ts AS VARCHAR), input"
    assert select(one, columns, rest="ORDER BY 1") == select(two, columns, rest="ORDER BY 1")
