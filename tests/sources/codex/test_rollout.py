"""Rollouts to drafts, trap by trap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.codex import (
    CHILD,
    SESSION,
    child,
    context,
    counts,
    line,
    meta,
    rollout,
    tokens,
    usage,
)
from support.draft import problems
from tokenomics.sources.codex import rollout as reader

ONE = (1000, 250, 125, 75)
TWO = (3500, 1750, 425, 275)
STEP = (2500, 1500, 300, 200)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A rollout that is not there yet."""
    return tmp_path / "rollout-1.jsonl"


def parents() -> list[dict[str, Any]]:
    """The lines of the parent as a fork repeats them, in the second it was made."""
    return [
        meta("10:03:00"),
        tokens("10:03:00", ONE, ONE),
        tokens("10:03:00", TWO, STEP),
    ]


def test_differences_of_totals(log: Path) -> None:
    """1,000 - 250 cached, 125 - 75 reasoning; then 3,500 - 1,000 and so on."""
    found = rollout(
        log, meta(), context(), tokens("10:00:05", ONE, ONE), tokens("10:00:20", TWO, STEP)
    )

    assert counts(found) == [(750, 250, 50, 75), (1000, 1500, 100, 200)]
    assert problems(found) == [None, None]


def test_every_line_is_a_row(log: Path) -> None:
    """A line that states no usage is an empty row, so that it is counted as skipped."""
    rollout(log, meta(), context(), tokens("10:00:05", ONE, ONE), tokens("10:00:06", ONE, ONE))

    rows = list(reader.read(log, "jsonl"))
    assert [(row.line, bool(row.row)) for row in rows] == [
        (1, False), (2, False), (3, True), (4, False),
    ]  # fmt: skip


def test_counts_that_are_shown_again(log: Path) -> None:
    """Totals that did not advance are a redrawn screen, and counts of null come before the first call."""
    found = rollout(
        log,
        meta(),
        line("10:00:01", "event_msg", {"type": "token_count", "info": None}),
        tokens("10:00:05", ONE, ONE),
        tokens("10:00:06", ONE, ONE),
        tokens("10:00:20", TWO, STEP),
        tokens("10:00:21", ONE, ONE),
        tokens("10:00:22", TWO, STEP),
    )

    assert len(found) == 2


def test_a_fork_adds_only_its_own(log: Path) -> None:
    """What a fork repeats of its parent is not counted, and its totals may begin anew."""
    found = rollout(
        log,
        child("10:03:00"),
        *parents(),
        context("10:03:30"),
        tokens("10:04:00", (100, 10, 20, 0), (100, 10, 20, 0)),
        tokens("10:05:00", (150, 15, 30, 5), (50, 5, 10, 5)),
    )

    assert counts(found) == [(90, 10, 20, 0), (45, 5, 5, 5)]


def test_a_fork_may_go_on_with_its_parents_totals(log: Path) -> None:
    """3,600 - 3,500 = 100 of input, 10 of them cached; 445 - 425 = 20 of output."""
    found = rollout(
        log,
        child("10:03:00"),
        *parents(),
        tokens("10:04:00", (3600, 1760, 445, 275), (100, 10, 20, 0)),
    )

    assert counts(found) == [(90, 10, 20, 0)]


def test_a_long_copy_runs_into_the_next_seconds(log: Path) -> None:
    """Lines that follow one another without a pause are one copy; a pause ends it."""
    copy = [tokens(f"10:03:{second:06.3f}", (n, 0, n, 0), (1, 0, 1, 0))
            for n, second in enumerate((0.95, 1.05, 1.15), 1)]  # fmt: skip
    found = rollout(
        log, child("10:03:00.900"), *copy, tokens("10:03:02", (13, 0, 4, 0), (10, 0, 1, 0))
    )

    assert counts(found) == [(10, 0, 1, 0)]


def test_another_sessions_introduction_marks_a_fork(log: Path) -> None:
    """A file that introduces two sessions repeats the second, though the first does not say so."""
    found = rollout(log, meta("10:03:00", CHILD), *parents())

    assert found == []


def test_a_session_that_is_resumed_is_no_fork(log: Path) -> None:
    """The same session may be introduced twice."""
    found = rollout(log, meta("10:03:00"), *parents())

    assert counts(found) == [(750, 250, 50, 75), (1000, 1500, 100, 200)]


def test_a_branch_that_keeps_instants_is_the_same_call(tmp_path: Path) -> None:
    """Lines copied with their own instants have the keys that they have in the parent."""
    lines = (context(), tokens("10:00:05", ONE, ONE), tokens("10:00:20", TWO, STEP))
    own = rollout(tmp_path / "a.jsonl", meta(), *lines)
    branch = rollout(tmp_path / "b.jsonl", meta("10:03:00", CHILD, forked_from_id=SESSION), *lines)

    assert [draft["key"] for draft in branch] == [draft["key"] for draft in own]
    assert counts(branch) == counts(own)
    assert all(mine["rank"] > copied["rank"] for mine, copied in zip(own, branch, strict=True))


def test_a_file_that_begins_within_a_session(log: Path) -> None:
    """What came before its first line stands in another file; the first call is the last one stated."""
    assert counts(rollout(log, tokens("10:00:20", TWO, STEP))) == [(1000, 1500, 100, 200)]


def test_a_part_has_the_keys_of_the_whole(tmp_path: Path) -> None:
    """A session read in two parts has the calls it has in one."""
    lines = (meta(), context(), tokens("10:00:05", ONE, ONE), tokens("10:00:20", TWO, STEP))
    whole = rollout(tmp_path / "whole.jsonl", *lines)
    parts = rollout(tmp_path / "1.jsonl", *lines[:3]) + rollout(tmp_path / "2.jsonl", *lines[3:])

    assert [(d["key"], d["input"]) for d in parts] == [(d["key"], d["input"]) for d in whole]


