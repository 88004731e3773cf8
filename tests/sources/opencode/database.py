"""A database as opencode writes it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any


def database(path: Path, messages: Iterable[dict[str, Any] | str]) -> Path:
    """Messages in a table: what is no message stands there as it is."""
    with closing(sqlite3.connect(path)) as con:
        con.execute("CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, data TEXT)")
        con.executemany("INSERT INTO message VALUES (?, ?, ?)", [_row(n, m) for n, m in enumerate(messages)])  # fmt: skip
        con.commit()
    return path


def _row(number: int, message: dict[str, Any] | str) -> tuple[str, str, str]:
    if isinstance(message, str):
        return f"msg_{number}", "ses_1", message
    own = {name: value for name, value in message.items() if name not in {"id", "sessionID"}}
    return message["id"], message["sessionID"], json.dumps(own)
