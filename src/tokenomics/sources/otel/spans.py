"""Reads OTLP traces: one row a span, with what it says of a call and nothing of what was said in it.

A file is a request to export spans, several of them, one a line, or protobuf. Names may be written in
camel or in snake case, ids in hexadecimal digits or in base64, counts as text or as numbers.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row
from tokenomics.sources.otel import names, protobuf
from tokenomics.sources.rows import Document

SPANS = ("resourceSpans", "resource_spans")
OTHERS = {
    "resourceMetrics": "metrics", "resource_metrics": "metrics",
    "resourceLogs": "logs", "resource_logs": "logs",
}  # fmt: skip
_SCOPES = ("scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans")  # fmt: skip
_SCALARS = frozenset({
    "stringValue", "intValue", "doubleValue", "boolValue",
    "string_value", "int_value", "double_value", "bool_value",
})  # fmt: skip
_ARRAYS = frozenset({"arrayValue", "array_value"})
# A longer value is no name.
LONGEST_TAG = 256
_NO_ATTRIBUTES = "attributes: not a list of keys and values"
# Ids of 16 and of 8 bytes are as long as this in base64.
_BASE64 = {24: "==", 12: "="}


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a span; an empty one where a line holds none."""
    place = 0
    for found in _requests(path, container, first_line):
        stated = _spans(found.value) if found.problem is None else iter((found.problem,))
        for span in stated:
            place += 1
            line = place if container == "json" else found.line
            yield RawRow(line, None, span) if isinstance(span, str) else RawRow(line, span, None)


def _requests(path: Path, container: Container, first_line: int) -> Iterator[Document]:
    """The requests of a file; those of protobuf are numbered."""
    if container != "binary":
        yield from rows.documents(path, container, first_line)
        return
    for number, found in enumerate(protobuf.requests(path), 1):
        is_broken = isinstance(found, str)
        yield Document(number, None if is_broken else found, str(found) if is_broken else None)


def _spans(request: Any) -> Iterator[Row | str]:
    """The spans of a request as flat rows, or why there are none."""
    if not isinstance(request, dict):
        yield "line: not a JSON object"
        return
    listed = _list(request, SPANS)
    if listed is None:
        is_silent = not request or OTHERS.keys() & request.keys()
        yield {} if is_silent else "resourceSpans: missing"
        return
    is_empty = True
    for group in listed:
        for span in _spans_of(group):
            is_empty = False
            yield span
    if is_empty:
        yield {}


def _spans_of(group: Any) -> Iterator[Row | str]:
    """The spans of one resource, each with the resource's own attributes."""
    if not isinstance(group, dict):
        yield "resourceSpans: not an object"
        return
    scopes = _list(group, _SCOPES)
    shared = _attributes(_object(group.get("resource")).get("attributes"))
    if scopes is None or shared is None:
        yield "scopeSpans: missing" if scopes is None else f"resource.{_NO_ATTRIBUTES}"
        return
    for name in names.OF_SPANS:
        shared.pop(name, None)
    for scope in scopes:
        spans = _list(scope, ("spans",)) if isinstance(scope, dict) else None
        if spans is None:
            yield "spans: missing"
            continue
        for span in spans:
            yield _row(span, shared) if isinstance(span, dict) else "spans: not an object"


def _row(span: Row, shared: Row) -> Row | str:
    own = _attributes(span.get("attributes"))
    if own is None:
        return _NO_ATTRIBUTES
    status = _object(span.get("status"))
    return {
        **shared,
        **own,
        "told": {**_object(shared.get("told")), **_object(own.get("told"))},
        "trace": _id(_first(span, "traceId", "trace_id")),
        "span": _id(_first(span, "spanId", "span_id")),
        "parent": _id(_first(span, "parentSpanId", "parent_span_id")),
        "start": _first(span, "startTimeUnixNano", "start_time_unix_nano"),
        "finish": _first(span, "endTimeUnixNano", "end_time_unix_nano"),
        "state": status.get("code"),
        "message": status.get("message"),
    }


def _attributes(listed: Any) -> Row | None:
    """The attributes that are read, with their plain values; None where they are no list."""
    if listed is None:
        return {}
    if not isinstance(listed, list):
        return None
    found: Row = {}
    told: Row = {}
    for item in listed:
        name = item.get("key") if isinstance(item, dict) else None
        if not isinstance(name, str):
            return None
        if name in names.READ:
            found[name] = _value(item.get("value"))
        if name == names.TAG_OBJECT:
            told |= _tags_in(_value(item.get("value")))
        elif (tag := _tag(name)) is not None:
            told |= _short({tag: _value(item.get("value"))})
    return {**found, "told": told} if told else found


def _tag(name: str) -> str | None:
    """The tag that an attribute of this name is, None where it is none."""
    if name in names.TAGS:
        return name
    prefix = next((prefix for prefix in names.TAG_PREFIXES if name.startswith(prefix)), None)
    return None if prefix is None else name[len(prefix) :]


def _tags_in(text: Any) -> Row:
    """The tags in an attribute that holds a JSON object as text."""
    try:
        value = rows.decode(text) if isinstance(text, str) else None
    except msgspec.DecodeError:
        return {}
    return _short(_object(value))


def _short(tags: Row) -> Row:
    """Tags as texts, without those that are longer than a name: they are work itself."""
    told = {
        name: rows.as_text(value)
        for name, value in tags.items()
        if not isinstance(value, (dict, list))
    }
    return {name: text for name, text in told.items() if text and len(text) <= LONGEST_TAG}


def _value(typed: Any) -> Any:
    """The value of an attribute: a scalar as it is, an array as a list, None for anything else."""
    for kind, value in _object(typed).items():
        if kind in _SCALARS:
            return value
        if kind in _ARRAYS:
            return [_value(item) for item in _list(_object(value), ("values",)) or ()]
    return None


def _id(text: Any) -> str | None:
    """An id in hexadecimal digits; None where it is empty or all zeros."""
    if not isinstance(text, str):
        return None
    ending = _BASE64.get(len(text))
    if ending is not None and text.endswith(ending):
        try:
            text = base64.b64decode(text, validate=True).hex()
        except binascii.Error:
            return text
    return text.lower() if text.strip("0") else None


def _list(holder: Mapping[str, Any], spellings: tuple[str, ...]) -> list[Any] | None:
    """What is listed under one of these names; None where there is no list."""
    found = _first(holder, *spellings)
    return cast("list[Any]", found) if isinstance(found, list) else None


def _first(holder: Mapping[str, Any], *spellings: str) -> Any:
    return next((holder[name] for name in spellings if name in holder), None)


def _object(value: Any) -> Row:
    return cast("Row", value) if isinstance(value, dict) else {}
