"""What a value of a column must look like, as text in a CSV file or as a value of Parquet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from tokenomics.focus.columns import Column, Type
from tokenomics.focus.currencies import CURRENCIES
from tokenomics.records.written import is_measured

Value = Decimal | float | str | datetime | bool | None

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee]-?[0-9]+)?$")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
_TIME_FORM = "%Y-%m-%dT%H:%M:%SZ"

# Units as FOCUS writes them: `Tokens`, `1000000 Tokens`, `Token-Hours`, `GB-Hours`, `Requests/Second`.
_WORD = r"[A-Z][A-Za-z]*"
_SIZE = r"[KMGTPE]?i?[bB]"
_SPANS = "(Years|Months|Days|Hours|Minutes|Seconds)"
_SPAN = "(Year|Month|Day|Hour|Minute|Second)"
_UNIT = re.compile(
    rf"([1-9][0-9]* )?(({_WORD} )*{_WORD}s|{_SIZE})(/({_SPAN}|[1-9][0-9]* {_SPANS}))?$"
    rf"|([1-9][0-9]* )?(({_WORD} )*{_WORD}|{_SIZE})-{_SPANS}$"
)


class Read(NamedTuple):
    """A value, None where there is none; or what is wrong with what stands there."""

    value: Value = None
    wrong: str | None = None


def read(column: Column, raw: Any) -> Read:
    """What stands in a column; an empty text is nothing."""
    if raw is None or raw == "":
        return Read(wrong=None if column.nullable else "has no value")
    found = _READERS[column.type](raw)
    if not found.wrong and column.choices and found.value not in column.choices:
        few = f": write one of {', '.join(column.choices)}" if len(column.choices) < _FEW else ""
        return Read(wrong=f"{raw!r} is not allowed{few}")
    return found


_FEW = 8


def text(value: Value) -> str:
    """A value as a CSV file has it: a decimal with a point, so that no reader takes it for a whole number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, Decimal):
        plain = format(value, "f")
        whole, _, digits = plain.partition(".")
        return f"{whole}.{digits.rstrip('0') or '0'}"
    return str(value)


@lru_cache(maxsize=1024)
def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime(_TIME_FORM)


def is_unit(unit: str) -> bool:
    """Whether a unit is written as FOCUS writes them.

    >>> is_unit("1000000 Tokens"), is_unit("Token-Hours"), is_unit("mtok"), is_unit("Mtok")
    (True, True, False, False)
    """
    return _UNIT.match(unit) is not None


def _decimal(raw: Any) -> Read:
    if isinstance(raw, str):
        is_number = _NUMBER.match(raw) and is_measured(Decimal(raw))
        return Read(Decimal(raw)) if is_number else Read(wrong=f"{_short(raw)} is no plain number")
    if isinstance(raw, float):
        is_finite = raw - raw == 0
        return Read(raw) if is_finite else Read(wrong=f"{raw} is no number")
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Read(Decimal(raw))
    return Read(wrong=f"{raw!r} is no number")


def _price(raw: Any) -> Read:
    found = _decimal(raw)
    if isinstance(found.value, Decimal | float) and found.value < 0:
        return Read(wrong=f"{raw} is below 0")
    return found


def _text(raw: Any) -> Read:
    if not isinstance(raw, str):
        return Read(wrong=f"{raw!r} is no text")
    return Read(raw) if raw.strip() else Read(wrong="has only spaces")


def _time(raw: Any) -> Read:
    if isinstance(raw, datetime):
        if raw.tzinfo is None:
            return Read(wrong=f"{raw.isoformat()} states no time zone: write UTC")
        return Read(raw.astimezone(UTC))
    shape = "write UTC like 2026-11-02T00:00:00Z"
    if not isinstance(raw, str) or not _INSTANT.match(raw):
        return Read(wrong=f"{str(raw)!r} is no instant: {shape}")
    try:
        return Read(datetime.strptime(raw, _TIME_FORM).replace(tzinfo=UTC))
    except ValueError:
        return Read(wrong=f"{raw!r} is no instant: {shape}")


class _TwiceError(ValueError):
    """A key that an object has twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _nested(raw: Any) -> Read:
    try:
        found = json.loads(raw, object_pairs_hook=_once) if isinstance(raw, str) else None
    except _TwiceError:
        return Read(wrong="has a key twice")
    except (ValueError, RecursionError):
        found = None
    return Read(raw) if isinstance(found, dict) else Read(wrong=f"{_short(raw)} is no JSON object")


def _json(raw: Any) -> Read:
    found = _nested(raw)
    if found.wrong is None and any(isinstance(v, dict | list) for v in json.loads(raw).values()):
        return Read(wrong=f"{_short(raw)} has values that are no plain ones")
    return found


def _short(raw: Any) -> str:
    shown = repr(raw)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


_SHOWN = 60


def _unit(raw: Any) -> Read:
    if isinstance(raw, str) and is_unit(raw):
        return Read(raw)
    return Read(wrong=f"{raw!r} is no unit: write it like Tokens, 1000000 Tokens or Token-Hours")


def _currency(raw: Any) -> Read:
    return Read(raw) if raw in CURRENCIES else Read(wrong=f"{raw!r} is no currency of ISO 4217")


def _flag(raw: Any) -> Read:
    if isinstance(raw, bool):
        return Read(raw)
    if raw in {"true", "false"}:
        return Read(raw == "true")
    return Read(wrong=f"{raw!r} is neither true nor false")


_READERS: Mapping[Type, Callable[[Any], Read]] = {
    "decimal": _decimal,
    "price": _price,
    "text": _text,
    "time": _time,
    "json": _json,
    "nested": _nested,
    "unit": _unit,
    "currency": _currency,
    "flag": _flag,
}
