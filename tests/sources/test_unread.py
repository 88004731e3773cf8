"""Formats that are known and not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tokenomics.config import Config
from tokenomics.sources import registry, unread
from tokenomics.sources.contract import Sample
from tokenomics.sources.unread import UNREAD, Unread


def row(of: Unread) -> dict[str, Any]:
    """A row of a format that is not read."""
    return {**dict.fromkeys(of.keys, "x"), **of.values, "more": 1}


@pytest.mark.parametrize("known", UNREAD, ids=lambda known: known.name)
def test_each_is_refused_by_its_name(known: Unread) -> None:
    """No source claims such a file, and the refusal says why and what to do instead."""
    sample = Sample(Path("a.jsonl"), "jsonl", (row(known),), ())
    told = registry.refusal(sample) or ""

    assert registry.claim(sample, Config()) is None
    assert told.startswith(known.name)
    assert known.why in told
    assert known.instead in told
    assert "[[source]]" in told


def test_a_table_is_known_by_its_header() -> None:
    """A table has no rows to look into where its columns say enough."""
    table = Sample(Path("a.csv"), "csv", (), tuple(row(UNREAD[-1])))

    assert (unread.refusal(table) or "").startswith(UNREAD[-1].name)


@pytest.mark.parametrize("known", UNREAD, ids=lambda known: known.name)
def test_what_lacks_a_mark_is_another_file(known: Unread) -> None:
    """Without one of its keys, or with another value under one, nobody knows the file."""
    for key in row(known).keys() - {"more"}:
        rest = {name: value for name, value in row(known).items() if name != key}
        other = {**rest, key: "another"} if key in known.values else rest

        assert unread.refusal(Sample(Path("a.jsonl"), "jsonl", (other,), ())) is None


def test_marks_in_words() -> None:
    """The keys by name, and the values where they tell."""
    assert UNREAD[0].known_by == "`properties`, `time`, `category` is *GatewayLlmLogs*"