def test_a_full_context_is_no_usage(log: Path) -> None:
    """A session that overflows sets its totals to the window without a call; then it goes on."""
    found = rollout(
        log,
        tokens("10:00:05", TWO, TWO),
        tokens("10:00:06", (0, 0, 0, 0), (0, 0, 0, 0)),
        tokens("10:00:20", (10, 0, 5, 0), (10, 0, 5, 0)),
    )

    assert counts(found) == [(1750, 1750, 150, 275), (10, 0, 5, 0)]


def test_the_model_is_the_latest_said(log: Path) -> None:
    """The counts' own model, else the latest turn's, else it is unknown and so has no price."""
    found = rollout(
        log,
        meta(),
        tokens("10:00:01", (1, 0, 1, 0)),
        context("10:00:02", "gpt-5.2-codex"),
        tokens("10:00:03", (2, 0, 2, 0)),
        context("10:00:04", "gpt-5.3-codex"),
        tokens("10:00:05", (3, 0, 3, 0)),
        tokens("10:00:06", (4, 0, 4, 0), model="gpt-5.6-sol"),
    )

    assert [draft["model_served"] for draft in found] == [
        None, "gpt-5.2-codex", "gpt-5.3-codex", "gpt-5.6-sol",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "served"),
    [
        ("fast", "priority"),
        ("priority", "priority"),
        ("flex", "flex"),
        ("auto", None),
        (None, None),
    ],
)
def test_the_tier_is_the_settings(log: Path, tier: str | None, served: str | None) -> None:
    """Settings that are applied hold from there on; fast is priority by another name."""
    settings = {"type": "thread_settings_applied", "thread_settings": {"service_tier": tier}}
    found = rollout(log, meta(), line("10:00:01", "event_msg", settings), tokens("10:00:02", ONE))

    assert found[0]["service_tier"] == served


def test_who_and_where(log: Path) -> None:
    """Project is the folder's name, branch and plan are tags; nobody knows what is paid per call."""
    plan = {"type": "token_count", "info": None, "rate_limits": {"plan_type": "pro"}}
    found = rollout(
        log,
        meta(git={"branch": "main"}),
        context(cwd="/home/dev/till", effort="high"),
        line("10:00:02", "event_msg", plan),
        tokens("10:00:05", ONE),
    )

    draft = found[0]
    assert (draft["project"], draft["session_id"], draft["trace_id"]) == ("till", SESSION, "turn-1")
    assert draft["tags"] == {"branch": "main", "effort": "high", "plan": "pro"}
    assert (draft["billing"], draft["token_basis"]) == ("unknown", "reported")


def test_a_sub_agent_works_for_its_parents_session(log: Path) -> None:
    """Its calls belong to the session that spawned it; its own name is a tag."""
    draft = rollout(log, child("10:03:00"), tokens("10:04:00", ONE, ONE))[0]

    assert (draft["session_id"], draft["tags"]) == (SESSION, {"agent": CHILD})


@pytest.mark.parametrize(
    ("said", "provider"),
    [
        (None, "openai"),
        ("openai", "openai"),
        ("azure-eu", "azure"),
        ("amazon-bedrock", "aws-bedrock"),
        ("ollama", "ollama"),
    ],
)
def test_who_served(log: Path, said: str | None, provider: str) -> None:
    """The session names who serves its models; without a name it is OpenAI."""
    assert (
        rollout(log, meta(model_provider=said), tokens("10:00:02", ONE))[0]["provider"] == provider
    )


def test_cache_writes(log: Path) -> None:
    """Newer logs state what was written to the cache, as a part of the input: 500 - 100 - 60."""
    stated = {**usage(500, 100, 40, 10), "cache_write_input_tokens": 60}
    info = {"type": "token_count", "info": {"total_token_usage": stated}}
    draft = rollout(log, line("10:00:02", "event_msg", info))[0]

    assert (draft["input"], draft["cache_read"], draft["cache_write"]) == (340, 100, 60)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (tokens("10:00:02", (10, 11, 5, 0)), "cached_input_tokens: exceeds input_tokens"),
        (tokens("10:00:02", (10, 0, 5, 6)), "reasoning_output_tokens: exceeds output_tokens"),
        (
            tokens("10:00:02", (-1, 0, 5, 0)),
            "total_token_usage.input_tokens: not a whole number of 0 or more",
        ),
        (tokens("10:00:02", None), "info: states no tokens"),
        ({**tokens("10:00:02", ONE), "timestamp": None}, "timestamp: missing"),
        (
            {**tokens("10:00:02", ONE), "timestamp": "yesterday"},
            "timestamp: not an instant between 2000 and 2100",
        ),
    ],
)
def test_impossible_lines(log: Path, bad: dict[str, Any], problem: str) -> None:
    """A line that cannot be true is refused by the name of its field."""
    assert problems(rollout(log, meta(), bad)) == [problem]


def test_what_a_refused_line_used_counts_with_the_next(log: Path) -> None:
    """Totals make up for a line that could not be read: 3,500 - 1,000 was used since the last good one."""
    found = rollout(
        log,
        tokens("10:00:05", ONE, ONE),
        "{broken",
        tokens("10:00:09", (-5, 0, 0, 0)),
        tokens("10:00:20", TWO),
    )

    assert problems(found) == [
        None,
        "line: not valid JSON",
        "total_token_usage.input_tokens: not a whole number of 0 or more",
        None,
    ]
    assert counts([found[0], found[3]]) == [(750, 250, 50, 75), (1000, 1500, 100, 200)]
