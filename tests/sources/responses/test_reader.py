"""Tests of reader.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.responses import CHAT, MESSAGE
from tokenomics.sources.contract import Sample
from tokenomics.sources.responses.reader import beginning, read


def test_lines(tmp_path: Path) -> None:
    """Every line is a row: a response, an empty one, or why it could not be read."""
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps(CHAT)}\n{{"level": "info"}}\n{{broken}}\n[1]\n')
    found = list(read(path, "jsonl"))

    assert [(row.line, row.problem) for row in found] == [
        (1, None), (2, None), (3, "line: not valid JSON"), (4, "line: not a JSON object"),
    ]  # fmt: skip
    assert found[0].row is not None
    assert found[0].row["shape"] == "openai"
    assert found[1].row == {}


def test_documents(tmp_path: Path) -> None:
    """A document's rows are numbered in their order; a broken one is one refused row."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps([CHAT, 3, MESSAGE]))
    broken = tmp_path / "b.json"
    broken.write_text("[")

    assert [(row.line, row.problem) for row in read(path, "json")] == [
        (1, None), (2, "line: not a JSON object"), (3, None),
    ]  # fmt: skip
    assert [row.problem for row in read(broken, "json")] == ["line: not valid JSON"]


def test_the_beginning_of_a_file(tmp_path: Path) -> None:
    """A document is opened again only where a response may list what was seen of it."""
    nowhere = Sample(tmp_path / "none", "json", (CHAT,), ())
    path = tmp_path / "list.json"
    listing = {"data": [{"object": "embedding"}], "usage": {"total_tokens": 1}}
    path.write_text(json.dumps(listing))

    assert list(beginning(nowhere)) == [CHAT]
    assert list(beginning(Sample(path, "json", ({"object": "embedding"},), ()))) == [listing]
