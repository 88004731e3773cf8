"""OTLP requests as flat rows."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.otel import START, TRACE, chat, request, span, stating
from tokenomics.sources.contract import Container, RawRow
from tokenomics.sources.otel import spans


def read(path: Path, container: Container = "jsonl") -> list[RawRow]:
    """The rows of a file."""
    return list(spans.read(path, container))


def first(folder: Path, *requests: Any) -> dict[str, Any]:
    """The first row of a file of these requests."""
    row = read(claude.write(folder / "t.jsonl", requests))[0].row
    assert row is not None
    return row


def in_snake_case(value: Any) -> Any:
    """JSON with the names of OTLP as its schema spells them."""
    if isinstance(value, list):
        return [in_snake_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = {
        "resourceSpans": "resource_spans", "scopeSpans": "scope_spans", "traceId": "trace_id",
        "spanId": "span_id", "parentSpanId": "parent_span_id", "startTimeUnixNano": "start_time_unix_nano",
        "endTimeUnixNano": "end_time_unix_nano", "stringValue": "string_value", "intValue": "int_value",
        "doubleValue": "double_value", "boolValue": "bool_value", "arrayValue": "array_value",
    }  # fmt: skip
    return {names.get(name, name): in_snake_case(item) for name, item in value.items()}


def test_a_span_is_a_row(tmp_path: Path) -> None:
    """A row has the span's ids, times and status, and the attributes that are read."""
    row = first(tmp_path, request({**chat("b", "a", input_tokens=100), "status": {"code": 2}}))

    assert (row["trace"], row["span"], row["parent"]) == (TRACE, f"{11:016x}", f"{10:016x}")
    assert (row["start"], row["state"]) == (str(START), 2)
    assert row["gen_ai.usage.input_tokens"] == "100"
    assert row["service.name"] == "support-bot"


def test_nothing_that_was_said_is_read(tmp_path: Path) -> None:
    """Messages, in attributes and in events, get no further than the parser."""
    said = {"gen_ai.input.messages": "secret", "gen_ai.prompt.0.content": "secret", "input.value": "secret"}  # fmt: skip
    events = [{"name": "gen_ai.user.message", "attributes": [{"key": "content", "value": {"stringValue": "secret"}}]}]  # fmt: skip
    row = first(tmp_path, request(span("a", stated=said, events=events)))

    assert "secret" not in json.dumps(row)


def test_both_spellings_are_one(tmp_path: Path) -> None:
    """Camel and snake case give the same rows."""
    whole = request(stating(chat("b", "a", input_tokens=5), tag__tags=["a:b"], x=1.5))

    assert first(tmp_path, in_snake_case(whole)) == first(tmp_path, whole)


def test_ids_in_base64_are_the_same_ids(tmp_path: Path) -> None:
    """Exporters that follow the JSON of protocol buffers to the letter write bytes in base64."""
    packed: dict[str, Any] = {
        "traceId": base64.b64encode(bytes.fromhex(TRACE)).decode(),
        "spanId": base64.b64encode(bytes.fromhex(f"{11:016x}")).decode(),
        "parentSpanId": base64.b64encode(bytes.fromhex(f"{10:016x}")).decode(),
    }

    plain = chat("b", "a")

    assert first(tmp_path, request({**plain, **packed})) == first(tmp_path, request(plain))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        (TRACE.upper(), TRACE),
        ("0" * 16, None),
        ("", None),
        (5, None),
        ("!!!!!!!!!!!=", "!!!!!!!!!!!="),
    ],
)
def test_other_ids(text: Any, read_as: str | None, tmp_path: Path) -> None:
    """Capitals are small ones, zeros are no id, and what is neither stays as it is."""
    assert first(tmp_path, request({**chat("a"), "parentSpanId": text}))["parent"] == read_as


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ({"intValue": 5}, 5),
        ({"intValue": "5"}, "5"),
        ({"doubleValue": 0.1}, "0.1"),
        ({"boolValue": True}, True),
        ({"arrayValue": {"values": [{"stringValue": "a"}]}}, ["a"]),
        ({"arrayValue": {}}, []),
        ({"kvlistValue": {"values": []}}, None),
        ({}, None),
        (None, None),
        ("bare", None),
    ],
)
def test_values(value: Any, read_as: Any, tmp_path: Path) -> None:
    """An attribute's value is read whatever type it bears; objects and bytes are left."""
    one = {**span("a"), "attributes": [{"key": "gen_ai.usage.input_tokens", "value": value}]}

    assert first(tmp_path, request(one))["gen_ai.usage.input_tokens"] == read_as


