"""Pages of Cloudflare's log as rows."""

from __future__ import annotations

from pathlib import Path

from tokenomics.sources.cloudflare import logs


def test_pages_and_entries_are_told_apart(tmp_path: Path) -> None:
    """A page gives its entries with its line, an empty one an empty row, and what is no object a problem."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"result": [{"id": 1}, 5]}\n{"id": 2}\n{"result": []}\noops\n', "utf-8")

    assert [tuple(found) for found in logs.read(path, "jsonl")] == [
        (1, {"id": 1}, None),
        (1, None, "line: not a JSON object"),
        (2, {"id": 2}, None),
        (3, {}, None),
        (4, None, "line: not valid JSON"),
    ]


def test_entries_of_a_document_are_numbered_through(tmp_path: Path) -> None:
    """Pages in an array count on."""
    path = tmp_path / "a.json"
    path.write_text('[{"result": [{"id": 1}, {"id": 2}]}, {"result": [{"id": 3}]}]', "utf-8")

    assert [found.line for found in logs.read(path, "json")] == [1, 2, 3]
