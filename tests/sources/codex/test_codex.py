"""Codex sessions as files: whose they are, and what a ledger holds of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.codex import SESSION, at, context, meta, tokens
from support.draft import drafts, golden, sample, shown
from support.ledgers import select, take
from tokenomics.sources import codex
from tokenomics.sources.contract import Row, Sample

HERE = Path(__file__).parent
CALLS = (
    meta(),
    context(),
    tokens("10:00:05", (1000, 250, 125, 75), (1000, 250, 125, 75)),
    tokens("10:00:06", (1000, 250, 125, 75), (1000, 250, 125, 75)),
    tokens("10:00:20", (3500, 1750, 425, 275), (2500, 1500, 300, 200)),
)
COUNTS = "sum(input + cache_read), sum(cache_read), sum(output + reasoning), sum(reasoning)"


def test_drafts_are_as_expected() -> None:
    """A session gives the drafts that lie beside it."""
    found = drafts(codex.SOURCE, HERE / "rollout.jsonl", "jsonl")

    assert [shown(draft) for draft in found] == golden(found, HERE / "rollout.jsonl.expected.json")
    assert codex.claims(sample(HERE / "rollout.jsonl", "jsonl"))


def test_archived_copies_count_once(tmp_path: Path) -> None:
    """A session that lies in two folders is one; a line added to one of them counts."""
    claude.write(tmp_path / "sessions" / "r.jsonl", CALLS)
    claude.write(tmp_path / "archived_sessions" / "r.jsonl", CALLS[:4])
    take(tmp_path / "ledger", tmp_path / "sessions", tmp_path / "archived_sessions")

    assert select(tmp_path / "ledger", COUNTS) == [(3500, 1750, 425, 275)]


def test_a_session_that_grows_is_read_again(tmp_path: Path) -> None:
    """What a line means depends on those before it, so a file is always read from its beginning."""
    path = tmp_path / "r.jsonl"
    take(tmp_path / "ledger", claude.write(path, CALLS[:3]))
    done = take(tmp_path / "ledger", claude.write(path, CALLS))

    assert (done.added, done.files[0].rows, done.files[0].skipped) == (1, 5, 3)
    assert select(tmp_path / "ledger", COUNTS) == [(3500, 1750, 425, 275)]


def test_a_half_written_line_waits(tmp_path: Path) -> None:
    """A line whose writer is not done is no reject and is read when it is."""
    path = claude.write(tmp_path / "r.jsonl", CALLS)
    whole = path.read_text("utf-8")
    path.write_text(whole[:-40], "utf-8")
    first = take(tmp_path / "ledger", path)
    path.write_text(whole, "utf-8")
    take(tmp_path / "ledger", path)

    assert (first.files[0].records, first.files[0].rejected) == (1, 0)
    assert select(tmp_path / "ledger", COUNTS) == [(3500, 1750, 425, 275)]


@pytest.mark.parametrize(
    ("row", "claimed"),
    [
        (meta(), True),
        (context(), True),
        (tokens("10:00:05", (1, 0, 1, 0)), True),
        ({"timestamp": at("10:00:00"), "type": "event_msg", "payload": "text"}, False),
        ({"timestamp": at("10:00:00"), "type": "user", "payload": {}}, False),
        (claude.line(), False),
    ],
)
def test_claims(row: Row, claimed: bool) -> None:
    """A rollout is known by its lines."""
    assert codex.claims(Sample(Path("r.jsonl"), "jsonl", (row,), ())) is claimed


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"type": "thread.started", "thread_id": "t"}, "neither when nor which model"),
        ({"type": "turn.completed", "usage": {"input_tokens": 1}}, "neither when nor which model"),
        ({"session_id": SESSION, "ts": 1, "text": "..."}, "keeps no usage here"),
        ({"id": SESSION, "timestamp": "x", "instructions": None}, "keeps no usage here"),
        ({"record_type": "state"}, "keeps no usage here"),
    ],
)
def test_what_states_no_call_is_refused(row: Row, sentence: str) -> None:
    """Output without instants, the prompt history and the oldest sessions say what to read instead."""
    found = Sample(Path("x.jsonl"), "jsonl", (row,), ())

    assert not codex.claims(found)
    assert sentence in (codex.refuses(found) or "")


def test_other_files_are_not_refused() -> None:
    """A session and a file of somebody else are no business of the refusal."""
    assert codex.refuses(Sample(Path("x.jsonl"), "jsonl", (meta(),), ())) is None
    assert codex.refuses(Sample(Path("x.jsonl"), "jsonl", (claude.line(),), ())) is None
