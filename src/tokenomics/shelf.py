"""A folder of disposable files that only its owner reads: each sealed, the least used go first.

A file's name says under which key it was put there and what a digest of its content is, so a
damaged one is known and gone. Whoever writes does so beside it and moves the whole file there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import xxhash

from tokenomics.failpoints import reach

_UNFINISHED = "."
# Whoever writes for longer than that has been killed.
_LONG = 24 * 3600
_CHUNK = 2**20


class Shelf(NamedTuple):
    """Where the files lie, and for how many bytes of them there is room."""

    folder: Path
    room: int = 10**9


def digest(text: str) -> str:
    """The key of what is described by a text."""
    return xxhash.xxh3_128_hexdigest(text.encode())


def find(shelf: Shelf, key: str, ending: str) -> Path | None:
    """The file that was put there under a key; None where there is none or it is damaged."""
    for path in shelf.folder.glob(f"{key}-*{ending}"):
        with suppress(OSError):
            if path.name == f"{key}-{_seal(path)}{ending}":
                os.utime(path)
                return path
            path.unlink()
    return None


def put(shelf: Shelf, key: str, ending: str, write: Callable[[Path], object]) -> Path | None:
    """Put there what `write` makes of an empty file; None where it needs more than half of the room.

    Raises OSError where the folder cannot be written, and whatever `write` raises.
    """
    shelf.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = shelf.folder / f"{_UNFINISHED}{uuid4().hex}{ending}"
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        write(part)
        if part.stat().st_size * 2 > shelf.room:
            return None
        path = shelf.folder / f"{key}-{_seal(part)}{ending}"
        reach("before_answer")
        part.replace(path)
        reach("after_answer")
    finally:
        part.unlink(missing_ok=True)
    _tidy(shelf)
    return path


def held(shelf: Shelf) -> tuple[int, int]:
    """How many files lie there, and their bytes."""
    sizes = [size for _, size, _ in _listed(shelf)]
    return len(sizes), sum(sizes)


def clear(shelf: Shelf) -> None:
    """Take everything away."""
    for _, _, path in _listed(shelf):
        path.unlink(missing_ok=True)


def _seal(path: Path) -> str:
    digest = xxhash.xxh3_64()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _tidy(shelf: Shelf) -> None:
    """Delete what was not used for longest where there is too much, and what was never finished."""
    whole, now = 0, time.time()
    for used, size, path in sorted(_listed(shelf), reverse=True):
        if path.name.startswith(_UNFINISHED):
            is_stale = now - used > _LONG
        else:
            whole += size
            is_stale = whole > shelf.room
        if is_stale:
            path.unlink(missing_ok=True)


def _listed(shelf: Shelf) -> Iterator[tuple[float, int, Path]]:
    """When each file was last used, its size and path; of a folder that is not there none."""
    with suppress(FileNotFoundError):
        for path in shelf.folder.iterdir():
            with suppress(FileNotFoundError):
                stat = path.stat()
                yield stat.st_mtime, stat.st_size, path
