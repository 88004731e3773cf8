"""Tests of sources.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command


def test_every_source_says_how_it_is_known_and_what_it_cannot_tell(tmp_path: Path) -> None:
    """The formats are listed with how their files are got and known, what each leaves unknown and what is easily counted wrongly."""
    told = json.loads(command("sources", "--format", "json", cwd=tmp_path).out)

    assert {"claude_code", "litellm", "native"} <= {source["source"] for source in told}
    for source in told:
        assert source["reads"]
        assert source["how to get"]
        assert source["traps"]
        assert source["known by"]
        assert source["cannot tell"]
    assert next(s["pseudonyms"] for s in told if s["source"] == "langfuse") == ["user"]


def test_people_read_paragraphs(tmp_path: Path) -> None:
    """Without --format each source is a paragraph of short lines, below its name."""
    out = command("sources", cwd=tmp_path).out

    assert out.startswith("anthropic_costs\n  reads ")
    assert max(map(len, out.splitlines())) <= 110