def test_tags(tmp_path: Path) -> None:
    """Tags stand bare, below a prefix, or in an attribute that is JSON; a span's own stand before the rest."""
    inside = json.dumps({"step": 2, "deep": {"no": 1}, "prompt": "p" * 300})
    said = {"feature": "a", "traceloop.association.properties.ring": "canary", "metadata": inside, "trace.metadata.x": "p" * 300}  # fmt: skip
    row = first(tmp_path, request(span("a", stated=said), feature="b", team="t"))

    assert row["told"] == {"feature": "a", "ring": "canary", "step": "2", "team": "t"}


def test_where_the_caller_runs_is_not_where_it_is_served(tmp_path: Path) -> None:
    """A region is the call's where the span itself states it."""
    own = stating(chat("a"), cloud__region="eu-west-1")
    place = {"cloud.region": "us-east-1"}

    assert first(tmp_path, request(own, **place))["cloud.region"] == "eu-west-1"
    assert "cloud.region" not in first(tmp_path, request(chat("a"), **place))


@pytest.mark.parametrize("text", ["{", "[1]", '"a"'])
def test_metadata_that_is_no_object(text: str, tmp_path: Path) -> None:
    """It says nothing, and the span stands."""
    assert first(tmp_path, request(span("a", stated={"metadata": text})))["told"] == {}


def test_a_document_numbers_its_spans(tmp_path: Path) -> None:
    """A document, or an array of requests, has no lines: spans count from 1."""
    one, two = chat("a"), chat("b")
    for whole in (request(one, two), [request(one), request(two)]):
        path = tmp_path / "t.json"
        path.write_text(json.dumps(whole, indent=1))
        assert [row.line for row in read(path, "json")] == [1, 2]


@pytest.mark.parametrize(
    "value",
    [{}, {"resourceSpans": []}, {"resourceSpans": [{"scopeSpans": []}]}, {"resourceLogs": []}, request()],
)  # fmt: skip
def test_a_line_without_spans_is_an_empty_row(value: Any, tmp_path: Path) -> None:
    """What stands in a file is counted, also where it states nothing."""
    assert read(claude.write(tmp_path / "t.jsonl", [value])) == [RawRow(1, {}, None)]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"a": 1}, "resourceSpans: missing"),
        ([1], "line: not a JSON object"),
        ({"resourceSpans": [1]}, "resourceSpans: not an object"),
        ({"resourceSpans": [{}]}, "scopeSpans: missing"),
        ({"resourceSpans": [{"resource": {"attributes": 1}, "scopeSpans": []}]}, "resource.attributes: not a list of keys and values"),
        ({"resourceSpans": [{"scopeSpans": [1]}]}, "spans: missing"),
        ({"resourceSpans": [{"scopeSpans": [{"spans": [1]}]}]}, "spans: not an object"),
        ({"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [1]}]}]}]}, "attributes: not a list of keys and values"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_named(value: Any, problem: str, tmp_path: Path) -> None:
    """The rows around it stay."""
    path = claude.write(tmp_path / "t.jsonl", [value, request(chat("a"))])

    assert [(row.line, row.problem) for row in read(path)] == [(1, problem), (2, None)]


def test_a_document_that_is_no_json(tmp_path: Path) -> None:
    """It is one row that cannot be read."""
    path = tmp_path / "t.json"
    path.write_text("{")

    assert read(path, "json") == [RawRow(1, None, "line: not valid JSON")]
    path.write_text("[1]")
    assert read(path, "json") == [RawRow(1, None, "line: not a JSON object")]
