"""Locks between processes: a file beside what is kept, held by the process and gone with it however it ends."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(lock: Path, patience: float = 0) -> Generator[bool]:
    """Whether nobody else holds the lock, after so many seconds at most; nobody can take it while this lasts.

    The file, which only its owner may open, stays. Raises OSError where it cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - costs more than most commands need

    lock.parent.mkdir(parents=True, exist_ok=True)
    mine = FileLock(lock, timeout=patience, mode=0o600)
    try:
        mine.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        mine.release()
