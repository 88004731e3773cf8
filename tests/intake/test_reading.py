"""Which way a file is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.ledgers import rejects, take, totals
from tokenomics.engine import connect
from tokenomics.intake import reading
from tokenomics.ledger import open_ledger, relation
from tokenomics.sources import lines, picking, scan
from tokenomics.sources.contract import Field


@pytest.fixture
def exact_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read the exact way."""
    names: list[str] = []
    original = picking.lines

    def spying(path: Path, fields: Sequence[Field], first_line: int) -> object:
        names.append(path.name)
        return original(path, fields, first_line)

    monkeypatch.setattr(reading.picking, "lines", spying)
    return names


def test_sound_logs_are_read_the_fast_way(tmp_path: Path, exact_reads: list[str]) -> None:
    """Logs in which nothing is odd never take the slow way."""
    for number in range(3):
        claude.write(
            tmp_path / "logs" / f"{number}.jsonl", [claude.line(f"m{number}"), claude.note()]
        )
    take(tmp_path / "ledger", tmp_path / "logs")

    assert exact_reads == []
    assert totals(tmp_path / "ledger")[0] == 3


def test_only_the_odd_file_is_read_again(tmp_path: Path, exact_reads: list[str]) -> None:
    """One broken line sends its own file the exact way, and no other."""
    claude.write(tmp_path / "logs" / "good.jsonl", [claude.line("m1")])
    claude.write(tmp_path / "logs" / "bad.jsonl", [claude.line("m2"), "broken{"])
    take(tmp_path / "ledger", tmp_path / "logs")

    assert exact_reads == ["bad.jsonl"]
    assert rejects(tmp_path / "ledger") == [("bad.jsonl", 2, None, "not valid JSON")]


def test_a_line_too_long_for_the_fast_way(
    tmp_path: Path, exact_reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that fails the whole fast query costs neither its file nor its neighbours a row."""
    monkeypatch.setattr(lines, "LONGEST_LINE", 1 << 16)
    monkeypatch.setattr(lines, "LARGE", 1 << 16)
    for number in range(4):
        claude.write(tmp_path / "logs" / f"{number}.jsonl", [claude.line(f"m{number}")])
    long = claude.note() | {"text": "x" * (1 << 22)}
    claude.write(tmp_path / "logs" / "long.jsonl", [claude.line("m9"), long])
    take(tmp_path / "ledger", tmp_path / "logs")

    assert exact_reads == ["long.jsonl"]
    assert totals(tmp_path / "ledger")[0] == 5


def test_a_tail_is_read_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large log that has grown only the new lines are read, and their line numbers are right."""
    monkeypatch.setattr("tokenomics.intake.watermarks.TAIL_ABOVE", 100)
    log = claude.write(tmp_path / "s.jsonl", [claude.line("m1"), claude.note()])
    take(tmp_path / "ledger", log)
    with log.open("a") as file:
        file.write("broken{\n" + json.dumps(claude.line("m2")) + "\n")
    (report,) = take(tmp_path / "ledger", log).files

    assert (report.rows, report.records, report.rejected) == (2, 1, 1)
    assert rejects(tmp_path / "ledger") == [("s.jsonl", 3, None, "not valid JSON")]
    assert totals(tmp_path / "ledger")[0] == 2


def test_a_file_that_is_written_to_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is appended during a reading is said, and is all there after the next ingest, once."""
    log = claude.write(tmp_path / "s.jsonl", [claude.line("m1")])
    original = scan.load_fast

    def meanwhile(*given: Any) -> None:
        with log.open("a") as file:
            file.write(json.dumps(claude.line("m2")) + "\n")
        original(*given)

    with monkeypatch.context() as patched:
        patched.setattr(reading.scan, "load_fast", meanwhile)
        (note,) = take(tmp_path / "ledger", log).notes
    assert "was written to while it was read" in note

    take(tmp_path / "ledger", log)
    assert totals(tmp_path / "ledger")[0] == 2


def test_however_many_jobs_share_the_files_the_ledger_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that repeat each other's calls are read in one job or in many, and say the same."""
    for number in range(6):
        called = [claude.line(f"m{call}") for call in (0, number, number + 1)]
        claude.write(tmp_path / "logs" / f"{number}.jsonl", [*called, "broken{"][: 3 + number % 2])
    seen: list[object] = []
    for least, most in ((1 << 23, 1 << 28), (1, 1 << 28), (1, 1)):
        monkeypatch.setattr(reading, "_LEAST", least)
        monkeypatch.setattr(reading, "_MOST", most)
        ledger = tmp_path / f"{least}-{most}"
        take(ledger, tmp_path / "logs")
        with connect(allowed=[ledger]) as con:
            rows = relation(open_ledger(ledger), "usage")
            lines_of = f"SELECT response_id, source_file, source_line FROM {rows} ORDER BY ALL"
            seen.append((con.execute(lines_of).fetchall(), rejects(ledger)))

    assert seen[0] == seen[1] == seen[2]
