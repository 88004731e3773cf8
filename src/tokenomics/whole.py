"""Files that are written whole or not at all: beside their place first, and put there in one step."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from tokenomics.failpoints import reach

# Seconds after which nobody writes a part any more: whoever began it was killed.
_ABANDONED = 3600
_SHOWN = 64


@contextmanager
def whole(
    path: Path, what: str, *, nth: int = 1, mode: int | None = None, alone: bool = False
) -> Generator[Path]:
    """Where to write what is to stand at `path`: it stands there once this has ended well, and else
    nothing has changed.

    A pipe, a device, and a file in a folder that takes no other are written where they are. `what`
    names the failpoints, `nth` which of several files it is. A new file has `mode`, else the one
    that it takes the place of, else the usual one. Whoever is `alone` in writing it takes away what
    others left who were killed; else that is done where it is old. Raises OSError about `path`.
    """
    try:
        if not _takes_another(path):
            yield path
            return
        place = path.resolve()
        part = _begun(place, mode)
        try:
            yield part
            _settle(part)
            reach(f"before_{what}", nth)
            part.replace(place)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        with suppress(OSError):
            _settle(place.parent)
            _sweep(place, 0 if alone else _ABANDONED)
        reach(f"after_{what}", nth)
    except OSError as error:
        error.filename = str(path)
        raise


def _takes_another(path: Path) -> bool:
    """Whether a file may be made beside the one at that path and take its place."""
    if not path.exists():
        return True
    return path.is_file() and os.access(path.resolve().parent, os.W_OK)


def _begun(place: Path, mode: int | None) -> Path:
    """An empty part of a name of its own, hidden, so that no ingest of the folder around looks into it."""
    part = place.with_name(f"{_prefix(place)}{os.urandom(8).hex()}.part")
    wanted = mode if mode is not None else 0o666
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, wanted))
    if mode is None and place.exists():
        part.chmod(place.stat().st_mode & 0o7777)
    return part


def _prefix(place: Path) -> str:
    return f".{place.name[:_SHOWN]}."


def _sweep(place: Path, age: float) -> None:
    """Take away the parts of those who were killed; by the clock of the file system, whatever ours says."""
    now, prefix = place.stat().st_mtime, _prefix(place)
    with os.scandir(place.parent) as entries:
        old = [
            Path(entry.path)
            for entry in entries
            if entry.name.startswith(prefix)
            and entry.name.endswith(".part")
            and now - entry.stat().st_mtime >= age
        ]
    for part in old:
        part.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Bring a file or a folder to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
