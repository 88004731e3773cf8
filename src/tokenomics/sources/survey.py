"""Which files of a folder are logs: a look at their beginnings, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tokenomics.config import Config
from tokenomics.records.errors import SourceError
from tokenomics.sources.registry import claim, refusal
from tokenomics.sources.sniff import is_named_for_rows, sample

# A folder with more files than this, such as somebody's home, is not looked through to its end.
_ENTRIES, _LOOKED_AT = 20_000, 1_000
_NO_LOGS = frozenset({"node_modules", "site-packages", "venv", "__pycache__"})


class Survey(NamedTuple):
    """The logs below a folder with the sources that read them, and tables that no source knows.

    `whole` says that every file was looked at.
    """

    known: dict[Path, str]
    strange: tuple[Path, ...]
    whole: bool


def survey(folder: Path) -> Survey:
    """Look into the files of a folder whose names promise rows.

    Hidden folders, ledgers and folders of programs are left out, and so are folders and files that
    are closed to us.
    """
    files = list(islice(_files(folder), _ENTRIES + 1))
    promising = [path for path in files[:_ENTRIES] if is_named_for_rows(path)]
    known: dict[Path, str] = {}
    strange: list[Path] = []
    for path in promising[:_LOOKED_AT]:
        source, is_table = _look(path)
        if source is not None:
            known[path] = source
        elif is_table:
            strange.append(path)
    whole = len(files) <= _ENTRIES and len(promising) <= _LOOKED_AT
    return Survey(known, tuple(strange), whole)


def _look(path: Path) -> tuple[str | None, bool]:
    """The source that reads a file, and whether one that none reads holds a table of something."""
    try:
        found = sample(path)
        if source := claim(found, Config()):
            return source.name, False
        # A document of one line, such as a program's settings, is no table.
        is_table = found.container in {"csv", "jsonl"} and path.suffix != ".json"
        return None, is_table and refusal(found) is None
    except SourceError:
        return None, True
    except OSError:
        return None, False


def _files(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        if "_delta_log" in folders:
            folders.clear()
            continue
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in _NO_LOGS)
        yield from (Path(at, name) for name in sorted(names) if not name.startswith("."))
