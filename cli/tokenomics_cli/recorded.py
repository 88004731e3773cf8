"""A question asked as its command asks it, for what it asks the engine rather than for its answer."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import Any, NamedTuple

import typer

from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, duckdb_of, opening
from tokenomics.queries import Made, noting
from tokenomics.recording import Recorder, Step
from tokenomics.records.errors import ConfigError, unknown
from tokenomics_cli.commands import add
from tokenomics_cli.groups import App, group

_INSTALL = "pip install 'tokenomics-finops[sql]'"

# What asks one ledger, and changes nothing.
QUESTIONS = (
    "agents", "anomalies", "budget", "chargeback", "drivers", "explain", "failures", "forecast",
    "indicators", "quality", "reconcile", "report", "waste", "whatif",
)  # fmt: skip


class Heard(NamedTuple):
    """What a question asked: of which ledgers, step by step, by which queries, and its answer as JSON."""

    words: Sequence[str]
    ledgers: Sequence[Ledger]
    steps: Sequence[Step]
    made: Sequence[Made]
    answer: Mapping[str, Any]


class Script(NamedTuple):
    """The lines of a script, and what to say of it."""

    lines: Iterable[str]
    notes: Sequence[str]


def script_of(dialect: str, ask: Callable[[], Heard], *, load: bool, whole: bool) -> Script:
    """What a question asks as a script; raises ConfigError where sqlglot is missing or the dialect unknown."""
    if find_spec("sqlglot") is None:
        raise ConfigError(f"scripts in SQL need sqlglot: {_INSTALL}")
    from tokenomics.script import TESTED, Recording, check, script

    check(dialect, load=load)
    heard = ask()
    books = [(book["name"], book["digest"]) for book in heard.answer.get("pricebooks", ())]
    of = Recording(heard.words, _only(heard), books, heard.steps, heard.made)
    notes = (
        [] if dialect in TESTED else [f"dialect {dialect} is untested: no test runs its scripts"]
    )
    return Script(script(of, dialect, load=load, whole=whole), notes)


def recorded(words: Sequence[str]) -> Heard:
    """Ask the question of those words; raises ConfigError for an unknown one, typer.Exit where it failed."""
    name, *rest = words
    if name not in QUESTIONS:
        raise ConfigError(unknown("question", name, QUESTIONS))
    ledgers, steps, out = list[Ledger](), list[Step](), io.StringIO()
    command, options = _app(name), {"prog_name": "tokenomics", "standalone_mode": False}
    with opening(_recorder(ledgers, steps)), noting() as made, redirect_stdout(out):
        code = command([name, *rest, "--format", "json"], **options)
    if isinstance(code, int) and code:
        raise typer.Exit(code)
    return Heard(words, ledgers, steps, made, _parsed(out.getvalue()))


def _recorder(ledgers: list[Ledger], steps: list[Step]) -> Callable[..., Engine]:
    """What opens ledgers for a question, and adds to both lists."""

    def opened(*asked: Ledger) -> Engine:
        ledgers.extend(asked)
        # What is kept of earlier questions is not asked again, and so would not stand in a script.
        return Recorder(duckdb_of(*(each._replace(shelf=None) for each in asked)), steps)

    return opened


def _parsed(text: str) -> Mapping[str, Any]:
    return json.loads(text) if text.startswith("{") else {}


def _only(heard: Heard) -> Ledger:
    """The one ledger that was asked."""
    found = {(each.path, each.version): each for each in heard.ledgers}
    place = heard.answer.get("ledger")
    is_gone = place is not None and place["path"] is None
    if not heard.steps or is_gone:
        raise ConfigError(
            f"{heard.words[0]} asked no ledger: read logs into one by tokenomics ingest, and leave out their paths"
        )
    if len(found) > 1:
        raise ConfigError(f"{heard.words[0]} asked {len(found)} ledgers: a script is of one")
    return next(iter(found.values()))


def _app(name: str) -> App:
    """A command line of that question alone."""
    app = group("tokenomics", "")
    app.callback()(lambda: None)
    add(name, app)
    return app
