"""What a shell completes beside commands and options: names of dimensions, of models, of values.

Whatever goes wrong here, a shell shows nothing rather than an error in the middle of a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import typer

_MANY = 200
_TAKEN_APART = ("--where", "NAME", "=")


def command_asked(env: Mapping[str, str], words: Sequence[str]) -> str:
    """The first word after the program's name: of the command line that a shell completes, if any."""
    line = env.get("COMP_WORDS") or env.get("_TYPER_COMPLETE_ARGS")
    return next(iter((line.split() if line else words)[1:]), "")


def dimensions(incomplete: str) -> list[tuple[str, str]]:
    """The dimensions that the last name of a comma-separated list may become."""
    from tokenomics.dimensions import DIMENSIONS

    named, comma, _ = incomplete.rpartition(",")
    before = f"{named}{comma}"
    taken = named.split(",")
    return [(f"{before}{each.name}", each.doc) for each in DIMENSIONS if each.name not in taken]


def dialects(incomplete: str) -> list[str]:
    """The dialects that SQL can be written in."""
    from tokenomics.script import dialects as known

    return _beginning(incomplete, known())


def units(incomplete: str) -> list[str]:
    """What a cost may be divided by."""
    from tokenomics.costing.answer import PER, PER_REVENUE, PER_TASK

    return _beginning(incomplete, (*PER, *PER_TASK, PER_REVENUE))


def gates(incomplete: str) -> list[str]:
    """The gates that the last one of a comma-separated list may become."""
    from tokenomics.gate import COUNTED, LIMITED

    named, comma, last = incomplete.rpartition(",")
    known = (*COUNTED, *(f"{name}>" for name in LIMITED))
    return [f"{named}{comma}{name}" for name in _beginning(last, known)]


def models(incomplete: str) -> list[str]:
    """The models that have prices."""
    with suppress(Exception):
        from tokenomics_cli.books import book_of

        return _beginning(incomplete, dict.fromkeys(model for _, model in book_of(()).models))
    return []


def paths(ctx: typer.Context, incomplete: str) -> list[str]:
    """Nothing, so that the shell completes files; but values where bash took a filter apart.

    `--where model=gpt` is four words to bash, the last of which looks like a path.
    """
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
    before = words[max(int(at) - 3, 0) : int(at)] if at.isdecimal() else []
    if len(before) != len(_TAKEN_APART) or (before[0], before[2]) != _TAKEN_APART[::2]:
        return []
    whole = filters(ctx, f"{before[1]}={incomplete}")
    return [each.partition("=")[2] for each in whole]


def filters(ctx: typer.Context, incomplete: str) -> list[str]:
    """`NAME=`, and after it the values that the ledger has of that dimension."""
    from tokenomics.dimensions import DIMENSIONS

    name, sign, value = incomplete.partition("=")
    if not sign:
        return _beginning(incomplete, (f"{each.name}=" for each in DIMENSIONS if not each.part))
    with suppress(Exception):
        found = _values(name.removesuffix("!"), ctx.params)
        return [f"{name}={each}" for each in _beginning(value, found)]
    return []


def _values(name: str, options: Mapping[str, object]) -> Iterable[str]:
    """The values of a dimension in the ledger that the options of the command line name."""
    from tokenomics.costing.filters import values_of
    from tokenomics_cli.handles import opened
    from tokenomics_cli.request import rules_of
    from tokenomics_cli.settings import settings

    config, ledger = (Path(str(options[key])) if options.get(key) else None for key in ("config", "ledger"))  # fmt: skip
    given = settings(config, ledger=ledger)
    return values_of(opened(given), name, rules=rules_of(given.config), limit=_MANY)


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
