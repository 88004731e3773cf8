"""What a source may ask of an ingest: a reader of its own, and what the user says of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.ledgers import rejects, select, take
from tokenomics.sources import native, registry
from tokenomics.sources.contract import Container, Hints, RawRow, Sample
from tokenomics.sources.rows import read_rows

CELLS = {"ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "gpt-4-0613"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The folder of a ledger that is not there yet."""
    return tmp_path / "ledger"


def test_accounts_that_the_user_names_stay_apart(ledger: Path, tmp_path: Path) -> None:
    """Equal rows of two accounts' exports are two calls; of one account's they are one."""
    rows = ["ts,provider,model,request_id,input", "2026-11-02T09:00:00Z,openai,gpt-5,r1,7"]
    for name, scope in (("a", "org-a"), ("b", "org-b"), ("c", "org-b")):
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(rows) + "\n")
        take(ledger, path, hints=Hints(scope=scope))

    assert select(ledger, "scope_id, stated_by, input", rest="ORDER BY scope_id") == [
        ("org-a", "own", 7),
        ("org-b", "own", 7),
    ]


def test_a_source_with_a_reader_of_its_own(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that a source takes out of one another are counted, and its bad ones refused by line."""

    def buckets(path: Path, container: Container, first_line: int) -> Iterator[RawRow]:
        for line in read_rows(path, container, first_line):
            yield RawRow(line.line, {}, None)
            for number in (line.row or {})["inputs"]:
                call = {**CELLS, "input": number, "request_id": f"r{number}"}
                yield RawRow(line.line, call, None)
            yield RawRow(line.line, None, "inputs: the last is missing")

    known = native.claim(Sample(tmp_path, "jsonl", ({**CELLS, "request_id": "r"},), ()))
    assert known is not None
    stated = next(field.name for field in known.fields if ("provider",) in field.paths)
    source = known._replace(name="pages", reader=buckets, states=f"{stated} IS NOT NULL")
    monkeypatch.setattr(registry, "claim", lambda *_: source)
    (tmp_path / "page.jsonl").write_text('{"inputs": [1, 2]}\n{"inputs": [3]}\n')
    result = take(ledger, tmp_path / "page.jsonl")

    assert select(ledger, "sum(input), count(*)") == [(6, 3)]
    assert rejects(ledger) == [
        ("page.jsonl", 1, "inputs", "the last is missing"),
        ("page.jsonl", 2, "inputs", "the last is missing"),
    ]
    assert [(f.rows, f.records, f.skipped, f.rejected) for f in result.files] == [(7, 3, 2, 2)]
