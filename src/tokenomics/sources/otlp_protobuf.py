"""OTLP in protobuf: one request as sent, or the collector's file of requests with lengths.

Requests of spans, logs and metrics have one shape: what lies in their scopes tells which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal, get_args

from tokenomics.sources.contract import Row
from tokenomics.sources.unpack import DAMAGE, open_text

SignalName = Literal["spans", "logs", "metrics"]

_NAMES: tuple[SignalName, ...] = get_args(SignalName)
_FIELD_1, _FIELD_2 = b"\x0a", b"\x12"
# Bytes of a trace's and of a span's id.
_IDS = (16, 8)
_PREFIX = 4
_LONGEST_VARINT = 10


def looks_like(path: Path) -> bool:
    """Whether a file begins like a request: a list of resources, each with its scopes."""
    try:
        with open_text(path) as stream:
            head = stream.read(64)
    except (OSError, *DAMAGE):
        return False
    return _is_request(head) or _is_request(head[_PREFIX:])


def _is_request(head: bytes) -> bool:
    """Field 1 (what is of a resource) that begins with a resource or with a scope.

    An empty resource may stand there, and what is in it or in a scope begins with field 1 or 2.
    """
    if head[:1] != _FIELD_1:
        return False
    length, inner = _varint(head, 1)
    if head[inner : inner + 1] not in {_FIELD_1, _FIELD_2}:
        return False
    size, start = _varint(head, inner + 1)
    fits = start > inner + 1 and size <= length - (start - inner)
    return fits and (not size or head[start : start + 1] in {_FIELD_1, _FIELD_2})


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length and the place behind it: `at` itself where none ends."""
    value = 0
    for place, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    return 0, at


def signal_of(path: Path) -> SignalName | None:
    """What the requests of a file carry, told by the first one; None for a file that holds none."""
    if not looks_like(path):
        return None
    with open_text(path) as stream:
        part = _first_part(stream)
    # A span has two ids and a time, a log record has a time, a metric has data; all else looks empty.
    for name in _NAMES:
        if _carries(name, part):
            return name
    return "spans"


def _first_part(stream: IO[bytes]) -> bytes:
    head = stream.read(64)
    if _is_request(head):
        return head + stream.read()
    size = int.from_bytes(head[:_PREFIX], "big")
    return (head[_PREFIX:] + stream.read(max(0, size + _PREFIX - len(head))))[:size]


def _carries(name: SignalName, part: bytes) -> bool:
    from google.protobuf.message import DecodeError  # noqa: PLC0415

    try:
        message = _kind(name).FromString(part)
    except DecodeError:
        return False
    if name == "spans":
        return any(
            (len(span.trace_id), len(span.span_id)) == _IDS and span.start_time_unix_nano
            for resource in message.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        )
    if name == "logs":
        return any(
            record.time_unix_nano or record.observed_time_unix_nano
            for resource in message.resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
        )
    return any(
        metric.WhichOneof("data")
        for resource in message.resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    )


def _kind(name: SignalName) -> Any:
    """The type of a request; only who has such files waits the tenth of a second that it takes."""
    if name == "spans":
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415
            ExportTraceServiceRequest,
        )

        return ExportTraceServiceRequest
    if name == "logs":
        from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (  # noqa: PLC0415
            ExportLogsServiceRequest,
        )

        return ExportLogsServiceRequest
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (  # noqa: PLC0415
        ExportMetricsServiceRequest,
    )

    return ExportMetricsServiceRequest


def requests(path: Path, name: SignalName) -> Iterator[Row | str]:
    """The requests of a file as the JSON of OTLP has them, or why one cannot be read."""
    from google.protobuf.json_format import MessageToDict  # noqa: PLC0415
    from google.protobuf.message import DecodeError  # noqa: PLC0415

    kind = _kind(name)
    for part in _parts(path.read_bytes()):
        try:
            message = kind.FromString(part)
        except DecodeError:
            yield f"line: not a request of OTLP {name} in protobuf"
            continue
        yield MessageToDict(message)


def _parts(data: bytes) -> Iterator[bytes]:
    """The whole of a file, or its parts where each has its length in four bytes before it."""
    if _is_request(data[:64]):
        yield data
        return
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + _PREFIX], "big")
        yield (
            data[at + _PREFIX : at + _PREFIX + size]
            if at + _PREFIX + size <= len(data)
            else b"\xff"
        )
        at += _PREFIX + size
