"""Tests of app.py: the command as a whole, in a process of its own where streams matter."""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from typer.testing import CliRunner

from support.command import command, environment, process, program
from support.kept_ledgers import copied
from support.logs import calls
from tokenomics_cli.app import command_line


def test_version_is_the_projects(tmp_path: Path) -> None:
    """--version prints the version that is installed."""
    assert command("--version", cwd=tmp_path) == (
        0,
        f"tokenomics {version('tokenomics-finops')}\n",
        "",
    )


def test_help_lists_the_commands() -> None:
    """Help says what can be done, as plain text."""
    done = CliRunner().invoke(command_line(), ["--help"])

    assert done.exit_code == 0
    assert "report" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "words", [["reprot"], ["report", "--buy", "team"], ["report", "--limit", "x"]]
)
def test_wrong_usage_is_exit_2(tmp_path: Path, words: list[str]) -> None:
    """An unknown command, option or value is told in one line, with where to read on."""
    done = command(*words, cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert done.err.endswith("--help\n")
    assert done.err.count("\n") == 1


def test_an_error_of_the_user_is_one_line(tmp_path: Path) -> None:
    """A path that is not there: one line, no traceback, exit code 2."""
    done = process("report", "missing.jsonl", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr == b"error: missing.jsonl: no such file or folder\n"


def test_an_error_outside_is_exit_3(tmp_path: Path) -> None:
    """A disk that takes nothing is told in one line."""
    calls(tmp_path / "calls.csv")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [program(), "report", "calls.csv", "--format", "csv"],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 3
    assert done.stderr == b"error: standard output: No space left on device\n"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_reader_that_leaves_is_no_error(tmp_path: Path, form: str) -> None:
    """`| head` ends the command quietly."""
    calls(tmp_path / "calls.csv")
    line = (
        f"'{program()}' report calls.csv --by team --format {form} | true; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_closed_reader_does_not_hide_a_failed_gate(tmp_path: Path) -> None:
    """The exit code is the gate's, whether or not somebody read the report."""
    calls(tmp_path / "calls.csv")
    line = f"'{program()}' report calls.csv --fail-on 'cost>0.1USD' | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "1\n"


def test_output_survives_a_locale_without_its_letters(tmp_path: Path) -> None:
    """What an ASCII terminal cannot show is escaped instead of failing."""
    calls(tmp_path / "calls.csv", "2026-11-02T10:00:00Z,openai,gpt-4-0613,équipe,ada,1,1,a")
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("report", "calls.csv", "--by", "team", cwd=tmp_path, env=env)

    assert done.returncode == 0
    assert rb"\xe9quipe" in done.stdout


def test_pipes_get_no_colours(tmp_path: Path) -> None:
    """Without a terminal neither stream carries escapes, also not for errors."""
    calls(tmp_path / "calls.csv")
    good = process("report", "calls.csv", cwd=tmp_path, env={"TERM": "xterm-256color"})
    bad = process("report", "none.csv", cwd=tmp_path, env={"TERM": "xterm-256color"})

    assert b"\x1b" not in good.stdout + good.stderr + bad.stdout + bad.stderr


def test_ctrl_c_during_a_query_is_quiet(tmp_path: Path) -> None:
    """A query that is interrupted ends the command with the usual code and without a word."""
    with patch("tokenomics_cli.app.command_line", side_effect=RuntimeError("Query interrupted")):
        done = command(cwd=tmp_path)

    assert (done.code, done.out, done.err) == (130, "", "")


def test_a_lack_of_memory_is_a_line(tmp_path: Path) -> None:
    """A question that finds no room says what to do, and that something outside failed."""
    raised = duckdb.OutOfMemoryException("failed to allocate data of size 32.0 MiB")
    with patch("tokenomics_cli.app.command_line", side_effect=raised):
        done = command(cwd=tmp_path)

    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: ")
    assert "--memory-limit" in done.err
    assert done.err.count("\n") == 1


def test_a_fault_of_ours_is_not_hidden(tmp_path: Path) -> None:
    """What no user can mend keeps its traceback."""
    with (
        patch("tokenomics_cli.app.command_line", side_effect=RuntimeError("else")),
        pytest.raises(RuntimeError, match="else"),
    ):
        command(cwd=tmp_path)


def test_alone_it_reports_this_machines_agents(tmp_path: Path) -> None:
    """Without a command it looks for coding agents' logs, and says where it looked."""
    done = command(cwd=tmp_path)

    assert done.code == 2
    assert f"{tmp_path}/.claude/projects" in done.err
    assert "tokenomics demo" in done.err


def test_a_file_that_is_damaged_inside_is_one_line(tmp_path: Path) -> None:
    """Where only the engine notices, nobody is shown its insides."""
    ledger = copied("first", tmp_path)
    for path in ledger.glob("kind=usage/*/*.parquet"):
        data = path.read_bytes()
        path.write_bytes(data[:100] + bytes(len(data) - 1100) + data[-1000:])
    done = command("report", "--ledger", ledger, cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: a file cannot be read: ")
    assert done.err.endswith("'tokenomics ledger verify' says what can be done\n")
    assert done.err.count("\n") == 1
