"""Reads opencode's messages, out of its database or the files of older versions, without their texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row

_HEAD = b"SQLite format 3\0"
_MESSAGES = "SELECT id, session_id, data FROM message"
# A plain table: a view, a module or a column that is worked out would be somebody's program.
_PLAIN = """
SELECT
    (SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = 'message' AND rootpage > 0),
    (SELECT count(*) FROM pragma_table_xinfo('message') WHERE name IN ('id', 'session_id', 'data') AND hidden = 0)
"""
# Bytes of a text; a message has no more.
_LONGEST = 1 << 26
_KEPT = ("id", "sessionID", "role", "modelID", "providerID", "cost", "tokens", "time", "agent", "mode", "path")  # fmt: skip


def is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite that has opencode's messages."""
    try:
        with path.open("rb") as file:
            if file.read(len(_HEAD)) != _HEAD:
                return False
        with closing(_opened(path)) as con:
            return con.execute(_PLAIN).fetchone() == (1, 3)
    except (OSError, sqlite3.Error):
        return False


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """The messages as rows; an empty one for what states no tokens."""
    if container == "binary":
        yield from _stored(path)
        return
    for raw in rows.read_rows(path, container, first_line):
        yield raw if raw.row is None else raw._replace(row=_row(raw.row, "files"))


def _stored(path: Path) -> Iterator[RawRow]:
    """The rows of a database, in order of their ids."""
    number = 0
    try:
        with closing(_opened(path)) as con:
            for number, (key, session, data) in enumerate(con.execute(f"{_MESSAGES} ORDER BY id"), 1):  # fmt: skip
                yield _message(number, key, session, data)
    except sqlite3.Error:
        yield RawRow(number + 1, None, "line: the database is damaged here")


def _message(number: int, key: Any, session: Any, data: Any) -> RawRow:
    try:
        told = rows.decode(data) if isinstance(data, (str, bytes)) else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = None
    if not isinstance(told, dict):
        return RawRow(number, None, "data: not a JSON object")
    message = {**cast("Row", told), "id": _text(key), "sessionID": _text(session)}
    return RawRow(number, _row(message, "database"), None)


def _text(value: Any) -> Any:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def _row(message: Row, layout: str) -> Row:
    """What a message states, without its texts; nothing where it is no answer or counts no tokens."""
    if message.get("role") != "assistant" or not isinstance(message.get("tokens"), dict):
        return {}
    error = message.get("error")
    name = cast("Row", error).get("name") if isinstance(error, dict) else None
    return {**{key: message.get(key) for key in _KEPT}, "error": name, "layout": layout}


def _opened(path: Path) -> sqlite3.Connection:
    """The database as its file is, without its journal: nothing is written beside it.

    Texts are bytes, for one that is no UTF-8 would end the reading of all after it.
    """
    con = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    con.execute("PRAGMA trusted_schema = OFF")
    con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    con.text_factory = bytes
    return con
