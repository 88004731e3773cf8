"""Files as a user names them: found, measured and digested."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import xxhash

from tokenomics.records.errors import SourceError

STDIN = "-"
CHUNK = 1 << 22
# What lies in the folder of a ledger.
_LEDGER = "_delta_log"


class Found(NamedTuple):
    """A file to look at: its real path, and the name it goes by.

    `named` says that the user named it, rather than a folder it lies in, and `elsewhere` that a link
    leads out of that folder to it: whoever may write there has chosen it. The path is a text, for an
    hourly ingest opens few of the thousands of files that it finds.
    """

    real: str
    label: str
    named: bool
    elsewhere: bool = False

    @property
    def path(self) -> Path:
        """The real path."""
        return Path(self.real)


class Stat(NamedTuple):
    """Size in bytes and modification time of a file."""

    size: int
    mtime_ns: int


def is_pattern(text: str) -> bool:
    """Whether a path would be read as a pattern."""
    return any(mark in text for mark in "*?[")


def is_there(text: str) -> bool:
    """Whether a path or pattern names anything."""
    return Path(text).exists() or (is_pattern(text) and any(_matches(text)))


def find(paths: Sequence[str | Path], spool: Path) -> list[Found]:
    """The files below the paths, each once, in order: files, folders, globs, `-` for stdin.

    Folders are walked without their hidden parts and without ledgers, each of them once whatever
    links lead to it. Raises SourceError for a path that is not there, and for a pipe or a device.
    """
    found: dict[str, Found] = {}
    for text in dict.fromkeys(str(path) for path in paths):
        for item in _expand(text, spool):
            found.setdefault(item.real, item)
    return list(found.values())


def _expand(text: str, spool: Path, below: str | None = None) -> Iterator[Found]:
    """The files of a path; `below` is the real folder of the pattern that it was found by."""
    if text == STDIN:
        yield _spooled(spool)
        return
    path = Path(text).expanduser()
    if path.is_dir():
        folder = str(path.resolve())
        root = below or folder
        for file in _walk(folder, set()):
            yield Found(file, told(file), named=False, elsewhere=not _is_below(file, root))
    elif path.is_file():
        real = str(path.resolve())
        is_out = below is not None and not _is_below(real, below)
        yield Found(real, told(real), named=True, elsewhere=is_out)
    elif path.exists():
        raise SourceError(f"{told(text)}: no file but a pipe or a device: pipe it in and name it -")
    elif is_pattern(text) and (matches := sorted(_matches(str(path)))):
        fixed = str(Path(*takewhile(lambda part: not is_pattern(part), path.parts)).resolve())
        for match in matches:
            yield from _expand(match, spool, below or fixed)
    else:
        raise SourceError(f"{told(text)}: no such file or folder")


def _is_below(path: str, folder: str) -> bool:
    """Whether a real path lies in a real folder."""
    return path.startswith(os.path.join(folder, ""))  # noqa: PTH118 - a text, of thousands of files


def told(path: str | Path) -> str:
    """A path as text that can be written anywhere: bytes of a name that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _matches(pattern: str) -> Iterator[str]:
    """The files and folders that a pattern names; `**` is any folder below, of which each is one."""
    parts = Path(pattern).parts
    if "**" not in parts:
        found = glob.iglob(pattern)  # noqa: PTH207 - Path.glob takes no absolute pattern
        yield from (name for name in found if Path(name).is_file() or Path(name).is_dir())
        return
    above = parts.index("**")
    seen = set[str]()
    for top in _matches(str(Path(*parts[:above]))):
        for folder in _folders(str(Path(top).resolve()), seen) if Path(top).is_dir() else ():
            yield from _matches(str(Path(glob.escape(folder), *(parts[above + 1 :] or "*"))))


def _walk(folder: str, seen: set[str]) -> Iterator[str]:
    """The files below a real folder, in order, without folders that were seen before."""
    return (path for path, is_folder in _tree(folder, seen) if not is_folder)


def _folders(folder: str, seen: set[str]) -> Iterator[str]:
    """A real folder and those below it, without ledgers and those that were seen before."""
    for path, is_folder in _tree(folder, seen):
        if is_folder and not Path(path, _LEDGER).is_dir():
            yield path


def _tree(folder: str, seen: set[str]) -> Iterator[tuple[str, bool]]:
    """A real folder and all below it, in order, with whether each is a folder.

    Folders may lie in one another deeper than functions may call one another.
    """
    waiting = [iter([(folder, True)])]
    while waiting:
        path, is_folder = next(waiting[-1], (None, False))
        if path is None:
            waiting.pop()
        elif path not in seen:
            yield path, is_folder
            if is_folder:
                seen.add(path)
                waiting.append(_entries(path))


def _entries(folder: str) -> Iterator[tuple[str, bool]]:
    """The real paths of a real folder's files and folders, in order, with whether one is a folder.

    What the system says of a folder's entries suffices, but for links: an hourly ingest looks
    at thousands of files that it has read already.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(f"{told(folder)}: {error.strerror}") from None
    if any(entry.name == _LEDGER and entry.is_dir() for entry in found):
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _led_to(Path(entry.path))
        elif (is_folder := entry.is_dir()) or entry.is_file():
            yield entry.path, is_folder


def _led_to(link: Path) -> Iterator[tuple[str, bool]]:
    """The file or folder that a link leads to; nothing where it leads to neither."""
    if (is_folder := link.is_dir()) or link.is_file():
        yield str(link.resolve()), is_folder


def _spooled(spool: Path) -> Found:
    """Standard input as a file; it goes by its content, for there is nothing else to know it by."""
    path = spool / "stdin"
    digest = xxhash.xxh3_64()
    with path.open("wb") as file:
        while chunk := sys.stdin.buffer.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return Found(str(path), f"(standard input {digest.hexdigest()})", named=True)


def stat(path: str | Path) -> Stat:
    """Size and modification time; SourceError when the file is gone or closed to us."""
    try:
        seen = os.stat(path)  # noqa: PTH116 - of a text it is made of nothing else
    except OSError as error:
        raise SourceError(f"{told(path)}: {error.strerror}") from None
    return Stat(seen.st_size, seen.st_mtime_ns)


class Beginning(NamedTuple):
    """The first bytes of a file: their digest, how many lines end in them, and whether the last does."""

    digest: str
    newlines: int
    ends: bool


def beginnings(path: Path, sizes: Iterable[int]) -> dict[int, Beginning]:
    """Digest the first bytes of a file for each of several sizes, in one pass.

    A size the file does not reach is left out.
    """
    digest = xxhash.xxh3_128()
    newlines = at = 0
    chunk = b"\n"
    found: dict[int, Beginning] = {}
    with path.open("rb") as file:
        for stop in sorted(set(sizes)):
            while at < stop and (chunk := file.read(min(CHUNK, stop - at))):
                digest.update(chunk)
                newlines += chunk.count(b"\n")
                at += len(chunk)
            if at == stop:
                found[stop] = Beginning(digest.hexdigest(), newlines, chunk.endswith(b"\n"))
    return found
