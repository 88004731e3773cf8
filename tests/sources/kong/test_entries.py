"""Entries of Kong's logs, taken apart."""

from __future__ import annotations

from pathlib import Path

from tokenomics.sources.kong import entries


def test_what_a_plugin_counts_or_names_is_a_call() -> None:
    """Payloads are none, and neither is what is no object."""
    plugins = {
        "payload": {"request": "x"},
        "proxy": {"usage": {}},
        "b": {"meta": {}},
        "c": 1,
        "d": {"usage": "x"},
    }

    found = entries.calls({"ai": plugins})

    assert [row["plugin"] for row in found] == ["proxy", "b"]
    assert entries.calls({"ai": []}) == entries.calls({}) == []


def test_only_kong_tells_how_long_kong_took() -> None:
    """Other latencies are another log's."""
    assert entries.is_timed({"kong": 12})
    assert not entries.is_timed({"total": 12})
    assert not entries.is_timed(12)


def test_every_line_yields_a_row(tmp_path: Path) -> None:
    """A request of two calls, one without any, and a broken line."""
    path = tmp_path / "log.jsonl"
    path.write_text(
        '{"ai": {"a": {"usage": {}}, "b": {"usage": {}}}}\n{"request": {}}\n{"x\n', "utf-8"
    )

    found = [
        (row.line, row.row and row.row.get("plugin"), row.problem)
        for row in entries.read(path, "jsonl")
    ]
    assert found == [
        (1, "a", None),
        (1, "b", None),
        (2, {}, None),
        (3, None, "line: not valid JSON"),
    ]


def test_calls_of_a_document_are_numbered_through(tmp_path: Path) -> None:
    """A document has no lines; what is no object is refused."""
    path = tmp_path / "log.json"
    path.write_text('[{"ai": {"a": {"usage": {}}}}, 1]', "utf-8")

    assert [(row.line, row.problem) for row in entries.read(path, "json")] == [
        (1, None),
        (2, "line: not a JSON object"),
    ]
