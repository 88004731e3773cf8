"""Tests of answer.py: what is shown where, and with which exit code it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from support.command import command
from support.logs import BROKEN, ROWS, UNPRICED, calls
from tokenomics.config import Config
from tokenomics.records.errors import ConfigError
from tokenomics_cli.answer import answer
from tokenomics_cli.request import Request
from tokenomics_cli.settings import Settings


def _settings(folder: Path) -> Settings:
    return Settings(Config(), folder / "books", datetime(2026, 11, 5, tzinfo=UTC))


def test_the_origin_of_an_answer_is_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Clock, ledger, prices and parameters stand in the envelope."""
    log = str(calls(tmp_path / "calls.csv"))
    answer(Request((log,), by="team", form="json", keep=True), _settings(tmp_path))
    document = json.loads(capsys.readouterr().out)

    assert document["generated_at"] == "2026-11-05T00:00:00Z"
    assert document["ledger"] == {"path": str(tmp_path / "books"), "version": 0}
    assert document["command"] == {"name": "report", "parameters": {"paths": [log], "by": "team"}}
    assert {"openai", "anthropic"} <= {book["name"] for book in document["pricebooks"]}


def test_a_ledger_that_is_gone_is_not_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A temporary ledger's path would make equal answers differ."""
    answer(Request((str(calls(tmp_path / "calls.csv")),), form="json"), _settings(tmp_path))

    assert json.loads(capsys.readouterr().out)["ledger"] == {"path": None, "version": None}


def test_what_was_refused_is_narrated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused rows of the paths are placed on standard error; they are no failure by themselves."""
    log = calls(tmp_path / "calls.csv", *ROWS, BROKEN)
    answer(Request((str(log),)), _settings(tmp_path))

    assert f"{log}:4 input: " in capsys.readouterr().err


def test_failed_gates_are_told_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each failed gate is a line, and the exit code is 1."""
    log = calls(tmp_path / "calls.csv", *ROWS, UNPRICED)
    gates = "unpriced,rejects,cost>0.1USD"
    with pytest.raises(typer.Exit) as ended:
        answer(Request((str(log),), fail_on=gates), _settings(tmp_path))

    assert ended.value.exit_code == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in lines] == [" gate 'unpriced'", " gate 'cost>0.1USD'"]


def test_unreadable_input_weighs_more_than_a_gate(tmp_path: Path) -> None:
    """Where both went wrong the exit code is 2, that of wrong input."""
    log, other = calls(tmp_path / "calls.csv"), tmp_path / "photo.bin"
    other.write_bytes(b"\x89PNG\0\1\2\3" * 9)
    with pytest.raises(typer.Exit) as ended:
        answer(Request((str(log), str(other)), fail_on="cost>0"), _settings(tmp_path))

    assert ended.value.exit_code == 2


def test_a_question_is_checked_before_files_are_read(tmp_path: Path) -> None:
    """A mistyped dimension is told even where the paths are wrong too."""
    with pytest.raises(ConfigError, match="did you mean 'team'"):
        answer(Request((str(tmp_path / "missing.csv"),), by="tem"), _settings(tmp_path))


def test_a_report_of_nothing_is_refused(tmp_path: Path) -> None:
    """Files that nobody knows give no report of zero: that would look like no cost."""
    (tmp_path / "who.csv").write_text("colour,size\nred,1\n")
    named = command("report", "who.csv", cwd=tmp_path)
    folder = command("report", ".", cwd=tmp_path)

    assert (named.code, named.out) == (folder.code, folder.out) == (2, "")
    assert "no source knows" in named.err
    assert folder.err.splitlines()[1].startswith("  who.csv: no source knows")
    assert "nothing to report: of 1 files none is a log" in folder.err


def test_unread_files_are_named_and_fail_a_gate(tmp_path: Path) -> None:
    """A report of a folder names what it could not read, and the gate of rejects takes it ill."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "who.jsonl").write_text('{"colour": "red"}\n')
    plain = command("report", ".", cwd=tmp_path)
    gated = command("report", ".", "--fail-on", "rejects", cwd=tmp_path)

    assert (plain.code, gated.code) == (0, 1)
    assert "1 file not read:\n  who.jsonl: no source knows a file (jsonl)" in plain.err
    assert "error: gate 'rejects': 1 file was not read: who.jsonl" in gated.err


def test_a_filter_that_matches_nothing_is_said(tmp_path: Path) -> None:
    """A cost gate over no record passes, and says so beside the nearest value."""
    calls(tmp_path / "calls.csv")
    done = command(
        "report", "calls.csv", "--where", "team=suport", "--fail-on", "cost>0", cwd=tmp_path
    )

    assert done.code == 0
    assert "\n\nno records\n\n" in done.out
    assert done.err == (
        "no record has team 'suport': did you mean 'support'?\ngate 'cost>0': no record to judge\n"
    )
