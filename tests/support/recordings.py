"""Questions recorded with their answers, and replayed on another engine: every answer must be the same."""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from sqlglot import exp

from tokenomics.dialects import parsed
from tokenomics.dialects.values import bound
from tokenomics.engine import Answer, Engine
from tokenomics.ledger import DataFile, Ledger, duckdb_of, opening
from tokenomics.recording import Asked, Filled, Recorder, Step

Row = tuple[Any, ...]
# What statistics may differ by, of themselves.
_CLOSE = 1e-9
_MAKES = re.compile(
    r"\s*(?:CREATE OR REPLACE TEMP (?:TABLE|VIEW)|INSERT INTO|DELETE FROM|ALTER TABLE \w+ RENAME TO) (\w+)"
)


class Told(NamedTuple):
    """A step, and the rows it answers, or that the table holds which it has made."""

    step: Step
    columns: tuple[str, ...]
    rows: list[Row]


class Recorded(NamedTuple):
    """What was asked of one engine, of which ledgers."""

    ledgers: tuple[Ledger, ...]
    told: list[Told]


class Target(Protocol):
    """Another engine, as it is replayed on."""

    def load(self, table: str, kind: str, files: Sequence[DataFile]) -> None:
        """Make a table of the Parquet files of a kind of records."""
        ...

    def begin(self) -> None:
        """Forget all temporary tables: another engine was opened."""
        ...

    def take(self, filled: Filled) -> None:
        """Make a temporary table of rows."""
        ...

    def rows(self, tree: exp.Expr) -> list[Row]:
        """Run a statement's tree, which may be changed; the rows that it answers, if any."""
        ...


class _Fetched(NamedTuple):
    """Rows that were fetched already."""

    description: Sequence[Any] | None
    rows: list[Row]

    def fetchall(self) -> list[Row]:
        return list(self.rows)


class _Keeper(Recorder):
    """A recorder that keeps answers too."""

    told: list[Told]

    def execute(self, query: str, parameters: object = None, /) -> Answer:
        answer = super().execute(query, parameters)
        step = self.steps[-1]
        if made := _MAKES.match(query):
            self._tell(step, self.engine.execute(f"SELECT * FROM {made[1]}"))
            return answer
        if re.match(r"\s*(SELECT|WITH)\b", query):
            return self._tell(step, answer)
        self.told.append(Told(step, (), []))
        return answer

    def _tell(self, step: Step, answer: Answer) -> _Fetched:
        about = answer.description
        rows = list(answer.fetchall())
        self.told.append(Told(step, tuple(column[0] for column in about or ()), rows))
        return _Fetched(about, rows)


@contextmanager
def recording() -> Generator[list[Recorded]]:
    """What questions ask within this context, an entry an engine that was opened."""
    kept = list[Recorded]()

    def make(*ledgers: Ledger) -> Engine:
        bare = tuple(ledger._replace(shelf=None) for ledger in ledgers)
        keeper = _Keeper(duckdb_of(*bare), _Steps(told := list[Told]()))
        keeper.told = told
        kept.append(Recorded(bare, told))
        return keeper

    with opening(make):
        yield kept


class _Steps(list[Step]):
    """Steps of which filled tables are told at once."""

    def __init__(self, told: list[Told]) -> None:
        super().__init__()
        self.told = told

    def append(self, step: Step, /) -> None:
        if isinstance(step, Filled):
            self.told.append(Told(step, (), []))
        super().append(step)


def replay(recorded: Iterable[Recorded], target: Target) -> tuple[int, list[str]]:
    """How many statements were run again, and a sentence for each that did not answer the same.

    What is loaded, is loaded once for all.
    """
    loaded, count, wrong = dict[tuple[str, ...], str](), 0, list[str]()
    for each in recorded:
        target.begin()
        for told in each.told:
            count += 1
            try:
                said = _again(told, each.ledgers, target, loaded)
            except Exception as error:  # noqa: BLE001  # whatever an engine raises is told
                said = f"{type(error).__name__}: {error}"
            if said:
                wrong.append(f"{said}\n{_text(told.step)[:2000]}")
    return count, wrong


