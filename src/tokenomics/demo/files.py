"""What was written to a file, counted as a reader should count it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["usage", "outcome", "overhead"]


class Rows(NamedTuple):
    """What a file's rows are: stating a record (or repeating one), stating none, refused.

    A row is a line, or a line below the header of a CSV file.
    """

    recorded: int
    skipped: int = 0
    rejected: int = 0


class Written(NamedTuple):
    """A closed file: where it is, who reads it, its bytes and its rows."""

    path: str
    source: str
    kind: str
    size: int
    rows: int
    recorded: int
    skipped: int
    rejected: int


def written(path: Path, source: str, rows: Rows, kind: Kind = "usage") -> Written:
    """The count of a closed file."""
    return Written(path.as_posix(), source, kind, path.stat().st_size, sum(rows), *rows)


def below(folder: Path, file: Written) -> Written:
    """The file with its path relative to `folder`."""
    return file._replace(path=Path(file.path).relative_to(folder).as_posix())
