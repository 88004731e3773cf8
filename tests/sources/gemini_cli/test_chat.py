"""How a chat is read into rows."""

from __future__ import annotations

from pathlib import Path

from tokenomics.sources.gemini_cli import chat


def test_messages_know_their_session(tmp_path: Path) -> None:
    """A message has its session's name; a broken line and a message without tokens stop nobody."""
    path = tmp_path / "c.jsonl"
    path.write_text('{"sessionId":"s"}\n{"id":"a","content":"-"}\n{"id":\n{"id":"b","tokens":{}}\n')
    found = list(chat.read(path, "jsonl", 1))

    assert [raw.row for raw in found[:2]] == [{}, {}]
    assert found[2].problem == "line: not valid JSON"
    assert (found[3].row or {})["session"] == "s"


def test_a_document_without_messages_is_one_empty_row(tmp_path: Path) -> None:
    """Whatever stands in a file yields a row."""
    path = tmp_path / "c.json"
    path.write_text('{"sessionId": "s", "messages": []}')

    assert [raw.row for raw in chat.read(path, "json")] == [{}]
