"""Prompts read, estimated and shown."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command, process


def test_what_is_left_out_of_a_folder_is_told_beside_the_data(tmp_path: Path) -> None:
    """The prompt is estimated, the program is not."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.md").write_text("hi", "utf-8")
    (tmp_path / "p" / "b.py").write_text("x", "utf-8")
    done = command("estimate", "p", "-m", "gpt-5", "--output", "1", "--format", "csv", cwd=tmp_path)

    assert done.code == 0
    assert len(done.out.splitlines()) == 2
    assert done.err == "left out of folders, for their names are none of prompts: 1 file (.py)\n"


def test_standard_input_is_a_prompt(tmp_path: Path) -> None:
    """A text, a request, or a request a line."""
    request = json.dumps({"model": "gpt-5", "input": "hi", "max_output_tokens": 5})
    for text, rows in ((b"hi", 1), (request.encode(), 1), (f"{request}\n{request}".encode(), 2)):
        done = process(
            "estimate", "-", "-m", "gpt-5", "--by", "request", "--format", "csv",
            cwd=tmp_path, stdin=text,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 1 + rows
