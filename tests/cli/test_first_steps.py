"""Tests of first_steps.py: what `tokenomics init` does, one thing a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import claude
from support.command import command
from support.logs import BROKEN, ROWS, calls
from tokenomics.config import load
from tokenomics.ledger import open_ledger

_FILE = "tokenomics.toml"


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    """Nothing is overwritten and nothing read, unless it is forced."""
    calls(tmp_path / "calls.csv")
    (tmp_path / _FILE).write_text("# mine\n", "utf-8")
    refused = command("init", cwd=tmp_path)

    assert refused.code == 2
    assert "tokenomics.toml: is there already: --force" in refused.err
    assert (tmp_path / _FILE).read_text("utf-8") == "# mine\n"
    assert not (tmp_path / ".tokenomics").exists()
    assert command("init", "--force", cwd=tmp_path).code == 0
    assert load(tmp_path / _FILE).ledger.logs == ("calls.csv",)


@pytest.mark.parametrize("option", [["--dry-run"], ["--output", "-"], ["-o", "-"]])
def test_it_may_be_shown_only(tmp_path: Path, option: list[str]) -> None:
    """The text goes to standard output; neither a file nor a ledger is left."""
    calls(tmp_path / "calls.csv")
    shown = command("init", *option, cwd=tmp_path)

    assert (shown.code, shown.err) == (0, "")
    assert '"calls.csv",  # native: 1 file' in shown.out
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]
    command("init", cwd=tmp_path)
    assert (tmp_path / _FILE).read_text("utf-8") == shown.out


def test_it_may_lie_elsewhere(tmp_path: Path) -> None:
    """The ledger lies beside the file, and the next step names it."""
    (tmp_path / "there").mkdir()
    calls(tmp_path / "calls.csv")
    done = command("init", "-o", "there/own.toml", cwd=tmp_path)

    assert "next: tokenomics report --config there/own.toml --by day,model" in done.err
    assert open_ledger(tmp_path / "there" / ".tokenomics").version == 0
    asked = command("report", "--config", "there/own.toml", "--format", "csv", cwd=tmp_path)
    assert asked.out.splitlines()[1].split(",")[0] == "2"


def test_named_logs_are_the_only_ones(tmp_path: Path) -> None:
    """With PATHs nothing else is looked for; what is refused is told, and is no failure."""
    calls(tmp_path / "a.csv", *ROWS, BROKEN)
    calls(tmp_path / "b.csv")
    done = command("init", "a.csv", "--ledger", "own", cwd=tmp_path)
    config = load(tmp_path / _FILE)

    assert done.code == 0
    assert "1 row refused" in done.err
    assert (config.ledger.logs, config.ledger.path) == (("a.csv",), "own")
    assert command("report", cwd=tmp_path).code == 0


def test_a_named_file_that_is_no_log_ends_it_with_two(tmp_path: Path) -> None:
    """The configuration is written all the same, the file is named."""
    (tmp_path / "gateway.csv").write_text("Zeit,Modell\n1,2\n", "utf-8")
    done = command("init", "gateway.csv", cwd=tmp_path)

    assert done.code == 2
    assert "gateway.csv" in done.err
    assert (tmp_path / _FILE).exists()


def test_without_logs_there_is_a_file_to_fill_in(tmp_path: Path) -> None:
    """It says how to go on; a table of no known format is named."""
    (tmp_path / "gateway.csv").write_text("Zeit,Modell\n1,2\n", "utf-8")
    done = command("init", cwd=tmp_path)

    assert done.code == 0
    assert (
        "1 table of no known format, such as gateway.csv: describe it in a [[source]]" in done.err
    )
    assert "no logs found: name some with 'tokenomics ingest PATH'" in done.err
    assert '#match = "gateway.csv"' in (tmp_path / _FILE).read_text("utf-8")


def test_days_are_those_of_the_machine(tmp_path: Path) -> None:
    """The time zone is the one that the environment names."""
    command("init", cwd=tmp_path, env={"TZ": "Europe/Berlin"})

    assert load(tmp_path / _FILE).report.timezone == "Europe/Berlin"


def test_no_person_stands_in_it(tmp_path: Path) -> None:
    """Users are in the ledger by pseudonym, and in the configuration not at all."""
    calls(tmp_path / "calls.csv")
    command("init", cwd=tmp_path)
    text = (tmp_path / _FILE).read_text("utf-8")

    assert "ada" not in text
    assert "user-" not in text


def test_what_agents_go_on_writing_is_read_by_ingest_alone(tmp_path: Path) -> None:
    """The configuration names the logs, so that nobody has to again."""
    project = tmp_path / ".claude" / "projects" / "p"
    project.mkdir(parents=True)
    claude.write(project / "a.jsonl", [claude.line("msg_A")])
    command("init", cwd=tmp_path)
    claude.write(project / "b.jsonl", [claude.line("msg_B")])
    done = command("ingest", "-v", cwd=tmp_path)

    assert done.code == 0
    assert "1 added" in done.err
