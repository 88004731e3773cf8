"""SQL in files: one query a file, its grain and parameters in the header.

Only names and expressions from closed tables fill the {placeholders}; values are bound.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import NamedTuple

_PLACE = re.compile(r"\{([a-z_]+)\}")


class Made(NamedTuple):
    """A query whose placeholders are filled: its file's name and its text."""

    name: str
    text: str


_NOTED: ContextVar[list[Made] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Generator[list[Made]]:
    """The queries that are made within this context, in order."""
    made = list[Made]()
    token = _NOTED.set(made)
    try:
        yield made
    finally:
        _NOTED.reset(token)


def literal(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def header(name: str) -> list[str]:
    """What `queries/NAME.sql` says of itself, line by line: what it answers and its grain."""
    return [line.removeprefix("--").strip() for line in _lines(name) if line.startswith("--")]


@cache
def _text(name: str) -> str:
    return "\n".join(line for line in _lines(name) if not line.startswith("--"))


def _lines(name: str) -> list[str]:
    return (Path(__file__).parent / f"{name}.sql").read_text("utf-8").splitlines()


def sql(name: str, **parts: str) -> str:
    """The query of `queries/NAME.sql` with its placeholders filled.

    Raises ValueError where a placeholder has no part or a part no placeholder.
    """
    text = _text(name)
    places = set(_PLACE.findall(text))
    if places != set(parts):
        raise ValueError(f"{name}.sql has the placeholders {sorted(places)}, not {sorted(parts)}")
    filled = _PLACE.sub(lambda place: parts[place[1]], text)
    if (noted := _NOTED.get()) is not None:
        noted.append(Made(name, filled))
    return filled
