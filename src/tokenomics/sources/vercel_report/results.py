"""Reads the answers of Vercel's report API: the rows of each, with the number of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row, Sample


def rows_of(answer: Any) -> list[Any]:
    """The rows of an answer, or what is none as it is; an answer may be empty."""
    found = cast("Row", answer).get("results") if isinstance(answer, dict) else None
    return found if isinstance(found, list) else [answer]


def names(sample: Sample) -> list[frozenset[str]]:
    """The names in each row at a file's beginning."""
    found = (row for answer in sample.rows for row in rows_of(answer))
    return [frozenset(cast("Row", row)) for row in found if isinstance(row, dict)]


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a sum; an empty one for an answer without any.

    Answers that were asked for one after the other may overlap, so each is a pull of its own.
    """
    pulls = count(1)

    def numbered(answer: Any) -> list[Any]:
        pull = next(pulls)
        return [_with(row, pull) for row in rows_of(answer)]

    return rows.parted(path, container, first_line, numbered)


def _with(row: Any, pull: int) -> Any:
    return {**cast("Row", row), "pull": pull} if isinstance(row, dict) else row
