"""How commands behave in pipes, on terminals of any kind, and where a stream is closed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from support.command import command, environment, process, program
from support.logs import ROWS, calls
from support.screen import on_screen

# 2 of input and 1 of output at 30 and 60 USD a million: 0.06 + 0.06 = 0.12 USD.
_LONG = (
    "2026-11-04T10:00:00Z,openai,gpt-4-0613,a team of many words that go on and on,ada,2000,1000,z"
)
_BY = ("report", "calls.csv", "--by", "team,user,model", "--keep-user-ids")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a log of three calls, one of a team with a long name."""
    calls(tmp_path / "calls.csv", *ROWS, _LONG)
    return tmp_path


def _shell(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of `tokenomics` with pipes and redirections."""
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; t() {{ {program()} "$@"; }}; {words}'],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_pipe_gets_a_page(folder: Path) -> None:
    """Without a terminal and COLUMNS a table has at most 80 columns, and no colours."""
    out = process(*_BY, cwd=folder).stdout.decode()

    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_terminal_is_filled_and_not_more(folder: Path, columns: int) -> None:
    """Figures go before a line would be too long, and those that went are named."""
    done = on_screen(*_BY, cwd=folder, columns=columns)

    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= columns
    assert ("not shown for want of room" in done.out) is (columns < 100)
    assert "a team of many words"[:10] in done.out


def test_success_and_its_counts_fit_a_page(folder: Path) -> None:
    """The widest report has its names, successes and unit costs in 80 columns."""
    header = "ts,provider,model,team,task_id,input\n"
    (folder / "calls.csv").write_text(
        f"{header}2026-11-04T10:00:00Z,openai,gpt-4-0613,support,t,9\n", "utf-8"
    )
    (folder / "outcomes.csv").write_text(
        "task_id,ts,outcome\nt,2026-11-05T10:00:00Z,success\n", "utf-8"
    )
    words = ("report", "calls.csv", "outcomes.csv", "--per", "success", "--by", "team")
    lines = process(*words, cwd=folder).stdout.decode().splitlines()

    assert max(map(len, lines)) <= 80
    assert "per success" in lines[2]


def test_a_report_in_a_file_is_a_page(folder: Path) -> None:
    """What is written to a file does not depend on the terminal that it was written from."""
    done = on_screen(*_BY, "-o", "report.txt", cwd=folder, columns=60)
    text = (folder / "report.txt").read_text("utf-8")

    assert done.code == 0
    assert text == process(*_BY, cwd=folder).stdout.decode()


@pytest.mark.parametrize(
    ("env", "red"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"TERM": ""}, False)],
)
def test_an_error_is_one_line_and_red_where_that_shows(
    folder: Path, env: dict[str, str], red: bool
) -> None:
    """A terminal with colours shows it red; NO_COLOR, a dumb and an unnamed terminal get the words."""
    shown = on_screen("report", "--by", "temq", cwd=folder, env=env).out
    misused = on_screen("report", "--buy", "team", cwd=folder, env=env).out

    for text in (shown, misused):
        assert text.startswith("\x1b[31merror: " if red else "error: ")
        assert text.count("\n") == 1


def test_an_error_in_a_pipe_is_plain(folder: Path) -> None:
    """A log file gets no escape."""
    assert process("report", "--by", "temq", cwd=folder).stderr.startswith(b"error: unknown")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_without_a_locale_a_table_is_drawn_plainer(folder: Path, env: dict[str, str]) -> None:
    """A cut name ends in ~ where there is no ellipsis, so columns still stand below each other."""
    done = process(*_BY, cwd=folder, env={"COLUMNS": "60", **env})
    lines = done.stdout.decode("ascii").splitlines()
    rows = [line for line in lines[2:7] if line]

    assert done.returncode == 0
    assert any("~" in line for line in rows)
    assert len({len(line) for line in rows}) == 1


def test_data_is_utf_8_without_a_locale(folder: Path) -> None:
    """JSON and CSV are for machines: no letter is lost or escaped, whatever the locale says."""
    calls(folder / "calls.csv", ROWS[0].replace("support", "Zürich"))
    words = ("report", "calls.csv", "--by", "team", "--format")
    env = {"PYTHONIOENCODING": "ascii"}

    assert (
        json.loads(process(*words, "json", cwd=folder, env=env).stdout)["rows"][0]["team"]
        == "Zürich"
    )
    assert "Zürich" in process(*words, "csv", cwd=folder, env=env).stdout.decode("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "t report calls.csv --by day | head -1",
        "t report calls.csv --format json | head -c 1",
        "t prices list | head -1",
        "t report --help | head -1",
        "t ingest calls.csv -v 2>&1 >/dev/null | head -c 1",
    ],
)
def test_a_reader_may_stop(folder: Path, words: str) -> None:
    """`| head` ends a command quietly and well."""
    done = _shell(words, folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_closed_streams_are_no_traceback(folder: Path) -> None:
    """Data that goes nowhere is an error of the outside; narration that goes nowhere is none."""
    closed, mute = _shell("t prices list >&-", folder), _shell("t report calls.csv 2>&-", folder)

    assert closed.returncode == 3
    assert closed.stderr == "error: standard output: Bad file descriptor\n"
    assert (mute.returncode, mute.stderr) == (0, "")
    assert "0.24" in mute.stdout


def test_a_full_disk_is_one_line(folder: Path) -> None:
    """The error names what could not be written."""
    done = _shell("t prices list >/dev/full", folder)

    assert (done.returncode, done.stderr) == (
        3,
        "error: standard output: No space left on device\n",
    )


@pytest.mark.parametrize("words", [("ledger", "info", "-q"), ("-q", "ledger", "info")])
def test_quiet_narrates_nothing(folder: Path, words: tuple[str, ...]) -> None:
    """-q drops what is told beside the data, before or after the command."""
    command("ingest", "calls.csv", cwd=folder)
    told, quiet = command("ledger", "info", cwd=folder), command(*words, cwd=folder)

    assert told.err
    assert quiet == (0, told.out, "")


def test_quiet_tells_errors(folder: Path) -> None:
    """What went wrong is told in any case, and the next command narrates again."""
    command("ingest", "calls.csv", cwd=folder)

    assert command("report", "--by", "temq", "--quiet", cwd=folder).err.startswith("error: ")
    assert command("ledger", "info", cwd=folder).err
