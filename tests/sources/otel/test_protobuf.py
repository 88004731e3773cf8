"""OTLP in protobuf says what it says in JSON."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support import claude
from support.ledgers import rejects, select, take
from support.otel import chat, request, stating
from tokenomics.sources.otel import protobuf

COLUMNS = "request_id, response_id, model_served, input, cache_read, output, reported_cost"


def packed(found: dict[str, Any]) -> bytes:
    """A request in protobuf; its ids are bytes there."""
    copy = {**found, "resourceSpans": [dict(part) for part in found["resourceSpans"]]}
    for part in copy["resourceSpans"]:
        part["scopeSpans"] = [
            {**scope, "spans": [_with_bytes(span) for span in scope["spans"]]}
            for scope in part["scopeSpans"]
        ]
    return ParseDict(copy, ExportTraceServiceRequest()).SerializeToString()


def _with_bytes(span: dict[str, Any]) -> dict[str, Any]:
    ids = {
        name: base64.b64encode(bytes.fromhex(span[name])).decode()
        for name in ("traceId", "spanId", "parentSpanId")
    }
    return {**span, **ids}


CALL = stating(
    chat("a", "b", input_tokens=12, output_tokens=3, cache_read__input_tokens=10, total_cost=0.1),
    gen_ai__response__id="r-1",
)
MORE = chat("c", input_tokens=5, output_tokens=1)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_request_says_the_same_in_both_forms(tmp_path: Path, ending: str) -> None:
    """Ids, counts and money of a request are equal in JSON and in protobuf, packed or not."""
    data = packed(request(CALL, MORE))
    path = tmp_path / f"traces.binpb{ending}"
    path.write_bytes(gzip.compress(data) if ending else data)
    take(tmp_path / "one", path)
    take(tmp_path / "two", claude.write(tmp_path / "t.jsonl", [request(CALL, MORE)]))

    found = select(tmp_path / "one", COLUMNS, rest="ORDER BY request_id")
    assert found == select(tmp_path / "two", COLUMNS, rest="ORDER BY request_id")
    assert [row[3:6] for row in found] == [(2, 10, 3), (5, None, 1)]


def test_the_collectors_file_has_a_length_before_each_request(tmp_path: Path) -> None:
    """Requests one after the other are all read, and one that is cut is refused."""
    parts = [packed(request(CALL)), packed(request(MORE))]
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    path = tmp_path / "traces.proto"
    path.write_bytes(framed)
    take(tmp_path / "ledger", path)
    assert select(tmp_path / "ledger", "count(*), sum(output)") == [(2, 4)]

    path.write_bytes(framed[:-5])
    take(tmp_path / "cut", path)
    assert select(tmp_path / "cut", "count(*)") == [(1,)]
    assert "not a request of OTLP traces" in str(rejects(tmp_path / "cut"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        b"\n" * 9,
        b"\n{}\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x0a\x05hello",
    ],
)
def test_other_files_do_not_look_like_it(tmp_path: Path, data: bytes) -> None:
    """Neither blank lines nor JSON nor pictures are taken for a request."""
    path = tmp_path / "file"
    path.write_bytes(data)

    assert not protobuf.looks_like(path)
