"""Tests of alert.py: history, test messages, and wrong names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import Done, command
from support.logs import ROWS, UNPRICED, calls

NOW = "2026-11-04T06:00:00Z"
CONFIG = """
[alert]
channels = ["summary"]
[channel.summary]
type = "github-summary"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with a call that has no price, and a channel into a build's summary."""
    calls(tmp_path / "calls.csv", *ROWS, UNPRICED)
    command("ingest", "calls.csv", cwd=tmp_path)
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    return tmp_path


def _run(folder: Path, *words: str) -> Done:
    return command(*words, cwd=folder, env={"GITHUB_STEP_SUMMARY": str(folder / "summary.md")})


def test_what_was_said_is_told_later(folder: Path) -> None:
    """When, what, where, and with which id."""
    _run(folder, "alert", "--now", NOW)
    (found,) = json.loads(_run(folder, "alert", "history", "--format", "json").out)

    assert (found["at"], found["status"], found["channel"]) == (NOW, "alert", "summary")
    assert found["subject"] == "nobody mystery-1 has no price: 1 call"
    assert len(found["message_id"]) == 32


def test_where_nothing_was_said_the_history_is_empty(folder: Path) -> None:
    """An empty list, and exit code 0."""
    assert _run(folder, "alert", "history", "--format", "json") == Done(0, "[]\n", "")


def test_a_test_message_reaches_the_channel(folder: Path) -> None:
    """It is sent whatever was said before, and not kept."""
    done = _run(folder, "alert", "test", "summary", "--now", NOW)

    assert (done.code, done.err) == (0, "summary (GITHUB_STEP_SUMMARY): test: alerts reach summary\n")  # fmt: skip
    assert "This is a test" in (folder / "summary.md").read_text("utf-8")
    assert _run(folder, "alert", "history", "--format", "json").out == "[]\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("alert", "test", "sumary"), "did you mean 'summary'"),
        (("alert", "--ledger", "nowhere"), "there is no ledger at"),
    ],
)
def test_wrong_names_are_refused(folder: Path, words: tuple[str, ...], sentence: str) -> None:
    """With the nearest name, or with what to do."""
    done = _run(folder, *words)

    assert done.code == 2
    assert sentence in done.err


def test_without_channels_there_is_nobody_to_test(folder: Path) -> None:
    """The sentence says what to add."""
    (folder / "tokenomics.toml").write_text("", "utf-8")
    done = _run(folder, "alert", "test")

    assert (done.code, "add a [channel.NAME]" in done.err) == (2, True)


def test_a_channel_that_is_not_configured_is_refused(folder: Path) -> None:
    """In [alert] as in budgets: nobody would hear of anything."""
    (folder / "tokenomics.toml").write_text(CONFIG.replace('["summary"]', '["sumary"]'), "utf-8")
    done = _run(folder, "alert")

    assert done.code == 2
    assert "alert.channels" in done.err
    assert "did you mean 'summary'" in done.err
