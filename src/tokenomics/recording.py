"""An engine that remembers what it was asked: the steps of a question, to be told or taken again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

from tokenomics.engine import Answer, Engine, fill

__all__ = ["Asked", "Filled", "Recorder", "Step"]


class Asked(NamedTuple):
    """A statement in DuckDB's dialect, and the values that it was given by name."""

    text: str
    values: Mapping[str, object]


class Filled(NamedTuple):
    """A temporary table made anew of rows: its columns are name -> DuckDB's type."""

    table: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[object]]


Step = Asked | Filled


class Recorder:
    """An engine that hands everything to another one, and keeps it in order in `steps`."""

    def __init__(self, engine: Engine, steps: list[Step]) -> None:
        """`engine` answers; `steps` is added to."""
        self.engine, self.steps = engine, steps

    def execute(self, query: str, parameters: object = None, /) -> Answer:
        """Run one statement, whose values are bound by name."""
        values = dict(parameters) if isinstance(parameters, Mapping) else {}
        answer = self.engine.execute(query, values)
        self.steps.append(Asked(query, values))
        return answer

    def close(self) -> None:
        """Close the engine that answers; what is kept stays."""
        self.engine.close()

    def __enter__(self) -> Self:
        """Itself, closed when left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> object:
        """Close it."""
        self.close()
        return None


@fill.register
def _fill(
    engine: Recorder, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]
) -> None:
    kept = [tuple(row) for row in rows]
    fill(engine.engine, table, columns, kept)
    engine.steps.append(Filled(table, dict(columns), kept))
