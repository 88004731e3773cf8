"""OTLP: requests of one signal, their resources, and the attributes of what is in them, as its JSON has them.

A file is a request, several of them, one a line, or protobuf. Names may be written in camel or in snake case, ids in hexadecimal digits or in base64.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from tokenomics.sources import otlp_protobuf, rows
from tokenomics.sources.contract import Container, Field, RawRow, Row, Sample
from tokenomics.sources.otlp_protobuf import SignalName
from tokenomics.sources.rows import Document

_SCALARS = frozenset({
    "stringValue", "intValue", "doubleValue", "boolValue",
    "string_value", "int_value", "double_value", "bool_value",
})  # fmt: skip
_ARRAYS = frozenset({"arrayValue", "array_value"})
NO_ATTRIBUTES = "attributes: not a list of keys and values"
# Attributes that are tags by their own name.
TAGS = frozenset({
    "team", "feature", "project", "customer", "environment", "env", "task_id", "task", "step",
})  # fmt: skip
# Names that users of agents give to what a bill is split by, besides.
_AGENT_TAGS = TAGS | {"department", "cost_center", "team.id"}
# A longer value is no name.
LONGEST_TAG = 256
# Ids of 16 and of 8 bytes are as long as this in base64.
_BASE64 = {24: "==", 12: "="}


class Signal(NamedTuple):
    """Where the records of a signal lie: lists of resources, their scopes, and what these hold, in every spelling."""

    name: SignalName
    resources: tuple[str, ...]
    scopes: tuple[str, ...]
    records: tuple[str, ...]

    def is_in(self, row: Mapping[str, Any]) -> bool:
        """Whether a row is a request of this signal."""
        return any(isinstance(row.get(name), list) for name in self.resources)

    def is_of(self, sample: Sample) -> bool:
        """Whether a file holds requests of this signal, whatever else it holds."""
        if sample.container == "binary":
            return otlp_protobuf.signal_of(sample.path) == self.name
        return any(map(self.is_in, sample.rows))


SPANS = Signal(
    "spans",
    ("resourceSpans", "resource_spans"),
    ("scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans"),
    ("spans",),
)
LOGS = Signal(
    "logs",
    ("resourceLogs", "resource_logs"),
    ("scopeLogs", "scope_logs", "instrumentationLibraryLogs", "instrumentation_library_logs"),
    ("logRecords", "log_records", "logs"),
)
METRICS = Signal(
    "metrics",
    ("resourceMetrics", "resource_metrics"),
    (
        "scopeMetrics", "scope_metrics",
        "instrumentationLibraryMetrics", "instrumentation_library_metrics",
    ),
    ("metrics",),
)  # fmt: skip
_REQUESTS = frozenset(name for signal in (SPANS, LOGS, METRICS) for name in signal.resources)


def records(
    request: Any, signal: Signal, of_resource: Callable[[Any], Row | None]
) -> Iterator[tuple[Row, Row] | str]:
    """The records of a request, each with what `of_resource` makes of its resource's attributes.

    What is wrong with a part of it stands as text in the part's place. A request of another signal
    holds none.
    """
    if not isinstance(request, dict):
        yield "line: not a JSON object"
        return
    resources = listed(request, signal.resources)
    if resources is None:
        if request and not _REQUESTS & request.keys():
            yield f"{signal.resources[0]}: missing"
        return
    for resource in resources:
        yield from _of_resource(resource, signal, of_resource)


def _of_resource(
    group: Any, signal: Signal, of_resource: Callable[[Any], Row | None]
) -> Iterator[tuple[Row, Row] | str]:
    if not isinstance(group, dict):
        yield f"{signal.resources[0]}: not an object"
        return
    scopes = listed(group, signal.scopes)
    shared = of_resource(as_object(group.get("resource")).get("attributes"))
    if scopes is None or shared is None:
        what = f"{signal.scopes[0]}: missing" if scopes is None else f"resource.{NO_ATTRIBUTES}"
        yield what
        return
    for scope in scopes:
        found = listed(scope, signal.records) if isinstance(scope, dict) else None
        if found is None:
            yield f"{signal.records[0]}: missing"
            continue
        for record in found:
            is_one = isinstance(record, dict)
            yield (shared, record) if is_one else f"{signal.records[0]}: not an object"


def rows_of(
    signal: Signal,
    read: Callable[[Any], Iterator[Row | str]],
    path: Path,
    container: Container,
    first_line: int = 1,
) -> Iterator[RawRow]:
    """What `read` makes of each request of a file, with its line, or in a document its place among all rows.

    A request of which it makes nothing has an empty row; requests in protobuf are numbered.
    """
    place = 0
    for found in _requests(signal, path, container, first_line):
        stated = [found.problem] if found.problem is not None else [*read(found.value)] or [{}]
        for row in stated:
            place += 1
            line = place if container == "json" else found.line
            yield RawRow(line, None, row) if isinstance(row, str) else RawRow(line, row, None)


def _requests(
    signal: Signal, path: Path, container: Container, first_line: int
) -> Iterator[Document]:
    if container != "binary":
        yield from rows.documents(path, container, first_line)
        return
    for number, found in enumerate(otlp_protobuf.requests(path, signal.name), 1):
        is_broken = isinstance(found, str)
        yield Document(number, None if is_broken else found, str(found) if is_broken else None)


def attributes(listed_ones: Any) -> Iterator[tuple[str, Any]] | None:
    """Attributes as names and plain values; None where they are no list of such."""
    if listed_ones is None:
        return iter(())
    if not isinstance(listed_ones, list):
        return None
    items = [cast("Any", item) if isinstance(item, dict) else {} for item in listed_ones]
    if not all(isinstance(item.get("key"), str) for item in items):
        return None
    return ((item["key"], plain(item.get("value"))) for item in items)


def attribute(name: str, *names: str) -> Field:
    """A field that is found under any of these attributes, by default the one of its name."""
    return Field(name, tuple((each,) for each in names or (name,)))


def agent_tags(said: Row) -> Row:
    """The tags among attributes; an id stands for its name where that is not said."""
    names = sorted(_AGENT_TAGS & said.keys(), reverse=True)
    return short({name.removesuffix(".id"): said[name] for name in names})


def plain(typed: Any) -> Any:
    """The value of an attribute: a scalar as it is, an array as a list, None for anything else."""
    for kind, value in as_object(typed).items():
        if kind in _SCALARS:
            return value
        if kind in _ARRAYS:
            return [plain(item) for item in listed(as_object(value), ("values",)) or ()]
    return None


def short(tags: Row) -> Row:
    """Tags as texts, without those that are longer than a name: they are work itself."""
    told = {
        name: rows.as_text(value)
        for name, value in tags.items()
        if not isinstance(value, (dict, list))
    }
    return {name: text for name, text in told.items() if text and len(text) <= LONGEST_TAG}


def hex_id(text: Any) -> str | None:
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


def listed(holder: Mapping[str, Any], spellings: tuple[str, ...]) -> list[Any] | None:
    """What is listed under one of these names; None where there is no list."""
    found = first(holder, *spellings)
    return cast("list[Any]", found) if isinstance(found, list) else None


def first(holder: Mapping[str, Any], *spellings: str) -> Any:
    """What stands under the first of these names that there is."""
    return next((holder[name] for name in spellings if name in holder), None)


def as_object(value: Any) -> Row:
    """A JSON object; an empty one for anything else."""
    return cast("Row", value) if isinstance(value, dict) else {}
