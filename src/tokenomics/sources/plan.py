"""What is read of a file whose columns are named, and the SQL of each column."""

from __future__ import annotations

from typing import NamedTuple

from tokenomics.records.columns import Column, Kind


class Reading(NamedTuple):
    """A column, what the file calls it, where its text is found, or the text that all rows have."""

    column: Column
    label: str
    paths: tuple[tuple[str, ...], ...] = ()
    constant: str | None = None
    unit: str | None = None


class TagReading(NamedTuple):
    """A tag that has a column of its own, or that all rows have."""

    key: str
    paths: tuple[tuple[str, ...], ...] = ()
    constant: str | None = None


class Plan(NamedTuple):
    """What is read of a file.

    `zone` is the timezone of instants that state none; without one they are refused. `epoch` is what
    numbers of instants count from, in microseconds after 1970. `key` is the paths that name a row;
    `natural_key` says that the record's own ids do.
    """

    kind: Kind
    readings: tuple[Reading, ...]
    tags: tuple[TagReading, ...] = ()
    zone: str | None = None
    epoch: int = 0
    key: tuple[tuple[tuple[str, ...], ...], ...] = ()
    natural_key: bool = False


class Read(NamedTuple):
    """A plan's reading with its SQL: `text` as read and `value` in the column's type."""

    reading: Reading
    text: str
    value: str


def is_tagged(plan: Plan) -> bool:
    """Whether rows may have tags."""
    return bool(plan.tags) or any(of.column.dtype == "tags" for of in plan.readings)


def money(text: str, places: int) -> str:
    """The SQL text of an amount's number, its point moved."""
    number = f"money_number({text})"
    return f"scaled({number}, {places})" if places else number
