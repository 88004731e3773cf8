"""Which way a file is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from support import claude, litellm_logs
from support.ledgers import rejects, select, take, totals
from support.logs import calls
from tokenomics.intake import parts, reading
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


def test_what_fails_the_fast_way(tmp_path: Path, exact_reads: list[str]) -> None:
    """A file that fails the whole fast query costs neither itself nor its neighbours a row."""
    for number in range(4):
        claude.write(tmp_path / "logs" / f"{number}.jsonl", [claude.line(f"m{number}")])
    bad = claude.write(tmp_path / "logs" / "bad.jsonl", [claude.line("m9"), claude.note()])
    with bad.open("ab") as file:
        file.write(b'{"no text": "\xff"}\n')
    take(tmp_path / "ledger", tmp_path / "logs")

    assert exact_reads == ["bad.jsonl"]
    assert totals(tmp_path / "ledger")[0] == 5
    assert rejects(tmp_path / "ledger") == [("bad.jsonl", 3, None, "not valid JSON")]


def test_what_is_too_long_for_the_fast_way(
    tmp_path: Path, exact_reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that memory should not hold as a whole is read line by line."""
    monkeypatch.setattr(lines, "LARGE", 1 << 16)
    claude.write(tmp_path / "logs" / "short.jsonl", [claude.line("m1")])
    long = claude.note() | {"text": "x" * (1 << 17)}
    claude.write(tmp_path / "logs" / "long.jsonl", [claude.line("m2"), long])
    take(tmp_path / "ledger", tmp_path / "logs")

    assert exact_reads == ["long.jsonl"]
    assert totals(tmp_path / "ledger")[0] == 2


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
    original = scan.load_lines

    def meanwhile(*given: Any) -> None:
        with log.open("a") as file:
            file.write(json.dumps(claude.line("m2")) + "\n")
        original(*given)

    with monkeypatch.context() as patched:
        patched.setattr(reading.scan, "load_lines", meanwhile)
        (note,) = take(tmp_path / "ledger", log).notes
    assert "was written to while it was read" in note

    take(tmp_path / "ledger", log)
    assert totals(tmp_path / "ledger")[0] == 2


def agent_log(path: Path, number: int) -> Path:
    """A session that repeats calls of the sessions before and after it; each other one has a bad line."""
    called = [claude.line(f"m{call}") for call in (0, number, number + 1)]
    return claude.write(path, [*called, "broken{"][: 3 + number % 2])


def gateway_log(path: Path, number: int) -> Path:
    """A proxy's log alike, the last line of each other file half written."""
    called = [
        json.dumps({**litellm_logs.ROW, "request_id": f"r{call}"})
        for call in (0, number, number + 1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(["[1]", *called]) + ("\n" if number % 2 else '\n{"request_id": "r'))
    return path


@pytest.mark.parametrize("write", [agent_log, gateway_log])
def test_however_many_jobs_share_the_files_the_ledger_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, int], Path]
) -> None:
    """Files that repeat each other's calls are read in one job or in many, in parts or whole, and say the same."""
    for number in range(6):
        write(tmp_path / "logs" / f"{number}.jsonl", number)
    seen: list[object] = []
    for least, most, part in (
        (1 << 23, 1 << 28, 1 << 24),
        (1, 1 << 28, 1),
        (1, 1, 1 << 24),
        (1, 1, 900),
    ):
        monkeypatch.setattr(parts, "LEAST", least)
        monkeypatch.setattr(parts, "MOST", most)
        monkeypatch.setattr(parts, "PART", part)
        ledger = tmp_path / f"{least}-{most}-{part}"
        done = take(ledger, tmp_path / "logs")
        stored = select(ledger, "response_id, source_file, source_line", rest="ORDER BY ALL")
        read_to = select(
            ledger, "source_file, read_to, rows_read", kind="file", rest="ORDER BY ALL"
        )
        seen.append((stored, rejects(ledger), read_to, done.files, done.notes))

    assert all(one == seen[0] for one in seen)


def test_who_asks_is_told_how_far_it_is(tmp_path: Path) -> None:
    """Of two formats there are two jobs: nothing is read, then one's bytes, then all."""
    session = claude.write(tmp_path / "logs" / "s.jsonl", [claude.line()])
    table = calls(tmp_path / "logs" / "calls.csv")
    sizes = [session.stat().st_size, table.stat().st_size]
    told: list[tuple[int, int]] = []
    take(tmp_path / "ledger", tmp_path / "logs", progress=lambda *at: told.append(at))

    assert told == [(0, sum(sizes)), (sizes[0], sum(sizes)), (sum(sizes), sum(sizes))]
