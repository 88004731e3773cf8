"""Which source reads a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from tokenomics.config import Config
from tokenomics.intake.claims import claim, unclaimed
from tokenomics.sources import claude_code
from tokenomics.sources.contract import NO_HINTS, Container, Sample


def test_a_longer_look_is_taken(tmp_path: Path) -> None:
    """Lines that tell nothing may stand before the first one by which a source knows its file."""
    path = claude.write(tmp_path / "f.jsonl", ['{"a": 1}'] * 20 + [claude.line("msg_1")])
    sample, source = claim(path, Config(), NO_HINTS)

    assert source == claude_code.SOURCE
    assert len(sample.rows) == 21


@pytest.mark.parametrize(
    ("name", "container", "header", "status", "sentence"),
    [
        ("a.csv", "csv", ("colour", "size"), "unread", "a file (csv with columns colour, size)"),
        ("a.jsonl", "jsonl", (), "unread", "no source knows a file (jsonl)"),
        ("a.png", "binary", (), "ignored", "damaged, or no file of rows"),
        ("sessions-index.json", "json", (), "ignored", "Claude Code keeps no usage here"),
    ],
)
def test_files_that_no_source_reads(
    name: str, container: Container, header: tuple[str, ...], status: str, sentence: str
) -> None:
    """A file that looks like a log should have been read; what is no log or repeats another is ignored."""
    sample = Sample(Path(name), container, ({"colour": 1},), header)
    found, why = unclaimed(sample)

    assert found == status
    assert sentence in why
