"""Bills that a cloud exports line by line: the same key, rank and columns for every one of them.

A source says how a line is read; here stands which line of two exports is which. A line has no id
that lasts, so it is known by everything that it states beside its size.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib import resources
from string import Template

from tokenomics.sources.contract import Field

_TAIL = Template(resources.files("tokenomics.sources").joinpath("cloud.sql").read_text("utf-8"))


def query(lines: str, *, fields: Sequence[Field], sizes: Collection[str] = ()) -> str:
    """The query of an export: `lines` is its beginning, up to a table of that name.

    The table has `source_file`, `source_line`, `skip`, `problem`, `statement` and the columns of a
    bill's line that cloud.sql lists. `sizes` are the fields that a later export may state otherwise of
    the same line; without any a line is known by all that it says.
    """
    names = [field.name for field in fields]
    return lines + _TAIL.substitute(
        line=", ".join(f"coalesce({name}, '')" for name in names if name not in sizes),
        content=", ".join(f"coalesce({name}, '')" for name in names),
    )
