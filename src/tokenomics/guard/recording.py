"""What a guard saw, as a native usage file: one line a call, which `tokenomics ingest` reads."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from tokenomics.records.errors import OutsideError

# A scope's names in a usage record; others are tags.
_COLUMNS = {
    "task": "task_id", "user": "user_id", "session": "session_id", "trace": "trace_id",
    **{name: name for name in ("feature", "team", "customer", "project", "environment", "step")},
}  # fmt: skip


class Recorder:
    """A file that lines are put behind, each whole: threads and processes may share it.

    What was cut off stays a line of its own, which `ingest` refuses and names.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened before there is a line."""
        self._path = path.absolute()
        self._lock = Lock()
        self._file: int | None = None

    def put(self, line: Mapping[str, Any]) -> None:
        """One call. Raises OutsideError where the file does not take it."""
        text = json.dumps({name: value for name, value in line.items() if value is not None})
        try:
            with self._lock:
                if self._file is None:
                    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
                    self._file = os.open(self._path, flags, 0o600)
                rest = f"{text}\n".encode()
                if _is_cut(self._file):
                    rest = b"\n" + rest
                while rest:
                    rest = rest[os.write(self._file, rest) :]
        except OSError as error:
            raise OutsideError(
                f"{self._path}: {error.strerror}: the call is in no record"
            ) from None


def _is_cut(file: int) -> bool:
    """Whether the last line has no end: a full disk or a killed process cut it off."""
    if not os.lseek(file, 0, os.SEEK_END):
        return False
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1) not in {b"", b"\n"}


def columns_of(scope: Mapping[str, str]) -> dict[str, Any]:
    """A scope as columns of a usage record."""
    found: dict[str, Any] = {
        _COLUMNS[name]: value for name, value in scope.items() if name in _COLUMNS
    }
    tags = [f"{name}={value}" for name, value in scope.items() if name not in _COLUMNS]
    return {**found, **({"tags": tags} if tags else {})}


def instant(at: datetime) -> str:
    """An instant as records write it."""
    return at.isoformat().replace("+00:00", "Z")
