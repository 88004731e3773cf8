"""OTLP traces as plain spans: the requests of a file in JSON or protobuf, each span a row.

Spans come in any order and one trace may be spread over a file, so it is read as a whole.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row
from tokenomics.sources.otel import protobuf
from tokenomics.sources.otel.calls import Span, judged, span_of

_HEX = re.compile(r"(?:[0-9a-fA-F]{16}){1,2}")
_TAG_LISTS = ("tag.tags", "logfire.tags", "langfuse.trace.tags")
_TAG_PREFIXES = (
    "traceloop.association.properties.", "trace.metadata.", "langfuse.trace.metadata.",
)  # fmt: skip
# Longer values are no names of work but work itself.
_LONGEST_TAG = 256


class _Request(NamedTuple):
    line: int
    value: Any
    problem: str | None


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a span: those of calls with what is read of them, the others empty."""
    spans: list[Span] = []
    for request in _requests(path, container, first_line):
        if request.problem is not None:
            yield RawRow(request.line, None, request.problem)
            continue
        found = list(_spans(request))
        spans += (span for span in found if isinstance(span, Span))
        yield from (row for row in found if isinstance(row, RawRow))
        if not found:
            yield RawRow(request.line, {}, None)
    for span, row in judged(spans):
        yield RawRow(span.line, row, None)


def _requests(path: Path, container: Container, first_line: int) -> Iterator[_Request]:
    if container == "binary":
        yield from (
            _Request(place, found, None if isinstance(found, dict) else str(found))
            for place, found in enumerate(protobuf.requests(path), 1)
        )
        return
    yield from (
        _Request(found.line, found.row, found.problem)
        for found in rows.read_rows(path, container, first_line)
    )


def _spans(request: _Request) -> Iterator[Span | RawRow]:
    """The spans of a request, and the rows of those that are none."""
    for place in _listed(request.value, "resourceSpans"):
        resource = attributes(_of(_of(place, "resource"), "attributes"))
        scopes = _listed(place, "scopeSpans") or _listed(place, "instrumentationLibrarySpans")
        for span in (span for scope in scopes for span in _listed(scope, "spans")):
            if isinstance(span, dict):
                yield span_of(request.line, _row(span, resource))
            else:
                yield RawRow(request.line, None, "spans: not an object")


def _row(span: Row, resource: Mapping[str, Any]) -> Row:
    stated = attributes(_of(span, "attributes"))
    status = _of(span, "status")
    code = status.get("code") if isinstance(status, dict) else None
    return {
        "trace": identifier(_of(span, "traceId")),
        "span": identifier(_of(span, "spanId")),
        "parent": identifier(_of(span, "parentSpanId")),
        "name": _of(span, "name"),
        "start": _of(span, "startTimeUnixNano"),
        "finish": _of(span, "endTimeUnixNano"),
        "failed": str(code) in {"2", "STATUS_CODE_ERROR", "ERROR"},
        "resource": resource,
        "attributes": stated,
        "tags": _tags(stated),
    }


def _listed(value: Any, name: str) -> list[Any]:
    found = _of(value, name)
    return found if isinstance(found, list) else []


def _of(value: Any, name: str) -> Any:
    """A field by its name in JSON, or as protobuf spells it."""
    if not isinstance(value, dict):
        return None
    if name in value:
        return value[name]
    return value.get(re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name))


def attributes(stated: Any) -> dict[str, Any]:
    """Attributes as a plain object; of one key the last stands."""
    if isinstance(stated, dict):
        return stated
    listed = stated if isinstance(stated, list) else ()
    pairs = (item for item in listed if isinstance(item, dict) and "key" in item)
    return {str(item["key"]): _value(item.get("value")) for item in pairs}


def _value(typed: Any) -> Any:
    """The value of a typed attribute, whose only key names its type."""
    if not isinstance(typed, dict) or len(typed) != 1:
        return typed if not isinstance(typed, dict) else None
    ((kind, value),) = typed.items()
    held = _of(value, "values")
    if kind.startswith("array"):
        return [_value(item) for item in held] if isinstance(held, list) else []
    return attributes(held) if kind.startswith("kvlist") else value


def identifier(text: Any) -> str | None:
    """An id in hexadecimal, also where an exporter wrote base64; None for an empty one."""
    if not isinstance(text, str) or not text.strip("0"):
        return None
    if _HEX.fullmatch(text):
        return text.lower()
    try:
        return base64.b64decode(text, validate=True).hex() or None
    except (binascii.Error, ValueError):
        return text


def _tags(stated: Mapping[str, Any]) -> list[str]:
    """What a span is tagged with, as texts `key:value`."""
    listed = (
        tag for name in _TAG_LISTS if isinstance(tags := stated.get(name), list) for tag in tags
    )
    found = [tag for tag in listed if isinstance(tag, str)]
    entries = list(_metadata(stated.get("metadata")))
    for name, value in stated.items():
        prefix = next((prefix for prefix in _TAG_PREFIXES if name.startswith(prefix)), None)
        if prefix is not None:
            entries.append((name.removeprefix(prefix), value))
    found += [f"{name}:{rows.as_text(value)}" for name, value in entries if _is_scalar(value)]
    return [tag for tag in found if len(tag) <= _LONGEST_TAG]


def _metadata(value: Any) -> Iterable[tuple[str, Any]]:
    try:
        found = rows.decode(value) if isinstance(value, str) else value
    except msgspec.DecodeError:
        return ()
    return found.items() if isinstance(found, dict) else ()


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and value != ""
