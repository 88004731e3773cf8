"""Commands with the options of a question."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pytest
import typer

from support.command import command
from support.logs import calls
from tokenomics_cli.question import exporting, question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Depth = Annotated[int, typer.Option("--depth", help="A command's own option.")]
ASKED: list[tuple[Request, Settings, int]] = []


@question
def probe(request: Request, given: Settings, depth: Depth = 1) -> None:
    """What a command is handed."""
    ASKED.append((request, given, depth))


def test_a_command_has_its_own_options_and_those_of_questions() -> None:
    """Paths come first, then its own; what it is handed is no option; name and help are its own."""
    names = list(inspect.signature(probe).parameters)

    assert names[:3] == ["paths", "depth", "by"]
    assert names[-1] == "now"
    assert {"request", "given"}.isdisjoint(names)
    assert (probe.__name__, probe.__doc__) == ("probe", "What a command is handed.")


def test_an_option_of_the_commands_own_stands_for_the_questions() -> None:
    """It is there once, and what the question would have read of it is the default."""

    @question
    def formed(request: Request, given: Settings, form: str = "own") -> None:
        """What it is handed."""
        ASKED.append((request, given, len(form)))

    options = {name: p.default for name, p in inspect.signature(formed).parameters.items()}
    formed(**options)
    request, _, depth = ASKED.pop()

    assert (options["form"], request.form, depth) == ("own", "table", 3)


def test_an_export_has_no_options_of_reports_alone() -> None:
    """Rows for other tools are neither filtered nor cut off, and have one form and one time zone."""

    @exporting
    def written(request: Request, given: Settings) -> None:
        """What it is handed."""

    names = set(inspect.signature(written).parameters)

    assert names.isdisjoint({"where", "limit", "form", "tz"})
    assert {"paths", "by", "since", "output", "fail_on", "ledger"} <= names


def test_a_command_is_handed_what_options_say(tmp_path: Path) -> None:
    """Options that may be repeated are tuples; a named ledger keeps what is read."""
    options = {name: p.default for name, p in inspect.signature(probe).parameters.items()}
    now = "2026-11-02T00:00:00Z"
    probe(**{**options, "paths": ["a.csv"], "depth": 3, "ledger": tmp_path, "now": now})
    request, given, depth = ASKED.pop()

    assert (request.paths, request.where, request.keep, depth) == (("a.csv",), (), True, 3)
    assert (given.ledger, given.now.isoformat()) == (tmp_path, "2026-11-02T00:00:00+00:00")


@pytest.mark.parametrize("name", ["--per", "--task-period", "--where", "--now"])
def test_the_options_stand_in_the_help(name: str, tmp_path: Path) -> None:
    """Of the command's own and of all questions."""
    calls(tmp_path / "calls.csv")

    assert name in command("report", "--help", cwd=tmp_path).out
