"""Variants of a file that a source reads, of which no two are alike: changed values, bytes, lines."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from support.strange import THINGS

_BYTES = (
    b"1e400", b"9" * 400, b"-1", b"1e30", b"NaN", b"1e-400", b"0.1", b"1e999999999", b"9223372036854775808",
    b"\xff", b"\x00", b'"', b"\\ud800", b"\\u0000", b"\r\n", b"\n", b"{", b"[" * 2000, b"'; --", b"\xe2\x80\xae", b",",
    b"9999-12-31T23:59:59Z",
)  # fmt: skip
_VALUES = (
    *THINGS, "1e400", "9" * 400, 9 * 10**40, "\ud800", "\0", -(2**63), 1e300, "2026-11-02T09:00:00Z", {"a": {"b": [1]}},
)  # fmt: skip


def variant(data: bytes, chance: Random) -> bytes:
    """The bytes with a strange value in a row, strange bytes at a place, or the lines in another order."""
    way = chance.random()
    lines = data.split(b"\n")
    if way < 0.1:
        chance.shuffle(lines)
        return b"\n".join(lines)
    if way < 0.6:
        nth = chance.randrange(len(lines))
        try:
            row = json.loads(lines[nth] if len(lines) > 1 and chance.random() < 0.9 else data)
        except (ValueError, RecursionError):
            return _changed(data, chance)
        lines[nth] = json.dumps(_strange(row, chance)).encode()
        return b"\n".join(lines)
    return _changed(data, chance)


def _changed(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    put = chance.choice(_BYTES)
    return data[:at] + put + data[at + chance.choice((0, 1, len(put), 8)) :]


def _strange(value: Any, chance: Random) -> Any:
    """The value with something strange in one place, or without a key."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice([*value])
        if chance.random() < 0.1:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: _strange(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        nth = chance.randrange(len(value))
        return [*value[:nth], _strange(value[nth], chance), *value[nth + 1 :]]
    return chance.choice(_VALUES)