def _text(step: Step) -> str:
    return step.text if isinstance(step, Asked) else step.table


def _again(
    told: Told, ledgers: Sequence[Ledger], target: Target, loaded: dict[tuple[str, ...], str]
) -> str:
    if isinstance(told.step, Filled):
        target.take(told.step)
        return ""
    tree = bound(parsed(told.step.text), told.step.values)
    for read in [*tree.find_all(exp.ReadParquet)]:
        paths = _paths(read)
        if paths not in loaded:
            files = [file for ledger in ledgers for file in ledger.files if file.path in paths]
            kind = files[0].kind
            loaded[paths] = f"{kind}_{len(loaded)}"
            target.load(loaded[paths], kind, list({file.path: file for file in files}.values()))
        assert read.parent is not None
        read.parent.set("this", exp.to_identifier(loaded[paths]))
    order = tree.args.get("order")
    found = target.rows(tree)
    if made := _MAKES.match(told.step.text):
        found = target.rows(parsed(f"SELECT * FROM {made[1]}"))
        order = None
    return _difference(told, found, order)


def _paths(read: exp.ReadParquet) -> tuple[str, ...]:
    listed = read.find(exp.Array)
    assert listed is not None
    return tuple(each.name for each in listed.expressions)


def _difference(told: Told, found: list[Row], order: exp.Expr | None) -> str:
    """What differs between two answers; nothing where they are the same, in the same order if any is asked."""
    if told.rows == found:
        return ""
    mine, theirs = [_plain(row) for row in told.rows], [_plain(row) for row in found]
    if order is not None and (places := _places(told.columns, order)):
        kept = [[tuple(row[at] for at in places) for row in rows] for rows in (mine, theirs)]
        if not _same(*kept):
            return f"another order: {kept[0][:5]} / {kept[1][:5]}"
    mine, theirs = sorted(mine, key=repr), sorted(theirs, key=repr)
    if _same(mine, theirs):
        return ""
    unlike = [pair for pair in zip(mine, theirs, strict=False) if not _same(*pair)]
    return f"{len(mine)} / {len(theirs)} rows, such as {unlike[:2]}"


def _places(columns: Sequence[str], order: exp.Expr) -> list[int]:
    """The columns of an answer that it is ordered by, as far as they are its columns."""
    found = list[int]()
    for each in order.expressions:
        by = each.this
        if isinstance(by, exp.Literal) and by.is_int:
            found.append(int(by.name) - 1)
        elif isinstance(by, exp.Column) and columns.count(by.name) == 1:
            found.append(columns.index(by.name))
        else:
            break
    return found


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, list | tuple) and isinstance(theirs, list | tuple):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    if isinstance(mine, float) and isinstance(theirs, float | Decimal):
        return math.isclose(mine, theirs, rel_tol=_CLOSE)
    return mine == theirs


def _plain(value: Any) -> Any:  # noqa: PLR0911
    """A value without what engines write otherwise and mean alike."""
    match value:
        case bool() | None | float() | str():
            return value
        case int() | Decimal():
            return Decimal(value).normalize() + 0
        case bytearray() | memoryview():
            return bytes(value)
        case datetime():
            return value.astimezone(UTC)
        case Mapping():
            return tuple(sorted((key, _number(item)) for key, item in value.items()))
        case list() | tuple():
            return tuple(map(_plain, value))
        case _:
            return value


def _number(value: Any) -> Any:
    """A value of a map; a quantity in a document is a text."""
    return str(_plain(value)) if isinstance(value, int | Decimal) else _digits(value)


def _digits(value: Any) -> Any:
    is_number = isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value)
    return str(_plain(Decimal(value))) if is_number else value
