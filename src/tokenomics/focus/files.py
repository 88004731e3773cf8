"""Files of FOCUS rows: CSV or Parquet by their ending, read and written row by row."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.focus.columns import Column
from tokenomics.focus.values import Value, text
from tokenomics.records.errors import ConfigError, InputError, OutsideError
from tokenomics.records.escape import csv_line, safe
from tokenomics.records.money import EXACT, SCALE
from tokenomics.whole import whole

CSV, PARQUET = ".csv", ".parquet"
# A decimal of Parquet has so many digits.
_DIGITS = 38
# So many rows are read or written at once.
_BATCH = 10_000


class Table(NamedTuple):
    """A file's columns and its rows, each a value a column."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


def ending(path: Path) -> str:
    """The form that a file's ending names; raises ConfigError for another one."""
    found = path.suffix.lower()
    if found not in {CSV, PARQUET}:
        raise ConfigError(f"{path}: name a file that ends in {CSV} or {PARQUET}")
    return found


@contextmanager
def opened(path: Path) -> Generator[Table]:
    """The rows of a file. Raises InputError for one that is not there or no table."""
    form = ending(path)
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if form == CSV:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            try:
                yield Table(tuple(next(lines, ())), lines)
            except (csv.Error, UnicodeDecodeError) as error:
                raise InputError(f"{path}: no CSV in UTF-8: {error}") from None
    else:
        yield _parquet(path)


def _parquet(path: Path) -> Table:
    import pyarrow as pa  # noqa: PLC0415  # half a second that other commands need not wait for
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid:
        raise InputError(f"{path}: no Parquet file") from None

    def rows() -> Iterator[Sequence[Any]]:
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    return Table(tuple(file.schema_arrow.names), rows())


def write(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]) -> None:
    """Write rows in the form of the file's ending, a few at a time; they are gone through twice.

    Raises OutsideError where that fails, InputError for a figure that Parquet's decimals cannot hold.
    """
    form = ending(path)
    try:
        with whole(path, "output") as part:
            if form == CSV:
                _write_csv(part, columns, rows)
            else:
                _write_parquet(part, columns, rows)
    except OSError as error:
        raise OutsideError(f"{path}: {error.strerror or error}") from None
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        names = [column.name for column in columns]
        file.write(csv_line(names))
        file.writelines(csv_line([_cell(row[name]) for name in names]) for row in rows)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else text(value)


def _write_parquet(
    path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]
) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    places = _places(columns, rows)
    schema = pa.schema([(each.name, _arrow_type(each, places)) for each in columns])
    with pq.ParquetWriter(path, schema) as out:
        for part in _parts(rows):
            values = {each.name: [row[each.name] for row in part] for each in columns}
            try:
                out.write_table(pa.table(values, schema=schema))
            except pa.ArrowInvalid as error:
                reason = str(error).splitlines()[0]
                raise InputError(f"a figure is too great: {reason}") from None


def _parts(rows: Iterable[Mapping[str, Value]]) -> Iterator[list[Mapping[str, Value]]]:
    every = iter(rows)
    while part := list(islice(every, _BATCH)):
        yield part


def _arrow_type(column: Column, places: Mapping[str, int]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    if column.name in places:
        return pa.decimal128(_DIGITS, places[column.name])
    if column.type == "time":
        return pa.timestamp("us", tz="UTC")
    return pa.bool_() if column.type == "flag" else pa.string()


def _places(columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]) -> dict[str, int]:
    """The decimals of each column of them: those of the ledger's amounts, or more where a value needs them."""
    places = {each.name: SCALE for each in columns if each.type in {"decimal", "price"}}
    for row in rows:
        for name, most in places.items():
            value = row[name]
            if isinstance(value, Decimal):
                used = -int(value.normalize(EXACT).as_tuple().exponent)
                places[name] = max(most, used)
    return places
