"""DuckDB's statements run by Spark.

A temporary table is a view of Spark's under a name that is used once, over rows that are computed at
once: few of them are held here and handed to whoever needs them, many are written as Parquet to the
scratch folder. So no statement carries those before it along, which Spark would plan and compute anew
each time, and a worker that dies takes nothing along that others need: what it was computing is
computed again from files, which never change.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlglot import exp

from tokenomics.dialects import parsed, rendered
from tokenomics.engine import fill
from tokenomics.spark.answers import Table, answer_of
from tokenomics.spark.failures import told
from tokenomics.spark.files import frame_of, uri_of
from tokenomics.spark.types import table_of

# So many rows are held here, and handed to every worker that joins with them.
_FEW = 5_000


class SparkEngine:
    """An engine of questions on one session of Spark, which others may use beside it."""

    def __init__(self, session: Any, scratch: Path) -> None:
        """Use a session of Spark, whose settings are those of `session_of`.

        `scratch` is a folder that all workers see; it is made where it is needed and is gone when the
        engine is closed.
        """
        self._session = session
        self._scratch = scratch
        self._prefix = f"t{uuid.uuid4().hex[:12]}"
        self._numbers = count()
        self._views: dict[str, str] = {}
        self._files: dict[tuple[str, ...], str] = {}

    def execute(self, query: str, parameters: object = None, /) -> Table:
        """Run one statement; the rows of a query are all here when it returns."""
        with told():
            return self._run(parsed(query), parameters or {})

    def put(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Make a temporary table anew of rows of Python's values."""
        with told():
            self._name(table, self._held(table_of(columns, rows)))

    def close(self) -> None:
        """Give up all names and what was written; the session stays."""
        for view in [*self._views.values(), *self._files.values()]:
            self._session.catalog.dropTempView(view)
        self._views, self._files = {}, {}
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

    def _run(self, tree: exp.Expr, values: Any) -> Table:
        match tree:
            case exp.Create():
                frame = self._frame(tree.expression, values)
                self._name(tree.this.name, frame if tree.kind == "VIEW" else self._keep(frame))
            case exp.Insert():
                old = self._session.table(self._views[tree.this.name])
                new = self._frame(tree.expression, values)
                self._name(tree.this.name, self._keep(old.union(new)))
            case exp.Delete():
                self._name(tree.this.name, self._keep(self._frame(_left_by(tree), values)))
            case exp.Drop():
                for table in tree.args["tables"]:
                    self._views.pop(table.name, None)
            case exp.Alter():
                renamed = tree.args["actions"][0].this.name
                self._views[renamed] = self._views.pop(tree.this.name)
            case _:
                frame = self._frame(tree, values)
                return answer_of(frame.toArrow(), tuple(frame.columns))
        return Table()

    def _frame(self, query: exp.Expr, values: Any) -> Any:
        """A query as a frame that was not computed yet."""
        text = rendered(self._placed(query), "spark")
        return self._session.sql(text, args=dict(values) or None)

    def _placed(self, query: exp.Expr) -> exp.Expr:
        """A query with the views of Spark in place of temporary tables and of files."""
        for table in [*query.find_all(exp.Table)]:
            if isinstance(table.this, exp.ReadParquet):
                table.set("this", exp.to_identifier(self._view_of_files(table.this)))
            elif view := self._views.get(table.name):
                if not table.alias:
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
                table.set("this", exp.to_identifier(view))
        return query

    def _view_of_files(self, read: exp.ReadParquet) -> str:
        paths = tuple(item.name for item in read.expressions[0].expressions)
        if paths not in self._files:
            self._files[paths] = self._next()
            frame_of(self._session, paths).createOrReplaceTempView(self._files[paths])
        return self._files[paths]

    def _keep(self, frame: Any) -> Any:
        """The rows of a frame, computed now."""
        few = frame.limit(_FEW + 1).toArrow()
        if few.num_rows <= _FEW:
            return self._held(few)
        place = uri_of(str(self._scratch / self._next()))
        typed = frame.selectExpr(*map(_typed, frame.schema.fields))
        typed.write.parquet(place)
        return self._session.read.schema(typed.schema).parquet(place)

    def _held(self, rows: Any) -> Any:
        frame = self._session.createDataFrame(rows)
        return frame.hint("broadcast") if rows.num_rows <= _FEW else frame

    def _name(self, table: str, frame: Any) -> None:
        self._views[table] = self._next()
        frame.createOrReplaceTempView(self._views[table])

    def _next(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"


def _typed(field: Any) -> str:
    """A column of a frame as a file takes it: one that is null throughout, and of no type, as text."""
    name = f"`{field.name}`"
    return f"CAST({name} AS STRING) AS {name}" if field.dataType.typeName() == "void" else name


def _left_by(tree: exp.Delete) -> exp.Expr:
    """The rows that a DELETE leaves, as a query."""
    where = tree.args["where"].this
    return (
        exp.select("*")
        .from_(tree.this.copy())
        .where(exp.func("coalesce", where, exp.false()).not_())
    )


@fill.register
def _(
    engine: SparkEngine, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]
) -> None:
    engine.put(table, columns, rows)
