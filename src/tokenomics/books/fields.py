"""Reading the values of a TOML table: each by its type, each mistake with its place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, cast

from tokenomics.books.windows import Window, is_empty
from tokenomics.records.errors import InputError, PriceError, unknown
from tokenomics.records.money import decimal

Table = dict[str, Any]


class Place(NamedTuple):
    """Where a value stands: the file and the entry, as an error names them."""

    file: str
    entry: str


def wrong(place: Place, message: str) -> PriceError:
    """The error for a value at that place."""
    return PriceError(": ".join(part for part in (place.file, place.entry, message) if part))


def check_keys(place: Place, table: Table, allowed: Collection[str]) -> None:
    """Raise PriceError for the first key that is not allowed, with the nearest that is."""
    for key in table:
        if key not in allowed:
            raise wrong(place, unknown("key", key, allowed))


def table_at(place: Place, table: Table, key: str) -> Table:
    """The table at `key`; empty where there is none."""
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise wrong(place, f"{key} must be a table")
    return cast("Table", value)


def tables_at(place: Place, table: Table, key: str) -> list[Table]:
    """The tables in the list at `key`; empty where there is none."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(
        isinstance(item, dict) for item in cast("list[Any]", value)
    ):
        raise wrong(place, f"{key} must be a list of tables")
    return cast("list[Table]", value)


def text_at(place: Place, table: Table, key: str, default: str | None = None) -> str:
    """The text at `key`; PriceError where it is missing and has no default."""
    value = table.get(key, default)
    if not isinstance(value, str):
        raise wrong(place, f"{key} is missing" if value is None else f"{key} must be a text")
    return value


def texts_at(place: Place, table: Table, key: str) -> tuple[str, ...]:
    """One text or a list of texts at `key`; empty where there is none."""
    value = table.get(key, [])
    items = cast("list[Any]", value if isinstance(value, list) else [value])
    if not all(isinstance(item, str) for item in items):
        raise wrong(place, f"{key} must be a text or a list of texts")
    return tuple(items)


def names_at(place: Place, table: Table, key: str) -> dict[str, str]:
    """The table of texts at `key`."""
    names = table_at(place, table, key)
    for name, value in names.items():
        if not isinstance(value, str):
            raise wrong(place, f"{key}.{name} must be a text")
    return names


def day_at(place: Place, table: Table, key: str) -> date | None:
    """The day at `key`; None where there is none."""
    value = table.get(key)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise wrong(place, f"{key} must be a day like 2026-11-23")
    return value


def instant_at(place: Place, table: Table, key: str) -> datetime | None:
    """The instant at `key` in UTC, a day being its midnight; None where there is none."""
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise wrong(place, f"{key} = {value.isoformat()} needs an offset, such as Z")
        return value.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise wrong(
        place, f"{key} must be a day like 2026-11-23 or an instant like 2026-11-23T16:00:00Z"
    )


def window_at(place: Place, table: Table) -> Window:
    """The window from `from` to `until`; PriceError where it is empty."""
    window = Window(instant_at(place, table, "from"), instant_at(place, table, "until"))
    if is_empty(window):
        raise wrong(place, "from must be before until")
    return window


def flag_at(place: Place, table: Table, key: str) -> bool:
    """Whether `key` is true; false where there is none."""
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise wrong(place, f"{key} must be true or false")
    return value


def number(place: Place, key: str, value: object) -> Decimal:
    """A TOML number or a text of one, without a float in between."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise wrong(place, f"{key} must be a number")
    try:
        return decimal(value)
    except InputError as error:
        raise wrong(place, f"{key}: {error}") from None


def count_at(place: Place, table: Table, key: str) -> int:
    """The whole number at `key`, 0 where there is none; PriceError where it is negative."""
    value = table.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong(place, f"{key} must be a whole number from 0")
    return value
