"""What a guard writes down."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.command import command
from tokenomics.guard.recording import Recorder, columns_of, instant
from tokenomics.records.errors import OutsideError


def test_scopes_are_columns_or_tags() -> None:
    """A task is a task_id; what no column is for is a tag."""
    assert columns_of({"task": "t1", "user": "ada", "feature": "x", "tenant": "z"}) == {
        "task_id": "t1", "user_id": "ada", "feature": "x", "tags": ["tenant=z"],
    }  # fmt: skip
    assert columns_of({}) == {}


def test_instants_are_written_as_records_have_them() -> None:
    """UTC with a Z."""
    assert instant(datetime(2026, 11, 2, 10, tzinfo=UTC)) == "2026-11-02T10:00:00Z"


def test_lines_are_whole_whoever_writes(tmp_path: Path) -> None:
    """Eight threads write a hundred lines each; what is not known is left out."""
    recorder = Recorder(tmp_path / "calls.jsonl")

    def write(thread: int) -> None:
        for number in range(100):
            recorder.put({"thread": thread, "number": number, "step": None})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    lines = [
        json.loads(line) for line in (tmp_path / "calls.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(lines) == 800
    assert {tuple(line) for line in lines} == {("thread", "number")}


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A folder is no file."""
    with pytest.raises(OutsideError, match="the call is in no record"):
        Recorder(tmp_path).put({"a": 1})


def test_what_was_cut_off_takes_no_other_call_with_it(tmp_path: Path) -> None:
    """A killed process left half a line: the next begins below it, and only the half is refused."""
    path = tmp_path / "calls.jsonl"
    known = {
        "ts": "2026-11-02T10:00:00Z",
        "provider": "openai",
        "model": "gpt-5",
        "input": 1_000_000,
    }
    recorder, other = Recorder(path), Recorder(path)
    recorder.put({**known, "request_id": "first"})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"ts": "2026-11-02T10:00:00Z", "provi')
    other.put({**known, "request_id": "second"})
    recorder.put({**known, "request_id": "third"})
    done = command("report", "calls.jsonl", "--by", "model", "--format", "csv", cwd=tmp_path)

    # Three calls of 1.25 dollars a million tokens.
    assert "gpt-5,3," in done.out
    assert "3.75" in done.out
    assert "calls.jsonl:2 not valid JSON" in done.err


def test_a_line_is_written_in_as_many_pieces_as_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is nearly full takes a part of it."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:5]))
    Recorder(tmp_path / "calls.jsonl").put({"a": "long enough"})

    assert (tmp_path / "calls.jsonl").read_text("utf-8") == '{"a": "long enough"}\n'
