"""JSON Lines as SQL: files as text, split into lines, of which each is parsed once for its fields.

DuckDB's own reader of JSON Lines takes half as long again and knows no line's number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.queries import literal, quoted
from tokenomics.sources.contract import Field, Source

LONGEST_LINE = 1 << 26

# A larger file is read in pieces, which have no line numbers; a smaller one is in memory as a whole.
LARGE = 1 << 26

_Tree = dict[str, "_Tree | str"]
_TEXT = "VARCHAR"


class Query(NamedTuple):
    """SQL and the values bound in it."""

    sql: str
    values: dict[str, list[str]]


_PARSED = """
SELECT source_file, source_line, {picked}, text IS NOT NULL AND coalesce({names}) IS NULL AS source_unread
FROM (SELECT *, TRY(json_transform(text, {structure})) AS found FROM (
    SELECT source_file, source_line, CASE WHEN {stating} THEN line END AS text FROM ({lines}) WHERE line <> ''
))
"""

# A line is left unparsed where it cannot state anything and looks whole.
_STATING = """
contains(line, {mentioned}) OR NOT starts_with(line, '{{') OR NOT ends_with(line, '}}') OR contains(line, chr(0))
"""


def query(source: Source, paths: Sequence[Path]) -> Query:
    """One row a line that is not empty: source_file, source_line, the fields as text, source_unread.

    The last is true where nothing was found in a line that was parsed. A line that cannot state
    anything, because it lacks what the source mentions, is not.
    """
    lines = _lines(paths)
    names = ", ".join(quoted(field.name) for field in source.fields)
    sql = _PARSED.format(
        picked=", ".join(f"{_first(field)} AS {quoted(field.name)}" for field in source.fields),
        names=names,
        structure=literal(json.dumps(_tree(source.fields))),
        stating=_STATING.format(mentioned=literal(source.mentions)) if source.mentions else "true",
        lines=lines.sql,
    )
    return Query(sql, lines.values)


_SPLIT = """
SELECT source_file, unnest(lines) AS line, generate_subscripts(lines, 1) AS source_line
FROM (SELECT filename AS source_file, string_split(content, chr(10)) AS lines FROM read_text($small))
"""

_PIECES = """
SELECT filename AS source_file, line, NULL::BIGINT AS source_line
FROM read_csv($large, columns = {{line: 'VARCHAR'}}, header = false, auto_detect = false, filename = true,
    delim = chr(1), quote = '', escape = '', max_line_size = {longest})
"""


def _lines(paths: Sequence[Path]) -> Query:
    """The lines of all files."""
    ways = {"small": _SPLIT, "large": _PIECES.format(longest=LONGEST_LINE)}
    values = {
        "small": [str(path) for path in paths if path.stat().st_size <= LARGE],
        "large": [str(path) for path in paths if path.stat().st_size > LARGE],
    }
    used = {name: found for name, found in values.items() if found}
    return Query(" UNION ALL ".join(ways[name] for name in used), used)


def _tree(fields: Sequence[Field]) -> _Tree:
    """The JSON structure in which all fields lie, each of them text."""
    root: _Tree = {}
    for field in fields:
        for path in field.paths:
            _grow(root, path)
    return root


def _grow(branch: _Tree, path: tuple[str, ...]) -> None:
    step, *rest = path
    if not rest:
        branch[step] = _TEXT
        return
    below = branch.get(step)
    if not isinstance(below, dict):
        below = branch[step] = {}
    _grow(below, tuple(rest))


def _first(field: Field) -> str:
    paths = [".".join(quoted(step) for step in ("found", *path)) for path in field.paths]
    return paths[0] if len(paths) == 1 else f"coalesce({', '.join(paths)})"
