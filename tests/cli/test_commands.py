"""Tests of commands.py: which commands are imported for which words."""

from __future__ import annotations

import importlib.util

import pytest

from tokenomics_cli.commands import COMMANDS, add_asked, asks
from tokenomics_cli.groups import App, group


def _names(app: App) -> set[str | None]:
    """The commands and groups of an application."""
    return {each.name for each in (*app.registered_commands, *app.registered_groups)}


@pytest.mark.parametrize("name", ["report", "sql", "ledger"])
def test_one_command_is_enough(name: str) -> None:
    """The command or group that is named stands alone."""
    app = group("tokenomics", "")
    add_asked(name, app)

    assert _names(app) == {name}


@pytest.mark.parametrize("name", ["", "reprot", "--help"])
def test_without_a_known_name_all_are_there(name: str) -> None:
    """Help, and what corrects a slip, know every command."""
    app = group("tokenomics", "")
    add_asked(name, app)

    assert _names(app) == set(COMMANDS)


def test_each_command_is_in_the_module_of_its_name() -> None:
    """A command is found without a table of modules."""
    missing = [
        name for name in COMMANDS if importlib.util.find_spec(f"tokenomics_cli.{name}") is None
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("report --by model", True),
        ("ledger info", True),
        ("report --help", False),
        ("prices list", False),
        ("reprot", False),
        ("", False),
    ],
)
def test_an_engine_is_made_ahead_for_questions(words: str, wanted: bool) -> None:
    """Commands that open a ledger want one; help, price books and slips do not."""
    assert asks(["tokenomics", *words.split()]) == wanted
