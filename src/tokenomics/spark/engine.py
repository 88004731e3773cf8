"""DuckDB's statements run by Spark.

A temporary table is a view of the session's over rows that are computed at once: few of them are held
and handed to whoever needs them, many are written as Parquet to the scratch folder. So no statement
carries those before it along, which Spark would plan and compute anew each time, and a worker that
dies takes nothing along that others need: what it was computing is computed again from files, which
never change.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tokenomics.engine import fill
from tokenomics.spark.answers import Table, answer_of
from tokenomics.spark.failures import told
from tokenomics.spark.files import frame_of, uri_of
from tokenomics.spark.session import leave
from tokenomics.spark.statements import Statement, statement_of
from tokenomics.spark.types import schema_of, table_of

# So many rows are held here, and handed to every worker that joins with them.
_FEW = 5_000


class SparkEngine:
    """An engine of questions on a session of Spark that is its own."""

    def __init__(self, session: Any, scratch: Path) -> None:
        """Use a session that `session_of` made, and give it up when the engine is closed.

        `scratch` is a folder that all workers see; it is made where it is needed and is gone when the
        engine is closed.
        """
        self._session = session
        self._scratch = scratch
        self._numbers = count()
        self._views: set[str] = set()

    def execute(self, query: str, parameters: object = None, /) -> Table:
        """Run one statement; the rows of a query are all here when it returns."""
        with told():
            return self._run(statement_of(query), parameters or {})

    def put(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Make a temporary table anew of rows of Python's values."""
        with told():
            self._name(table, self._held(table_of(columns, rows)))

    def close(self) -> None:
        """Give up all names, the session and what was written."""
        leave(self._session, self._views)
        self._views.clear()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        """Itself, closed when left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Close it."""
        self.close()

    def _run(self, asked: Statement, values: Any) -> Table:
        match asked.kind:
            case "query":
                frame = self._frame(asked, values)
                return answer_of(frame.toArrow(), tuple(frame.columns))
            case "view":
                self._name(asked.tables[0], self._view(self._frame(asked, values)))
            case "table":
                self._name(asked.tables[0], self._keep(self._frame(asked, values)))
            case "added":
                rows = self._session.table(asked.tables[0]).union(self._frame(asked, values))
                self._name(asked.tables[0], self._keep(rows))
            case "renamed":
                old, new = asked.tables
                self._name(new, self._session.table(old))
                self._drop(old)
            case "dropped":
                for table in asked.tables:
                    self._drop(table)
        return Table()

    def _frame(self, asked: Statement, values: Any) -> Any:
        """A query as a frame that was not computed yet."""
        for name, paths in asked.files.items():
            if name not in self._views:
                self._name(name, frame_of(self._session, paths))
        return self._session.sql(asked.query, args=dict(values) or None)

    def _view(self, frame: Any) -> Any:
        """A frame that is computed by whoever asks, and the rows of it where they are few: those are planned at once."""
        few = self._few(frame)
        return frame if few is None else self._held(few)

    def _keep(self, frame: Any) -> Any:
        """The rows of a frame, computed now."""
        few = self._few(frame)
        if few is not None:
            return self._held(few)
        place = uri_of(str(self._scratch / f"t{next(self._numbers)}"))
        typed = frame.selectExpr(*map(_typed, frame.schema.fields))
        typed.write.parquet(place)
        return self._session.read.schema(typed.schema).parquet(place)

    @staticmethod
    def _few(frame: Any) -> Any:
        """The rows of a frame as a table of Arrow; None where they are more than are held."""
        found = frame.limit(_FEW + 1).toArrow()
        return found if found.num_rows <= _FEW else None

    def _held(self, rows: Any) -> Any:
        frame = self._session.createDataFrame(rows, schema_of(rows))
        return frame.hint("broadcast") if rows.num_rows <= _FEW else frame

    def _name(self, table: str, frame: Any) -> None:
        frame.createOrReplaceTempView(table)
        self._views.add(table)

    def _drop(self, table: str) -> None:
        self._session.catalog.dropTempView(table)
        self._views.discard(table)


def _typed(field: Any) -> str:
    """A column of a frame as a file takes it: one that is null throughout, and of no type, as text."""
    name = f"`{field.name}`"
    return f"CAST({name} AS STRING) AS {name}" if field.dataType.typeName() == "void" else name


@fill.register
def _(
    engine: SparkEngine, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]
) -> None:
    engine.put(table, columns, rows)
