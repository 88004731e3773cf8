"""Tests of handles.py."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from support.logs import calls
from tokenomics.config import Config
from tokenomics.ledger import relation
from tokenomics.records.errors import ConfigError, LedgerError
from tokenomics.sources.contract import Hints
from tokenomics_cli.handles import asked, opened
from tokenomics_cli.settings import Settings


def _settings(folder: Path) -> Settings:
    return Settings(Config(), folder / "books", datetime(2026, 11, 5, tzinfo=UTC))


def test_a_ledger_for_one_question_is_gone_afterwards(tmp_path: Path) -> None:
    """Paths without a ledger leave nothing behind."""
    log = calls(tmp_path / "calls.csv")
    with asked([str(log)], _settings(tmp_path), keep=False) as (ledger, _, read):
        inside = ledger.path.exists()

    assert inside
    assert not ledger.path.exists()
    assert read is not None
    assert read.added == 2


def test_a_named_ledger_stays(tmp_path: Path) -> None:
    """Paths with a ledger are read into it."""
    log, given = calls(tmp_path / "calls.csv"), _settings(tmp_path)
    with asked([str(log)], given, keep=True) as (ledger, *_):
        version = ledger.version
    with asked([], given, keep=True) as (again, _, read):
        assert (again.version, read) == (version, None)


def test_a_version_is_a_number_or_an_instant(tmp_path: Path) -> None:
    """A whole number is a version, anything else an instant."""
    log, given = calls(tmp_path / "calls.csv"), _settings(tmp_path)
    with asked([str(log)], given, keep=True):
        pass

    assert opened(given, "0") == opened(given, "2026-11-06") == opened(given)
    with pytest.raises(LedgerError, match="no version 7"):
        opened(given, "7")
    with pytest.raises(LedgerError, match="no version at"):
        opened(given, "2026-11-01")


def test_paths_have_no_past(tmp_path: Path) -> None:
    """--ledger-at with paths is a contradiction."""
    with (
        pytest.raises(ConfigError, match="--ledger-at"),
        asked(["a.csv"], _settings(tmp_path), keep=True, at="0"),
    ):
        pass


def test_what_is_said_of_files_counts_when_they_are_asked(tmp_path: Path) -> None:
    """The day and the provider of calls that state none are those that the options name."""
    response = tmp_path / "response.json"
    response.write_text(
        '{"object": "chat.completion", "model": "m", "usage": {"prompt_tokens": 3}}', "utf-8"
    )
    given = _settings(tmp_path)._replace(hints=Hints(at="2026-11-02", provider="together"))
    with asked([str(response)], given, keep=False) as (ledger, con, _):
        found = con.execute(f"SELECT CAST(ts AS DATE), provider FROM {relation(ledger, 'usage')}")

        assert found.fetchall() == [(date(2026, 11, 2), "together")]
