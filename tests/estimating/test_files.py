"""Prompt files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tokenomics.estimating.files import read_prompts
from tokenomics.records.errors import InputError, SourceError

REQUEST = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}]}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files are named as seen from the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(name: str, text: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def _found(*paths: str) -> list[tuple[str, int | None]]:
    return [(prompt.file, prompt.number) for prompt in read_prompts(paths).prompts]


def test_text_json_and_lines_are_read() -> None:
    """A text is a request, a JSON file one or several, JSON Lines one a line with its number."""
    _write("a.md", "Summarise.")
    _write("b.json", json.dumps(REQUEST))
    _write("c.json", json.dumps([REQUEST, REQUEST]))
    _write("d.jsonl", f"{json.dumps(REQUEST)}\n\n{json.dumps(REQUEST)}\n")

    assert _found("a.md", "b.json", "c.json", "d.jsonl") == [
        ("a.md", None), ("b.json", None), ("c.json", 1), ("c.json", 2), ("d.jsonl", 1), ("d.jsonl", 3),
    ]  # fmt: skip


def test_of_a_folder_the_files_that_are_prompts_are_read() -> None:
    """Others are told; a file that is named is read whatever it is called."""
    _write("p/a.txt", "one")
    _write("p/b.py", "two")
    found = read_prompts(["p"])

    assert [prompt.file for prompt in found.prompts] == ["p/a.txt"]
    assert (
        found.left_out == "left out of folders, for their names are none of prompts: 1 file (.py)"
    )
    assert _found("p/b.py") == [("p/b.py", None)]
    _write("q/b.py", "two")
    with pytest.raises(InputError, match="no prompt file in q: a folder's are"):
        read_prompts(["q"])


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.json", "{", r"a\.json:1: no JSON"),
        ("a.json", '{"a": 1}\n{"a": 2}', r"a\.json:2: several documents: name it \.jsonl"),
        ("a.json", '{"model": "x"}', r"a\.json: no request: it has none of messages"),
        ("a.json", "[]", r"a\.json: a list is no request|an empty list"),
        ("a.jsonl", '{"input": "a"}\n{"x": 1}', r"a\.jsonl:2: no request"),
        ("a.jsonl", '{"input": "a"}\n{', r"a\.jsonl:2: no JSON"),
        ("a.md", "", r"a\.md: empty, so no prompt"),
        ("a.md", b"x\n\xff", r"a\.md:2: no UTF-8 text"),
        ("a.md", "x\n\0", r"a\.md:2: no text"),
        ("a.json", "[" * 100_000, r"a\.json:1: (JSON too deep|no JSON)"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    name: str, text: str | bytes, problem: str
) -> None:
    """Nothing is estimated of files of which one is wrong."""
    _write(name, text)
    with pytest.raises(InputError, match=problem):
        read_prompts([name])


def test_a_file_that_is_not_there_is_told() -> None:
    """As other commands tell it."""
    with pytest.raises(SourceError, match="missing"):
        read_prompts(["missing.md"])
