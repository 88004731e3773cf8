"""How rows lie in files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tokenomics.demo.calls import Call
from tokenomics.demo.files import Rows
from tokenomics.demo.forms.layouts import documents, lines, sessions, table

CALLS = [
    Call(datetime(2026, 8, 3, 9, tzinfo=UTC), "x", "openai", "m", {"input": n}, f"r{n}", session)
    for n, session in enumerate("aab", 1)
]


def row(call: Call) -> dict[str, object]:
    """A row that names its call."""
    return {"id": call.request_id, "model": call.model, "input": call.meters["input"]}


def test_lines_are_repeated_and_torn(tmp_path: Path) -> None:
    """Three calls are four lines, and a fifth that ends too early."""
    ((path, rows),) = lines(row)(tmp_path, "x", CALLS)
    found = path.read_text("utf-8").splitlines()

    assert rows == Rows(4, rejected=1)
    assert [json.loads(line)["id"] for line in found[:4]] == ["r1", "r2", "r3", "r3"]
    assert found[3].startswith(found[4])
    assert 0 < len(found[4]) < len(found[3])


def test_a_table_is_cut_off(tmp_path: Path) -> None:
    """Without ids of rows nothing is repeated, for it would be a call more."""
    ((path, rows),) = table(row)(tmp_path, "x", CALLS)
    ((bare, fewer),) = table(row, has_ids=False)(tmp_path, "y", CALLS)

    assert path.read_text("utf-8") == "id,model,input\nr1,m,1\nr2,m,2\nr3,m,3\nr3,m,3\nr3,m\n"
    assert bare.read_text("utf-8") == "id,model,input\nr1,m,1\nr2,m,2\nr3,m,3\nr3,m\n"
    assert (rows, fewer) == (Rows(4, rejected=1), Rows(3, rejected=1))


def test_a_document_a_call(tmp_path: Path) -> None:
    """Each in the folder of its session."""
    found = list(documents(row, lambda call: call.request_id)(tmp_path, "x", CALLS))

    assert [path.relative_to(tmp_path).as_posix() for path, _ in found] == [
        "x/a/r1.json", "x/a/r2.json", "x/b/r3.json",
    ]  # fmt: skip
    assert [rows for _, rows in found] == [Rows(1)] * 3
    assert json.loads(found[2][0].read_text("utf-8")) == row(CALLS[2])


def test_a_file_a_session(tmp_path: Path) -> None:
    """Lines that state nothing are skipped; the last session's file ends in a torn line."""
    write = sessions(
        lambda name, calls: [({"session": name}, False), *((row(c), True) for c in calls)]
    )
    (one, first), (two, last) = write(tmp_path, "x", CALLS)

    assert (one.name, first) == ("a.jsonl", Rows(2, 1))
    assert (two.name, last) == ("b.jsonl", Rows(1, 1, 1))
    assert len(one.read_text("utf-8").splitlines()) == len(two.read_text("utf-8").splitlines()) == 3
