"""OTLP logs as flat rows."""

from __future__ import annotations

from pathlib import Path

from support import claude
from support.otel import START, TRACE, asked, attributes, event, logged, request, used
from tokenomics.sources.otel_logs import events


def test_a_row_has_what_its_resource_says(tmp_path: Path) -> None:
    """Tags of the resource and of the record are put together, the record's own first."""
    path = claude.write(tmp_path / "l.jsonl", [logged(asked(team="own"), team="all", project="p")])
    (found,) = events.read(path, "jsonl")

    assert found.row is not None
    assert found.row["told"] == {"team": "own", "project": "p"}
    assert (found.row["event"], found.row["service.name"]) == ("claude_code.api_request", "claude-code")  # fmt: skip


def test_lines_and_places(tmp_path: Path) -> None:
    """Of JSON Lines the line is told, of a document the place; every request has a row."""
    requests = [logged(asked(), asked()), logged(), request(used("a")), {"what": 1}]
    lines = list(events.read(claude.write(tmp_path / "l.jsonl", requests), "jsonl"))
    listed = tmp_path / "l.json"
    listed.write_text(str(requests).replace("'", '"'), "utf-8")

    assert [row.line for row in lines] == [1, 1, 2, 3, 4]
    assert [row.line for row in events.read(listed, "json")] == [1, 2, 3, 4, 5]
    assert [row.problem for row in lines][2:] == [None, None, "resourceLogs: missing"]


def test_an_event_may_be_named_in_three_places() -> None:
    """By itself, by its text, or by an attribute where the service is Claude Code's."""
    own = {"eventName": "claude_code.api_request", "attributes": []}
    short = {"attributes": attributes({"event.name": "api_request"})}
    rows = [*events.events(logged(own, event("api_request"), short, event("user_prompt")))]
    others = [*events.events(logged(short, **{"service.name": "another"}))]

    assert [bool(row) for row in rows] == [True, True, True, False]
    assert others == [{}]


def test_an_instant_that_is_not_known_is_the_one_of_its_arrival() -> None:
    """A time of 0 says that there is none."""
    late = {**asked(), "timeUnixNano": "0", "observedTimeUnixNano": str(START)}
    (row,) = events.events(logged(late))

    assert isinstance(row, dict)
    assert row["at"] == str(START)


def test_what_is_malformed_is_named() -> None:
    """Attributes that are no list, records that are no objects, groups that are none."""
    found = [
        *events.events(logged({**asked(), "attributes": 5})),
        *events.events({"resourceLogs": [{"scopeLogs": [{"logRecords": [1]}, {"logRecords": 1}, 2]}]}),
        *events.events({"resourceLogs": [5, {"resource": {"attributes": 5}, "scopeLogs": []}, {}]}),
        *events.events([]),
    ]  # fmt: skip

    assert found == [
        "attributes: not a list of keys and values", "logRecords: not an object", "logRecords: missing",
        "logRecords: missing", "resourceLogs: not an object", "resource.attributes: not a list of keys and values",
        "scopeLogs: missing", "line: not a JSON object",
    ]  # fmt: skip


def test_ids_are_hexadecimal() -> None:
    """Older collectors write them in base64."""
    record = {"eventName": events.EVALUATION, "traceId": "W47/95gDgQPSabYzgT/GDA==", "spanId": ""}
    (row,) = events.events(logged(record))

    assert isinstance(row, dict)
    assert (row["trace"], row["span"]) == (TRACE, None)
