"""What is read of JSON objects: their fields as text, while nothing is built of what lies beside them.

A line is parsed straight into tuples that have a place for each wanted key, so a prompt is passed
over and a fraction stays the text it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import astuple

from tokenomics.sources.contract import Field, Row
from tokenomics.sources.rows import Document, as_text, decode, json_values

_Path = tuple[str, ...]

# What may stand where an object is looked for.
_OTHER = str | int | float | bool | list[Any] | None


class _Object(NamedTuple):
    """An object that paths lead through: what it is parsed into, and the keys that are wanted of it.

    `ends` are the keys of values, `inner` those of objects; a key may be both.
    """

    kind: type[msgspec.Struct] | None
    read: Callable[[bytes | str], Any]
    keys: tuple[str, ...]
    ends: frozenset[str]
    inner: dict[str, _Object]
    absent: tuple[None, ...]


def lines(path: Path, fields: Sequence[Field], first_line: int = 1) -> Iterator[Document]:
    """The objects of a JSON Lines file as `columns` takes them, and what is wrong with other lines."""
    return json_values(path, first_line, _wanted(tuple(fields)).read)


def columns(found: Sequence[Any], fields: Sequence[Field]) -> list[list[str | None]]:
    """The objects' fields as text, one list a field; null and absent are None, objects and lists JSON."""
    spread: dict[_Path, Sequence[Any]] = {}
    _spread(_wanted(tuple(fields)), found, (), spread)
    return [_texts(field, spread, len(found)) for field in fields]


def pick(row: Row, field: Field) -> str | None:
    """One field of one row, as `columns` reads it."""
    return columns([row], [field])[0][0]


@cache
def _wanted(fields: tuple[Field, ...]) -> _Object:
    return _object(dict.fromkeys(path for field in fields for path in field.paths))


def _object(paths: Iterable[_Path]) -> _Object:
    below: dict[str, list[_Path]] = {}
    for key, *rest in paths:
        below.setdefault(key, []).append(tuple(rest))
    keys = tuple(below)
    ends = frozenset(key for key, rests in below.items() if () in rests)
    inner = {key: _object(filter(None, rests)) for key, rests in below.items() if any(rests)}
    kind = _kind(keys, ends, inner)
    return _Object(
        kind, decode if kind is None else parser(kind), keys, ends, inner, (None,) * len(keys)
    )


def _kind(
    keys: Sequence[str], ends: frozenset[str], inner: dict[str, _Object]
) -> type[msgspec.Struct] | None:
    """The type of an object with a place for each key; None where a key cannot be a name."""
    if any(key < " " or not key.isprintable() or {*key} & {'"', "\\"} for key in keys):
        return None
    names = [f"at_{number}" for number in range(len(keys))]
    places = [
        (name, Any if key in ends else _place(inner[key].kind), None)
        for name, key in zip(names, keys, strict=True)
    ]
    return msgspec.defstruct("Picked", places, rename=dict(zip(names, keys, strict=True)), gc=False)


def _place(kind: type[msgspec.Struct] | None) -> Any:
    return Any if kind is None else kind | _OTHER


def parser(kind: type[msgspec.Struct]) -> Callable[[bytes | str], Any]:
    """Parses an object into its type, fractions as text; what does not fit is parsed as it is.

    Raises msgspec.DecodeError or UnicodeDecodeError for what is no JSON.
    """
    parse = msgspec.json.Decoder(kind, float_hook=str).decode

    def read(text: bytes | str) -> Any:
        try:
            if isinstance(text, bytes) and not text.isascii():
                text.decode()  # What is passed over is not looked at, and must be text all the same.
            return parse(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return decode(text)

    return read


def _spread(
    wanted: _Object, found: Sequence[Any], path: _Path, spread: dict[_Path, Sequence[Any]]
) -> None:
    """Put the values of each path below `path` in line with what was found there."""
    if not any(found):
        return
    opened = [_opened(wanted, value) if value else wanted.absent for value in found]
    for key, values in zip(wanted.keys, zip(*opened, strict=True), strict=True):
        if key in wanted.ends:
            spread[*path, key] = values
        if key in wanted.inner:
            _spread(wanted.inner[key], values, (*path, key), spread)


def _opened(wanted: _Object, value: Any) -> tuple[Any, ...]:
    """The wanted values of an object, parsed where it is text; anything else has none."""
    if isinstance(value, str) and value[:1] == "{":
        try:
            value = wanted.read(value)
        except msgspec.DecodeError:
            return wanted.absent
    if isinstance(value, msgspec.Struct):
        return astuple(value)
    if isinstance(value, dict):
        return tuple(map(value.get, wanted.keys))
    return wanted.absent


def _texts(field: Field, spread: dict[_Path, Sequence[Any]], count: int) -> list[str | None]:
    """The texts of a field, by the first path that has a value."""
    nothing: Sequence[Any] = (None,) * count
    first, *others = [*(spread[path] for path in field.paths if path in spread), nothing]
    for values in others:
        if None in first:
            pairs = zip(first, values, strict=True)
            first = [other if one is None else one for one, other in pairs]
    return [value if value is None or value.__class__ is str else as_text(value) for value in first]
