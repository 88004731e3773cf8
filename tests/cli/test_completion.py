"""Tests of completion.py: what a shell is offered."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.command import command, environment, process, program
from support.logs import calls
from tokenomics_cli import completion


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ledger of two teams and one model."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", cwd=tmp_path)
    return tmp_path


def _offered(folder: Path, *words: str) -> list[str]:
    """What bash is offered for the last of the words."""
    env = {
        "COMP_WORDS": "\n".join(("tokenomics", *words)),
        "COMP_CWORD": str(len(words)),
        "_TOKENOMICS_COMPLETE": "complete_bash",
    }
    done = process(cwd=folder, env=env)

    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


def test_dimensions_are_completed_one_by_one() -> None:
    """After a comma comes the next one, and none that stands there already."""
    assert ("team", "Team that answers for the call.") in completion.dimensions("te")
    names = [name for name, _ in completion.dimensions("team,mo")]
    assert "team,model" in names
    assert "team,team" not in names


def test_units_and_gates_are_completed() -> None:
    """Those of `--per` and `--fail-on`, the latter one by one."""
    assert completion.units("s") == ["session", "step", "success"]
    assert completion.gates("unpriced,cost_per_s") == ["unpriced,cost_per_success>"]
    assert "unpriced,cost>" in completion.gates("unpriced,co")


def test_models_with_prices_are_completed() -> None:
    """Each name once, whoever sells it."""
    found = completion.models("gpt-5.6-s")

    assert found == ["gpt-5.6-sol"]


def test_a_shell_completes_commands_and_options(folder: Path) -> None:
    """They are those of the help."""
    assert _offered(folder, "rep") == ["report"]
    assert _offered(folder, "report", "--wh") == ["--where"]
    assert _offered(folder, "report", "--by", "team,mod") == ["team,model", "team,model_requested"]


def test_a_shell_completes_values_of_the_ledger(folder: Path) -> None:
    """The values come from the ledger of the folder, or the one that the line names."""
    assert _offered(folder, "report", "--where", "team=s") == ["team=search", "team=support"]
    assert _offered(folder, "report", "--where", "mod") == ["model=", "model_requested="]
    ledger = str(folder / ".tokenomics")
    line = ("report", "--ledger", ledger, "--where", "model!=")
    assert _offered(folder.parent, *line) == ["model!=gpt-4-0613"]


def test_bash_takes_a_filter_apart(folder: Path) -> None:
    """To bash `team=se` are three words; what it is offered for the last is the value alone."""
    assert _offered(folder, "report", "--where", "team", "=", "se") == ["search"]
    assert _offered(folder, "report", "se") == []


@pytest.mark.parametrize("word", ["team=", "nobody=", "tag:=", "model=x"])
def test_nothing_is_offered_where_nothing_is_known(tmp_path: Path, word: str) -> None:
    """Without a ledger, with an unknown dimension, a shell gets no line of an error."""
    (tmp_path / "tokenomics.toml").write_text("this is no TOML", "utf-8")

    assert _offered(tmp_path, "report", "--where", word) == []


def test_the_command_is_known_before_its_options_are_built() -> None:
    """The first word is that of the line which is completed, else the program's own."""
    words = ["tokenomics", "report", "--by"]

    assert completion.command_asked({}, words) == "report"
    assert completion.command_asked({}, words[:1]) == ""
    assert completion.command_asked({"COMP_WORDS": "tokenomics\ningest\n"}, words[:1]) == "ingest"
    assert completion.command_asked({"_TYPER_COMPLETE_ARGS": "tokenomics pri"}, []) == "pri"


def test_bash_completes_with_the_script_that_is_shown(folder: Path) -> None:
    """`--show-completion` prints a script; with it loaded bash fills in the word."""
    script = (
        f'eval "$({program()} --show-completion bash)"; '
        "COMP_WORDS=(tokenomics report --where team = se); COMP_CWORD=5; "
        f'_tokenomics_completion {program()}; echo "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("search\n", "")
