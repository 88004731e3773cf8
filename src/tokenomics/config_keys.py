"""The keys of `tokenomics.toml` as they are told to people: from the types that check the file."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

_WORDS: dict[type, str] = {str: "text", bool: "true or false", int: "number", float: "number"}


class Key(NamedTuple):
    """A key of a section: what it means, what may stand there in words, and its default.

    `default` is None where the key is left out or must be given; `required` says which.
    """

    name: str
    doc: str
    what: str
    default: Any = None
    required: bool = False


def keys_of(section: type[Struct]) -> tuple[Key, ...]:
    """The keys of a section in their order, as the file writes them."""
    return tuple(_key(field) for field in msgspec.structs.fields(section))


def _key(field: msgspec.structs.FieldInfo) -> Key:
    default = field.default
    if field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    doc = next(_told(field.type), "")
    what = " or ".join(dict.fromkeys(_words(field.type)))
    given = None if default is msgspec.NODEFAULT else default
    return Key(field.encode_name, doc, what, given, field.required)


def _told(annotation: Any) -> Iterator[str]:
    """The descriptions in a type, the outermost first."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from (m.description for m in marks if isinstance(m, Meta) and m.description)
        yield from _told(inner)
    elif _is_choice(annotation):
        for each in get_args(annotation):
            yield from _told(each)


def _words(annotation: Any) -> Iterator[str]:
    """What may stand for a type, in words; nothing for None, which is left out."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _words(inner[0])
    elif origin is Literal:
        yield from (f"`{value}`" for value in inner)
    elif _is_choice(annotation):
        for each in inner:
            yield from _words(each)
    elif origin is tuple:
        yield f"list of {' or '.join(dict.fromkeys(_words(inner[0])))}"
    elif origin is dict or (isinstance(annotation, type) and issubclass(annotation, Struct)):
        yield "table"
    elif annotation is not type(None):
        yield _WORDS.get(annotation, getattr(annotation, "__name__", "").lower())


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) in {Union, types.UnionType}
