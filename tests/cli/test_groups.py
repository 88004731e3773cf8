"""Tests of groups.py."""

from __future__ import annotations

import typer
from typer.testing import CliRunner

from tokenomics_cli.groups import group


def _app() -> typer.Typer:
    app = group("tools", "What the tools do.")

    @app.command()
    def hammer() -> None:
        """Hit it."""

    @app.command()
    def saw() -> None:
        """Cut it."""

    return app


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
