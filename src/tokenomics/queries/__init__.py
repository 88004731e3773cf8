"""SQL in files: one query a file, its grain and parameters in the header.

Only names and expressions from closed tables fill the {placeholders}; values are bound.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_PLACE = re.compile(r"\{([a-z_]+)\}")


def literal(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@cache
def _text(name: str) -> str:
    lines = (Path(__file__).parent / f"{name}.sql").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def sql(name: str, **parts: str) -> str:
    """The query of `queries/NAME.sql` with its placeholders filled.

    Raises ValueError where a placeholder has no part or a part no placeholder.
    """
    text = _text(name)
    places = set(_PLACE.findall(text))
    if places != set(parts):
        raise ValueError(f"{name}.sql has the placeholders {sorted(places)}, not {sorted(parts)}")
    return _PLACE.sub(lambda place: parts[place[1]], text)
