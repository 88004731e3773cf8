"""What Spark answers, as values of Python: the same that DuckDB gives."""

from __future__ import annotations

from typing import Any, NamedTuple


class Table(NamedTuple):
    """The answer of one statement, all of it here."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()

    @property
    def description(self) -> list[tuple[str]]:
        """A tuple a column: its name."""
        return [(name,) for name in self.names]

    def fetchall(self) -> list[Any]:
        """The rows, each a tuple."""
        return list(self.rows)


def answer_of(found: Any, names: tuple[str, ...]) -> Table:
    """A table of Arrow as an answer; `names` are those of its columns, of which two may be the same."""
    columns = [column.to_pylist(maps_as_pydicts="strict") for column in found.columns]
    return Table(names, tuple(zip(*columns, strict=True)))
