"""OTLP's JSON, whatever signal it carries."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.otel import attributes, logged, request
from tokenomics.sources import otlp
from tokenomics.sources.contract import RawRow, Row, Sample


def everything(listed: Any) -> Row | None:
    """All attributes of a resource."""
    found = otlp.attributes(listed)
    return None if found is None else dict(found)


def test_records_bear_what_their_resource_says() -> None:
    """In camel and in snake case alike."""
    service = {"attributes": attributes({"service.name": "s"})}
    snake = {"resource_logs": [{"resource": service, "scope_logs": [{"log_records": [{"a": 1}]}]}]}
    camel = {"resourceLogs": [{"resource": service, "scopeLogs": [{"logRecords": [{"a": 1}]}]}]}

    for each in (snake, camel):
        assert otlp.LOGS.is_in(each)
        assert list(otlp.records(each, otlp.LOGS, everything)) == [
            ({"service.name": "s"}, {"a": 1})
        ]


def test_a_request_of_another_signal_holds_none() -> None:
    """What is no request of OTLP is named."""
    assert list(otlp.records(request(), otlp.LOGS, everything)) == []
    assert list(otlp.records(logged(), otlp.METRICS, everything)) == []
    assert list(otlp.records({}, otlp.SPANS, everything)) == []
    assert list(otlp.records({"spans": []}, otlp.SPANS, everything)) == ["resourceSpans: missing"]
    assert not otlp.SPANS.is_in({"resourceSpans": "x"})
    assert otlp.LOGS.is_of(Sample(Path("x"), "jsonl", ({}, logged()), ()))


def test_every_request_has_a_row(tmp_path: Path) -> None:
    """An empty one has an empty row, a broken one its problem; a document's rows are numbered."""

    def two(value: Any) -> Iterator[Row | str]:
        return iter([{"v": value["v"]}, "v: wrong"] if value else [])

    lines, listed = tmp_path / "l.jsonl", tmp_path / "l.json"
    lines.write_text('{"v": 1}\n{}\n{broken\n', "utf-8")
    listed.write_text('[{"v": 1}, {}, {"v": 2}]', "utf-8")

    assert list(otlp.rows_of(otlp.LOGS, two, lines, "jsonl", 3)) == [
        RawRow(3, {"v": 1}, None), RawRow(3, None, "v: wrong"), RawRow(4, {}, None), RawRow(5, None, "line: not valid JSON"),
    ]  # fmt: skip
    assert [row.line for row in otlp.rows_of(otlp.LOGS, two, listed, "json")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ({"stringValue": "a"}, "a"), ({"int_value": "7"}, "7"), ({"boolValue": True}, True), ({"doubleValue": "0.5"}, "0.5"),
        ({"arrayValue": {"values": [{"stringValue": "a"}, {"bytesValue": "x"}]}}, ["a", None]), ({"arrayValue": {}}, []),
        ({"kvlistValue": {}}, None), (None, None), ("a", None),
    ],
)  # fmt: skip
def test_plain_values(typed: Any, value: Any) -> None:
    """Scalars and lists of them are read, anything else is none."""
    assert otlp.plain(typed) == value


@pytest.mark.parametrize("listed", [5, [5], [{"value": {}}], [{"key": 1}]])
def test_attributes_that_are_no_list_of_such(listed: Any) -> None:
    """They are told from none at all."""
    assert otlp.attributes(listed) is None
    assert everything(None) == {}


def test_tags_are_names() -> None:
    """A longer text is work itself, an object is no tag."""
    longest = "x" * otlp.LONGEST_TAG

    assert otlp.short({"a": 1, "b": longest, "c": longest + "x", "d": {}, "e": None, "f": True}) == {
        "a": "1", "b": longest, "f": "true",
    }  # fmt: skip


def test_tags_of_agents() -> None:
    """An id stands for the name that is not said; what is no tag is none."""
    said = {"team.id": "t-1", "department": "d", "host": "h"}

    assert otlp.agent_tags(said) == {"team": "t-1", "department": "d"}
    assert otlp.agent_tags({**said, "team": "t"}) == {"team": "t", "department": "d"}
    assert otlp.attribute("a").paths == (("a",),)
    assert otlp.attribute("a", "b.c", "d").paths == (("b.c",), ("d",))


def test_ids() -> None:
    """Hexadecimal in either case, base64 of 16 and of 8 bytes; what is neither is left, zeros are none."""
    assert otlp.hex_id("AB" * 8) == "ab" * 8
    assert otlp.hex_id(base64.b64encode(bytes(range(8))).decode()) == "0001020304050607"
    assert otlp.hex_id(base64.b64encode(bytes(range(1, 17))).decode()) == bytes(range(1, 17)).hex()
    assert otlp.hex_id("!" * 22 + "==") == "!" * 22 + "=="
    assert [otlp.hex_id(each) for each in ("", "0" * 16, None, 5)] == [None] * 4
