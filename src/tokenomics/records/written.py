"""TOML and JSON of other people: numbers keep their digits, and what is beyond all measure is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

# Powers of ten beyond which no number means anything here: written out, one would fill the memory.
_LEAST, _MOST = -60, 40
# Digits of a number, which are all kept.
_DIGITS = 100


def is_measured(value: Decimal) -> bool:
    """Whether a number is finite and of a size and a length that amounts, rates and counts have."""
    if not value.is_finite():
        return False
    return not value or (
        _LEAST <= value.adjusted() <= _MOST and len(value.as_tuple().digits) <= _DIGITS
    )


def toml(text: bytes) -> dict[str, Any]:
    """A file of TOML; its fractions are decimals. Raises ValueError, whose text is one line, where it is none."""
    import tomllib  # noqa: PLC0415 - a start without a file needs none

    try:
        return tomllib.loads(text.decode("utf-8"), parse_float=_number)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


def json_document(text: str | bytes) -> Any:
    """A JSON document; its fractions are decimals. Raises ValueError, whose text is one line, where it is none."""
    try:
        return json.loads(text, parse_float=_number, parse_constant=_number, parse_int=_whole)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


_TOO_DEEP = "nested too deeply"


def _whole(text: str) -> int:
    _number(text)
    return int(text)


def _number(text: str) -> Decimal:
    with suppress(InvalidOperation):  # the exponent alone is too long
        if is_measured(value := Decimal(text)):
            return value
    raise ValueError(f"a number beyond all measure: {text[:40]}")
