"""README and docs tell the truth: their transcripts are what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from filelock import FileLock

from support.readme import README, ROOT, rerun, transcribed, with_demo, with_transcripts

PAGES = with_transcripts()
# Pseudonyms are drawn anew by each demo, and how well a file of them packs differs by some kilobytes.
_BYTES = re.compile(r"\b\d+(\.\d)? [kM]B\b")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the demo company, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "readme-demo"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            folder.mkdir()
            with_demo(folder)
    return folder


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_transcripts_are_what_the_commands_print(path: Path, demo: Path, tmp_path: Path) -> None:
    """Each command of a page run again prints what stands there (`make readme` mends it)."""
    again, stands = (
        _BYTES.sub("some bytes", text)
        for text in (rerun(path, demo, tmp_path), path.read_text("utf-8"))
    )

    assert again == stands


def test_the_readme_shows_what_commands_print() -> None:
    """Whoever reads only the README sees real output, and reads it to its end."""
    assert README in PAGES
    assert len(README.read_text("utf-8").splitlines()) <= 300


def test_a_transcript_keeps_commands_and_replaces_output(tmp_path: Path) -> None:
    """Only output changes, and commands of one text share a folder."""
    text = "Text\n```console\n$ echo one > a\nold\n$ cat a\nold\n```\n```sh\n$ echo no\n```\n"

    assert transcribed(text, tmp_path) == (
        "Text\n```console\n$ echo one > a\n$ cat a\none\n```\n```sh\n$ echo no\n```\n"
    )


def test_a_block_with_a_title_is_a_file(tmp_path: Path) -> None:
    """The commands below it find it, and it stays as it stands."""
    text = '```toml title="a.toml"\nb = 1\n```\n```console\n$ cat a.toml\n```\n'

    assert transcribed(text, tmp_path) == text.replace("$ cat a.toml\n", "$ cat a.toml\nb = 1\n")
