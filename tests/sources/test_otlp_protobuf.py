"""OTLP in protobuf says what it says in JSON."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support import claude
from support.ledgers import rejects, select, take
from support.otel import (
    asked,
    chat,
    evaluation,
    logged,
    measured,
    metric,
    request,
    span,
    stating,
    tokens,
)  # fmt: skip
from tokenomics.sources import otlp_protobuf

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
    assert "not a request of OTLP spans" in str(rejects(tmp_path / "cut"))


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

    assert not otlp_protobuf.looks_like(path)
    assert otlp_protobuf.signal_of(path) is None


def packed_logs(found: dict[str, Any]) -> bytes:
    """A request of logs in protobuf."""
    return ParseDict(found, ExportLogsServiceRequest()).SerializeToString()


def packed_metrics(found: dict[str, Any]) -> bytes:
    """A request of metrics in protobuf."""
    return ParseDict(found, ExportMetricsServiceRequest()).SerializeToString()


def framed(*parts: bytes) -> bytes:
    """Requests as the collector's file has them."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


LOGS = logged(asked(request_id="req_1"), evaluation("tone", response="r", score__value=0.5))
# A name as long as a trace's id, described in as many letters as a span's id has bytes.
ODD = {**metric("http.server.time", tokens("input", 1.0)), "description": "duration"}
METRICS = measured(ODD, metric("gen_ai.client.token.usage", tokens("input", 5.0)))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (packed(request(CALL)), "spans"), (packed_logs(LOGS), "logs"), (packed_metrics(METRICS), "metrics"),
        (packed(request(stating(span("a"), a="b"))), "spans"), (packed(request()), "spans"),
    ],
)  # fmt: skip
def test_what_requests_carry(data: bytes, name: str, tmp_path: Path) -> None:
    """It is told by what lies in their scopes, in one request and in a file of several."""
    for number, content in enumerate((data, framed(data, data), gzip.compress(framed(data)))):
        path = tmp_path / f"{number}.binpb"
        path.write_bytes(content)
        assert otlp_protobuf.signal_of(path) == name


@pytest.mark.parametrize("form", [bytes, framed])
def test_logs_and_metrics_say_the_same_in_both_forms(form: Any, tmp_path: Path) -> None:
    """Calls, sums and outcomes are equal in JSON and in protobuf."""
    for name, data in (("logs", packed_logs(LOGS)), ("metrics", packed_metrics(METRICS))):
        (tmp_path / f"{name}.binpb").write_bytes(form(data))
        take(tmp_path / "one", tmp_path / f"{name}.binpb")
    take(tmp_path / "two", claude.write(tmp_path / "logs.jsonl", [LOGS]))
    take(tmp_path / "two", claude.write(tmp_path / "metrics.jsonl", [METRICS]))

    usage = "lower(hex(record_id)), source, request_id, input, cache_read, output, epoch_us(ts)"
    outcome = "lower(hex(record_id)), source, target_id, name, value, epoch_us(ts)"
    for what, kind in ((usage, "usage"), (outcome, "outcome")):
        one, two = (select(tmp_path / name, what, kind, "ORDER BY ALL") for name in ("one", "two"))
        assert one == two
        assert one
