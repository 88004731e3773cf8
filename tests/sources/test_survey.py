"""Tests of survey.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.logs import calls
from tokenomics.sources import survey as module
from tokenomics.sources.survey import survey


def test_logs_are_told_by_what_they_hold(tmp_path: Path) -> None:
    """A file is of the source that would read it, wherever it lies and whatever it is called."""
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    session = claude.write(inner / "any.jsonl", [claude.line()])
    own = calls(tmp_path / "calls.csv")
    (tmp_path / "notes.md").write_text("ts,provider,model\n", "utf-8")
    (tmp_path / "package.json").write_text('{"name": "shop"}', "utf-8")
    seen = survey(tmp_path)

    assert seen.known == {own: "native", session: "claude_code"}
    assert (seen.strange, seen.whole) == ((), True)


def test_tables_of_no_known_format_are_named(tmp_path: Path) -> None:
    """A table that no source knows may be a log that only its owner can describe."""
    (tmp_path / "gateway.csv").write_text("Zeit,Modell\n1,2\n", "utf-8")
    # It has the columns of calls and counts nothing: no source reads that.
    (tmp_path / "bare.csv").write_text("ts,provider,model\n2026-11-02,a,b\n", "utf-8")

    assert survey(tmp_path).strange == (tmp_path / "bare.csv", tmp_path / "gateway.csv")


@pytest.mark.parametrize("folder", [".hidden", "node_modules", "old/site-packages"])
def test_some_folders_hold_no_logs(tmp_path: Path, folder: str) -> None:
    """What is hidden or belongs to a program is not looked into."""
    (tmp_path / folder).mkdir(parents=True)
    calls(tmp_path / folder / "calls.csv")

    assert survey(tmp_path).known == {}


def test_a_ledger_holds_no_logs(tmp_path: Path) -> None:
    """The Parquet files of a ledger are not read into another one."""
    (tmp_path / "ledger" / "_delta_log").mkdir(parents=True)
    calls(tmp_path / "ledger" / "calls.csv")

    assert survey(tmp_path).known == {}


def test_a_great_folder_is_looked_through_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look ends after so many files and says so."""
    for name in "abc":
        calls(tmp_path / f"{name}.csv")
    monkeypatch.setattr(module, "_LOOKED_AT", 2)
    seen = survey(tmp_path)

    assert [path.name for path in seen.known] == ["a.csv", "b.csv"]
    assert not seen.whole
    monkeypatch.setattr(module, "_ENTRIES", 1)
    assert [path.name for path in survey(tmp_path).known] == ["a.csv"]


def test_a_link_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    """A file that is gone when it is looked at is no error."""
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")

    assert survey(tmp_path) == ({}, (), True)
