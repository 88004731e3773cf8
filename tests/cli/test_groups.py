"""Tests of groups.py."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.testing import CliRunner

from tokenomics.engines import DUCKDB, Choice, chosen
from tokenomics.memory import limit_memory, memory_limit
from tokenomics_cli.groups import App, Defaulting, group
from tokenomics_cli.options import Ledger


def _app() -> App:
    app = group("tools", "What the tools do.")

    @app.command()
    def hammer() -> None:
        """Hit it."""

    @app.command()
    def saw() -> None:
        """Cut it."""

    @app.command()
    def drill(  # noqa: PLR0913 - a parameter of each kind
        places: list[str] | None = None,
        *,
        bit: Literal["wood", "steel"] = "wood",
        depth: int = 1,
        turns: Annotated[int, typer.Option(min=1)] = 1,
        speed: float = 1.0,
        plan: Path | None = None,
        tags: list[Path] | None = None,
        dry: bool = False,
    ) -> None:
        """Bore it."""
        typer.echo(repr((places, bit, depth, turns, speed, plan, tags, dry)))

    return app


def _drill(*arguments: str) -> str:
    return CliRunner().invoke(_app(), ["drill", *arguments]).output.strip()


def test_a_group_alone_shows_its_help() -> None:
    """Without a command the commands are listed and the exit code is that of wrong usage."""
    done = CliRunner().invoke(_app(), [])

    assert done.exit_code == 2
    assert "hammer  Hit it." in done.output


def test_help_is_an_option_with_two_names() -> None:
    """-h and --help say the same."""
    runner = CliRunner()

    assert runner.invoke(_app(), ["-h"]).stdout == runner.invoke(_app(), ["--help"]).stdout
    assert runner.invoke(_app(), ["saw", "-h"]).exit_code == 0


def test_a_command_runs_when_help_was_not_asked_for() -> None:
    """The group's help option is off unless given."""
    assert CliRunner().invoke(_app(), ["saw"]).exit_code == 0


def test_what_is_not_given_has_its_default() -> None:
    """An option that is not given is what the command says, and a list of them is none."""
    assert _drill() == repr((None, "wood", 1, 1, 1.0, None, None, False))


def test_plain_values_are_taken_in_their_types() -> None:
    """Texts, choices, numbers, paths and lists of them arrive as the command declares them."""
    given = [
        "--places",
        "a",
        "--places",
        "b",
        "--bit",
        "steel",
        "--depth",
        "3",
        "--plan",
        "x/y",
        "--tags",
        "t",
        "--dry",
    ]
    whole = (["a", "b"], "steel", 3, 1, 1.0, Path("x/y"), [Path("t")], True)

    assert _drill(*given) == repr(whole)


def test_other_values_are_left_to_typer() -> None:
    """What is not plain is converted and checked as Typer does."""
    assert _drill("--turns", "2", "--speed", "2.5") == repr(
        (None, "wood", 1, 2, 2.5, None, None, False)
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("--bit glass", "'glass' is not one of 'wood', 'steel'"),
        ("--depth deep", "should be a valid integer"),
        ("--turns 0", "greater than or equal to 1"),
        ("--plan", "requires an argument"),
    ],
)
def test_a_wrong_value_is_wrong_usage(given: str, sentence: str) -> None:
    """What cannot be converted names the option and the value, with the exit code of wrong usage."""
    done = CliRunner().invoke(_app(), ["drill", *given.split()])

    assert done.exit_code == 2
    assert sentence in done.output


class _Tools(Defaulting):
    default = "hammer"


def _defaulting() -> App:
    app = group("tools", "What the tools do.", cls=_Tools)

    @app.command()
    def hammer(nails: list[str] | None = None, *, hard: bool = False) -> None:
        """Hit it."""
        typer.echo(f"hammer {nails} {hard}")

    @app.command()
    def saw() -> None:
        """Cut it."""
        typer.echo("saw")

    return app


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("saw", "saw"),
        ("hammer --hard", "hammer None True"),
        ("--hard", "hammer None True"),
        ("--nails a", "hammer ['a'] False"),
        ("-q --hard", "hammer None True"),
    ],
)
def test_without_a_command_the_usual_one_is_meant(given: str, said: str) -> None:
    """What is no command of the group is a word of it."""
    assert CliRunner().invoke(_defaulting(), given.split()).output.strip() == said


@pytest.mark.parametrize("given", ["", "--help"])
def test_a_group_with_a_usual_command_shows_its_help(given: str) -> None:
    """Alone, and where it is asked for."""
    assert "saw     Cut it." in CliRunner().invoke(_defaulting(), given.split()).output


def test_without_the_usual_command_a_wrong_name_is_one() -> None:
    """A group that has it not says so."""
    app = group("tools", "What the tools do.", cls=_Tools)
    app.command("saw")(lambda: None)
    app.command("drill")(lambda: None)

    assert "No such command 'hamster'" in CliRunner().invoke(app, ["hamster"]).output


def test_a_slip_for_a_command_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is nearly a command is not taken for a word of the usual one, unless it is a file."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    assert "No such command 'sawn'" in runner.invoke(_defaulting(), ["sawn"]).output
    (tmp_path / "sawn").touch()
    assert "No such command" not in runner.invoke(_defaulting(), ["sawn"]).output


def _bounded() -> App:
    app = group("tools", "What the tools do.")

    @app.command()
    def dig(ledger: Ledger = None) -> None:
        """Dig."""
        typer.echo(f"{ledger} {memory_limit()}")

    @app.command()
    def rest() -> None:
        """Rest."""

    return app


@pytest.mark.parametrize(
    ("arguments", "env", "found"),
    [
        ([], {}, "None None"),
        (["--memory-limit", "2GB"], {}, "None 2000000000"),
        (["--ledger", "here"], {"TOKENOMICS_MEMORY_LIMIT": "1GiB"}, "here 1073741824"),
        (["--memory-limit=2GB"], {"TOKENOMICS_MEMORY_LIMIT": "1GiB"}, "None 2000000000"),
    ],
)
def test_memory_is_bounded_where_a_ledger_is_asked(
    arguments: list[str], env: dict[str, str], found: str
) -> None:
    """A command with a ledger takes a limit from its option, else from the environment."""
    done = CliRunner(env=env).invoke(_bounded(), ["dig", *arguments])
    limit_memory(None)

    assert done.output.strip() == found


def test_memory_is_bounded_nowhere_else() -> None:
    """A command without a ledger has no such option."""
    assert CliRunner().invoke(_bounded(), ["rest", "--memory-limit", "2GB"]).exit_code == 2


def test_an_engine_is_chosen_where_a_ledger_is_asked() -> None:
    """A command with a ledger takes the engine and its master from options, else from the environment."""
    app = group("tools", "What the tools do.")

    @app.command()
    def dig(ledger: Ledger = None) -> None:
        """Dig."""
        typer.echo(f"{ledger} {chosen()}")

    @app.command()
    def rest() -> None:
        """Rest."""

    env = {"TOKENOMICS_ENGINE": "spark", "TOKENOMICS_MASTER": "local[1]"}
    told = CliRunner(env=env).invoke(app, ["dig"]).output
    named = CliRunner(env=env).invoke(app, ["dig", "--master", "local[2]"]).output
    nothing = CliRunner().invoke(app, ["dig"]).output

    assert told.strip() == f"None {Choice('spark', 'local[1]')}"
    assert named.strip() == f"None {Choice('spark', 'local[2]')}"
    assert nothing.strip() == f"None {DUCKDB}"
    assert CliRunner().invoke(app, ["rest", "--engine", "spark"]).exit_code == 2
