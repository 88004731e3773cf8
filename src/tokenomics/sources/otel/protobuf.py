"""OTLP traces in protobuf: one request as sent, or the collector's file of requests with lengths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tokenomics.sources.contract import Row
from tokenomics.sources.unpack import DAMAGE, open_text

_FIELD_1, _FIELD_2 = b"\x0a", b"\x12"
_PREFIX = 4
_LONGEST_VARINT = 10


def looks_like(path: Path) -> bool:
    """Whether a file begins like a request of traces: a list of resources, each with its scopes."""
    try:
        with open_text(path) as stream:
            head = stream.read(64)
    except (OSError, *DAMAGE):
        return False
    return _is_request(head) or _is_request(head[_PREFIX:])


def _is_request(head: bytes) -> bool:
    """Field 1 (a resource's spans) that begins with a resource or with spans in a scope.

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


def requests(path: Path) -> Iterator[Row | str]:
    """The requests of a file as the JSON of OTLP has them, or why one cannot be read."""
    # A tenth of a second that nobody else needs.
    from google.protobuf.json_format import MessageToDict  # noqa: PLC0415
    from google.protobuf.message import DecodeError  # noqa: PLC0415
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415
        ExportTraceServiceRequest,
    )

    for part in _parts(path.read_bytes()):
        try:
            message = ExportTraceServiceRequest.FromString(part)
        except DecodeError:
            yield "line: not a request of OTLP traces in protobuf"
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
