"""Reads OTLP traces: one row a span, with what it says of a call and nothing of what was said in it.

A file is a request to export spans, several of them, one a line, or protobuf. Names may be written in
camel or in snake case, ids in hexadecimal digits or in base64, counts as text or as numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tokenomics.sources import otlp, rows
from tokenomics.sources.contract import Container, RawRow, Row
from tokenomics.sources.otel import agents, names


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a span; an empty one where a line holds none."""
    return otlp.rows_of(otlp.SPANS, _spans, path, container, first_line)


def _spans(request: Any) -> Iterator[Row | str]:
    """The spans of a request as flat rows, each with its resource's own attributes, or why there are none."""
    for found in otlp.records(request, otlp.SPANS, _shared):
        yield found if isinstance(found, str) else _row(found[1], found[0])


def _shared(listed: Any) -> Row | None:
    """What a resource says of all its spans."""
    found = _attributes(listed)
    return found and {name: value for name, value in found.items() if name not in names.OF_SPANS}


def _row(span: Row, shared: Row) -> Row | str:
    own = _attributes(span.get("attributes"))
    if own is None:
        return otlp.NO_ATTRIBUTES
    status = otlp.as_object(span.get("status"))
    if span.get("name") == agents.CALL:
        own |= agents.translated(dict(otlp.attributes(span.get("attributes")) or ()))
    return {
        **shared,
        **own,
        "told": {**otlp.as_object(shared.get("told")), **otlp.as_object(own.get("told"))},
        "trace": otlp.hex_id(otlp.first(span, "traceId", "trace_id")),
        "span": otlp.hex_id(otlp.first(span, "spanId", "span_id")),
        "parent": otlp.hex_id(otlp.first(span, "parentSpanId", "parent_span_id")),
        "start": otlp.first(span, "startTimeUnixNano", "start_time_unix_nano"),
        "finish": otlp.first(span, "endTimeUnixNano", "end_time_unix_nano"),
        "state": status.get("code"),
        "message": status.get("message"),
    }


def _attributes(listed: Any) -> Row | None:
    """The attributes that are read, with their plain values; None where they are no list."""
    stated = otlp.attributes(listed)
    if stated is None:
        return None
    found: Row = {}
    told: Row = {}
    for name, value in stated:
        if name in names.READ:
            found[name] = value
        if name == names.TAG_OBJECT:
            told |= _tags_in(value)
        elif (tag := _tag(name)) is not None:
            told |= otlp.short({tag: value})
    return {**found, "told": told} if told else found


def _tag(name: str) -> str | None:
    """The tag that an attribute of this name is, None where it is none."""
    if name in otlp.TAGS:
        return name
    prefix = next((prefix for prefix in names.TAG_PREFIXES if name.startswith(prefix)), None)
    return None if prefix is None else name[len(prefix) :]


def _tags_in(text: Any) -> Row:
    """The tags in an attribute that holds a JSON object as text."""
    try:
        value = rows.decode(text) if isinstance(text, str) else None
    except msgspec.DecodeError:
        return {}
    return otlp.short(otlp.as_object(value))
