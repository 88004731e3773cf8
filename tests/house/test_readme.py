"""The README tells the truth: its transcripts are what the commands print."""

from __future__ import annotations

from pathlib import Path

from support.readme import README, transcribed


def test_transcripts_are_what_the_commands_print(tmp_path: Path) -> None:
    """Each command of the README run again prints what stands there (`make readme` mends it)."""
    text = README.read_text("utf-8")

    assert text.count("```console") >= 3
    assert transcribed(text, tmp_path) == text


def test_a_transcript_keeps_commands_and_replaces_output(tmp_path: Path) -> None:
    """Only output changes, and commands of one text share a folder."""
    text = "Text\n```console\n$ echo one > a\nold\n$ cat a\nold\n```\n```sh\n$ echo no\n```\n"

    assert transcribed(text, tmp_path) == (
        "Text\n```console\n$ echo one > a\n$ cat a\none\n```\n```sh\n$ echo no\n```\n"
    )
