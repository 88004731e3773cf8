"""Files in batches, each of them one commit: what is staged of one at a time fits the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tokenomics.intake.units import Unit
from tokenomics.records.kinds import CHARGE

# While it is staged, a row takes about a kilobyte.
ROWS = 2_000_000

# Bytes of a file for a row of it, at least: tables are compressed, and of agents' logs most lines
# are no calls.
_TABLE, _TEXT, _SPARSE = 16, 128, 1024


def batches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The files in their order, about ROWS rows at a time, and all bills together at the end.

    Of two exports of one statement in one batch the later written one stands, in two the later read.
    """
    bills = [unit for unit in units if _is_bill(unit)]
    batch: list[Unit] = []
    taken = 0
    for unit in units:
        if _is_bill(unit):
            continue
        size = rows_of(unit)
        if batch and taken + size > ROWS:
            yield batch
            batch, taken = [], 0
        batch.append(unit)
        taken += size
    if batch or bills:
        yield [*batch, *bills]


def bytes_of(unit: Unit) -> int:
    """How many bytes of a file are to be read."""
    return unit.reading.stat.size - unit.reading.start


def rows_of(unit: Unit) -> int:
    """About how many rows a file has that may be records."""
    if unit.container == "parquet":
        return bytes_of(unit) // _TABLE
    return bytes_of(unit) // (_SPARSE if unit.source.mentions else _TEXT)


def _is_bill(unit: Unit) -> bool:
    return any(of is not None and of.kind == CHARGE for of in (unit.source, unit.source.beside))
