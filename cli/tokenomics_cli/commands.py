"""The commands of `tokenomics`: each in the module of its name, imported when it is wanted.

To import all of them takes longer than most of them take.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from tokenomics_cli.groups import App

# As help lists them; a module that has an `app` is a group of commands.
COMMANDS = (
    "init", "ingest", "report", "agents", "quality", "drivers", "pull", "reconcile", "chargeback", "diff",
    "comment", "waste", "anomalies", "failures", "indicators", "forecast", "budget", "explain", "sql",
    "estimate", "verify", "people", "forget", "sources", "doctor", "demo",
    "export", "alert", "ledger", "prices", "whatif",
)  # fmt: skip

# Those that need no engine.
_QUICK = frozenset({"comment", "estimate", "forget", "init", "people", "prices", "sources"})


def asks(words: Sequence[str]) -> bool:
    """Whether a command line will want an engine: words with the program's name first."""
    name = words[1] if len(words) > 1 else ""
    return name in COMMANDS and name not in _QUICK and "--help" not in words


def add(name: str, to: App) -> None:
    """Give a group the command of that name."""
    module: Any = importlib.import_module(f"tokenomics_cli.{name}")
    if hasattr(module, "app"):
        to.add_typer(module.app, name=name)
    else:
        settings = getattr(module, "CONTEXT_SETTINGS", None)
        to.command(name, context_settings=settings)(getattr(module, name))


def add_asked(name: str, to: App) -> None:
    """Give a group the command of that name alone, and all of them where none has it."""
    for each in [name] if name in COMMANDS else COMMANDS:
        add(each, to)
