"""OTLP metrics as flat rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support import claude
from support.otel import measured, metric, point, request, tokens, used
from tokenomics.sources.otel_metrics import points

USAGE = "gen_ai.client.token.usage"
COUNTER = "gen_ai.client.inference.tokens"
BY_CACHE = "gen_ai.client.inference.input_tokens_by_cache"


def rows_of(*metrics: dict[str, Any], **resource: Any) -> list[dict[str, Any]]:
    """The rows of a request's points."""
    found = list(points.points(measured(*metrics, **resource)))
    assert all(isinstance(row, dict) for row in found)
    return [row for row in found if isinstance(row, dict)]


def read_of(rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Metric and side of the rows that state something."""
    return [(row["metric"], row["side"]) for row in rows if row]


def test_a_series_is_told_by_all_that_it_bears() -> None:
    """Attributes that are not read make another series too, of the resource and of the point."""
    found = [
        *rows_of(metric(USAGE, tokens("input", 1.0), tokens("input", 1.0, region="eu"))),
        *rows_of(metric(USAGE, tokens("input", 1.0)), host="h"),
        *rows_of(metric(USAGE, tokens("input", 5.0))),
    ]
    ids = [row["series_id"] for row in found]

    assert len({*ids}) == 3
    assert ids[0] == ids[3]
    assert "region" not in found[1]


def test_of_each_side_one_metric_is_read() -> None:
    """What a cache held is told finest, the histogram tells calls; a counter stands where it is alone."""
    histogram = metric(USAGE, tokens("input", 1.0), tokens("output", 1.0))
    counter = metric(COUNTER, point(1, gen_ai__token__type="input"))
    by_cache = metric(BY_CACHE, point(1, gen_ai__token__cache="read"))

    assert read_of(rows_of(histogram, counter)) == [(USAGE, "input"), (USAGE, "output")]
    assert read_of(rows_of(counter, histogram, by_cache)) == [
        (USAGE, "output"),
        (BY_CACHE, "input"),
    ]
    assert read_of(rows_of(counter)) == [(COUNTER, "input")]


def test_another_resource_repeats_nothing() -> None:
    """Two services of one request, each with a metric of its own, are both read."""
    two = measured(metric(USAGE, tokens("input", 1.0)))
    two["resourceMetrics"] += measured(metric(COUNTER, point(1, gen_ai__token__type="input")))["resourceMetrics"]  # fmt: skip
    found = [row for row in points.points(two) if isinstance(row, dict)]

    assert read_of(found) == [(USAGE, "input"), (COUNTER, "input")]


def test_points_without_a_value_state_nothing() -> None:
    """The flag says that nothing is recorded any more."""
    assert rows_of(metric(USAGE, {**tokens("input", 1.0), "flags": 1})) == [{}]
    assert len(read_of(rows_of(metric(USAGE, {**tokens("input", 1.0), "flags": "2"})))) == 1


def test_lines_and_places(tmp_path: Path) -> None:
    """Of JSON Lines the line is told, of a document the place; every request has a row."""
    requests = [
        measured(metric(USAGE, tokens("input", 1.0), tokens("output", 1.0)), metric("x")),
        measured(), request(used("a")), {"what": 1},
    ]  # fmt: skip
    lines = list(points.read(claude.write(tmp_path / "m.jsonl", requests), "jsonl"))
    listed = tmp_path / "m.json"
    listed.write_text(json.dumps(requests), "utf-8")

    assert [row.line for row in lines] == [1, 1, 1, 2, 3, 4]
    assert [row.line for row in points.read(listed, "json")] == [1, 2, 3, 4, 5, 6]
    assert [row.problem for row in lines][3:] == [None, None, "resourceMetrics: missing"]


def test_what_is_malformed_is_named() -> None:
    """Points that are no list, no objects, or have no attributes."""
    found = points.points(measured(
        {"name": USAGE, "sum": {}}, {"name": USAGE, "sum": {"dataPoints": [5, {"attributes": 5}]}}, {"name": 5}, {"name": [USAGE]}, {"name": USAGE},
    ))  # fmt: skip

    assert list(found) == [
        "dataPoints: missing", "dataPoints: not an object", "attributes: not a list of keys and values", {}, {}, {},
    ]  # fmt: skip


def test_tags_of_a_resource() -> None:
    """A team's id is its name, unless a team is named too."""
    (row,) = rows_of(metric(USAGE, tokens("input", 1.0)), **{"team.id": "t-1", "department": "d"})
    (other,) = rows_of(metric(USAGE, tokens("input", 1.0, team="t")), **{"team.id": "t-1"})

    assert row["told"] == {"team": "t-1", "department": "d"}
    assert other["told"] == {"team": "t"}
