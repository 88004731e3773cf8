"""Reads a chat: one row a message, filled where it states tokens, with the session it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """The messages of a chat as rows; an empty one for what states no tokens."""
    if container == "json":
        yield from _documents(path)
        return
    session: Row = {}
    for raw in rows.json_lines(path, first_line):
        if raw.row is None:
            yield raw
            continue
        session = raw.row if "sessionId" in raw.row else session
        yield raw._replace(row=_row(raw.row, session, "lines", raw.line))


def _documents(path: Path) -> Iterator[RawRow]:
    for raw in rows.json_document(path):
        messages = raw.row.get("messages") if raw.row is not None else None
        if raw.row is None or not isinstance(messages, list) or not messages:
            yield raw if raw.row is None else raw._replace(row={})
            continue
        for place, message in enumerate(messages, 1):
            told = message if isinstance(message, dict) else {}
            yield RawRow(place, _row(told, raw.row, "document", place), None)


def _row(message: Row, session: Row, layout: str, place: int) -> Row:
    """What a message states, without its text; nothing where it states no tokens."""
    if not isinstance(message.get("tokens"), dict):
        return {}
    told = {name: message.get(name) for name in ("id", "timestamp", "model", "tokens")}
    return {
        **told,
        "session": session.get("sessionId"),
        "kind": session.get("kind"),
        "layout": layout,
        "place": place,
    }
