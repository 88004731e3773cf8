"""OTLP requests as rows."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.otel import TRACE, attributes, chat, request, span
from tokenomics.sources.contract import RawRow
from tokenomics.sources.otel import spans


def read(folder: Path, *requests: Any) -> list[RawRow]:
    """The rows of a file with one request a line."""
    return list(spans.read(claude.write(folder / "t.jsonl", requests), "jsonl"))


def test_each_span_is_a_row_and_a_call_is_read(tmp_path: Path) -> None:
    """What is no call is an empty row at its line."""
    first, second = read(tmp_path, request(span("a")), request(chat("b", "a", input_tokens=3)))

    assert first == RawRow(1, {}, None)
    assert second.line == 2
    assert second.row is not None
    assert second.row["trace"] == TRACE
    assert second.row["attributes"]["gen_ai.usage.input_tokens"] == "3"
    assert second.row["resource"] == {"service.name": "support-bot"}


def test_values_of_all_types() -> None:
    """Lists and maps are read through; protobuf's spelling is known too."""
    stated = {
        "a": {"intValue": "1"},
        "b": {"bool_value": True},
        "c": {"arrayValue": {"values": [{"stringValue": "x"}, {"doubleValue": 0.5}]}},
        "d": {"kvlistValue": {"values": [{"key": "k", "value": {"stringValue": "v"}}]}},
        "e": {},
        "f": {"arrayValue": {}},
    }
    listed = [{"key": key, "value": value} for key, value in stated.items()]

    assert spans.attributes(listed) == {
        "a": "1", "b": True, "c": ["x", 0.5], "d": {"k": "v"}, "e": None, "f": [],
    }  # fmt: skip
    assert spans.attributes(None) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TRACE.upper(), TRACE),
        (base64.b64encode(bytes.fromhex(TRACE)).decode(), TRACE),
        ("", None),
        ("0000000000000000", None),
        (None, None),
        ("my span", "my span"),
    ],
)
def test_ids_are_hexadecimal(text: str | None, found: str | None) -> None:
    """Exporters that write base64 name the same spans; an empty parent is none."""
    assert spans.identifier(text) == found


def test_names_in_protobufs_spelling(tmp_path: Path) -> None:
    """Requests that were written without the JSON mapping's names are read alike."""
    one = chat("a", input_tokens=3)
    plain = {
        "resource_spans": [
            {
                "resource": {"attributes": attributes({"service.name": "support-bot"})},
                "instrumentation_library_spans": [
                    {
                        "spans": [
                            {
                                "trace_id": one["traceId"],
                                "span_id": one["spanId"],
                                "name": "span",
                                "start_time_unix_nano": one["startTimeUnixNano"],
                                "end_time_unix_nano": one["endTimeUnixNano"],
                                "attributes": one["attributes"],
                            }
                        ]
                    }
                ],
            }
        ]
    }
    ((_, ours, _),) = read(tmp_path, request(one))
    ((_, theirs, _),) = read(tmp_path, plain)

    assert ours == theirs


def test_what_is_no_span_is_said(tmp_path: Path) -> None:
    """A broken line, a span that is none, and a request without any are a row each."""
    path = tmp_path / "t.jsonl"
    odd = request("x")  # pyright: ignore[reportArgumentType]
    path.write_text(f"{json.dumps(odd)}\n{{broken\n{json.dumps(request())}\n", "utf-8")

    assert [(row.line, row.problem) for row in spans.read(path, "jsonl")] == [
        (1, "spans: not an object"),
        (2, "line: not valid JSON"),
        (3, None),
    ]


def test_tags_are_gathered_and_texts_are_not(tmp_path: Path) -> None:
    """Tags, metadata and associations are texts `key:value`; what is long is no tag."""
    stated = {
        "tag.tags": ["feature:agent", "x"],
        "metadata": json.dumps({"team": "core", "n": 3, "deep": {"no": 1}, "prompt": "p" * 300}),
        "traceloop.association.properties.customer": "acme",
        "gen_ai.usage.input_tokens": 1,
    }
    ((_, row, _),) = read(tmp_path, request(span("a", stated=stated)))

    assert row is not None
    assert row["tags"] == ["feature:agent", "x", "team:core", "n:3", "customer:acme"]
