"""A question asked for what it asks the engine."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from support.command import command
from support.logs import calls
from tokenomics.recording import Asked, Filled
from tokenomics.records.errors import ConfigError
from tokenomics_cli.commands import COMMANDS
from tokenomics_cli.recorded import QUESTIONS, recorded, script_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger of two calls, in which we are."""
    calls(tmp_path / "calls.csv")
    assert command("ingest", "calls.csv", cwd=tmp_path).code == 0
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_that_is_asked_is_kept_and_nothing_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Statements, tables of prices, the ledger and the books; the answer is for the header alone."""
    heard = recorded(["report", "--by", "team"])

    assert capsys.readouterr().out == ""
    assert {type(step) for step in heard.steps} == {Asked, Filled}
    assert {(each.path.name, each.version) for each in heard.ledgers} == {(".tokenomics", 0)}
    assert heard.answer["command"]["parameters"]["by"] == "team"
    assert "page" in {each.name for each in heard.made}
    assert folder.exists()


def test_a_question_that_fails_its_gate_ends_as_it_does(folder: Path) -> None:
    """Its exit code is the question's."""
    with pytest.raises(typer.Exit) as ended:
        recorded(["report", "--fail-on", "cost>0USD"])

    assert (ended.value.exit_code, folder.exists()) == (1, True)


def test_unknown_questions_and_logs_are_refused(folder: Path) -> None:
    """With the nearest name; logs without a ledger have no tables, whatever is asked of their rejects."""
    with pytest.raises(ConfigError, match="unknown question 'reprot': did you mean 'report'"):
        recorded(["reprot"])
    with (folder / "calls.csv").open("a", encoding="utf-8") as log:
        log.write("broken\n")
    with pytest.raises(ConfigError, match="report asked no ledger: read logs into one"):
        script_of("duckdb", lambda: recorded(["report", "calls.csv"]), load=False, whole=False)
    assert folder.exists()


def test_questions_are_commands() -> None:
    """Each is asked as a user asks it."""
    assert {"report", "drivers", "whatif"} <= set(QUESTIONS) <= set(COMMANDS)
