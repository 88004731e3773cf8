"""Reads OTLP metrics: one row a data point of a metric that counts tokens or what an agent achieved.

A series is what all attributes of its resource and of its points tell apart; the row bears their digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from tokenomics.sources import otlp
from tokenomics.sources.contract import Container, Field, RawRow, Row, field

AGENT_TOKENS = "claude_code.token.usage"
# Metrics of the GenAI conventions state the same tokens by the call, by modality, by what a cache held and
# by phase. Of each side the first of these that a resource has is read, the others repeat it.
_SIDES = {
    "input": ("gen_ai.client.inference.input_tokens_by_cache", "gen_ai.client.token.usage", "gen_ai.client.inference.tokens"),
    "output": ("gen_ai.client.inference.output_tokens_by_phase", "gen_ai.client.token.usage", "gen_ai.client.inference.tokens"),
}  # fmt: skip
_SIDED = {"gen_ai.client.inference.input_tokens_by_cache": "input", "gen_ai.client.inference.output_tokens_by_phase": "output"}  # fmt: skip
_TOKENS = frozenset(name for names in _SIDES.values() for name in names)
METRICS = _TOKENS | {
    AGENT_TOKENS, "claude_code.commit.count", "claude_code.pull_request.count",
    "claude_code.lines_of_code.count", "claude_code.code_edit_tool.decision",
}  # fmt: skip
_DATA = ("sum", "histogram", "exponentialHistogram", "exponential_histogram", "gauge", "summary")
_NO_RECORDED_VALUE = 1

_OWN = (
    "metric",
    "shape",
    "temporality",
    "start",
    "at",
    "calls",
    "total",
    "side",
    "series_id",
    "told",
)


FIELDS: tuple[Field, ...] = (
    *(field(name) for name in _OWN),
    otlp.attribute("service", "service.name"),
    otlp.attribute("deployed_in", "deployment.environment.name", "deployment.environment"),
    otlp.attribute("session", "session.id"),
    otlp.attribute("user", "user.email", "user.account_uuid", "user.account_id", "user.id")._replace(privacy="pseudonymise"),
    otlp.attribute("account", "organization.id"),
    otlp.attribute("provider_said", "gen_ai.provider.name", "gen_ai.system"),
    otlp.attribute("host", "server.address"),
    otlp.attribute("asked", "gen_ai.request.model"),
    otlp.attribute("served", "gen_ai.response.model", "model"),
    otlp.attribute("operation", "gen_ai.operation.name"),
    otlp.attribute("modality", "gen_ai.token.modality"),
    otlp.attribute("cached", "gen_ai.token.cache"),
    otlp.attribute("phase", "gen_ai.token.phase"),
    otlp.attribute("kind", "type"),
    otlp.attribute("speed"),
    otlp.attribute("agent", "agent.name"),
    otlp.attribute("asked_by", "query_source"),
    otlp.attribute("decision"),
    otlp.attribute("decided_by", "source"),
)  # fmt: skip

_READ = frozenset(path[0] for known in FIELDS for path in known.paths) - frozenset(_OWN)


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a data point; an empty one for a metric that is not read, or where a line holds none."""
    return otlp.rows_of(otlp.METRICS, points, path, container, first_line)


def points(request: Any) -> Iterator[Row | str]:
    """The data points of a request as flat rows, or why there are none."""
    found = otlp.records(request, otlp.METRICS, _attributes)
    for _, group in groupby(found, _resource):
        metrics = list(group)
        names = frozenset(str(each[1].get("name")) for each in metrics if not isinstance(each, str))
        for each in metrics:
            yield from [each] if isinstance(each, str) else _of_metric(each[1], each[0], names)


def _resource(found: tuple[Row, Row] | str) -> int:
    return 0 if isinstance(found, str) else id(found[0])


def _of_metric(metric: Row, shared: Row, names: frozenset[str]) -> Iterator[Row | str]:
    """The data points of a metric, beside metrics of these names of one resource."""
    name = metric.get("name")
    shape = next((each for each in _DATA if each in metric), None)
    if not isinstance(name, str) or name not in METRICS or shape is None:
        yield {}
        return
    data = otlp.as_object(metric[shape])
    listed = otlp.listed(data, ("dataPoints", "data_points"))
    if listed is None:
        yield "dataPoints: missing"
        return
    of_metric = {
        "metric": name,
        "shape": shape,
        "temporality": otlp.first(data, "aggregationTemporality", "aggregation_temporality"),
    }
    for point in listed:
        yield _row(point, of_metric, shared, names) if isinstance(point, dict) else "dataPoints: not an object"  # fmt: skip


def _row(point: Row, of_metric: Row, shared: Row, names: frozenset[str]) -> Row | str:
    own = _attributes(point.get("attributes"))
    if own is None:
        return otlp.NO_ATTRIBUTES
    side = _side(of_metric["metric"], own["all"])
    sides = _SIDES.get(str(side), ())
    is_repeated = of_metric["metric"] in _TOKENS and next(
        (name for name in sides if name in names), None
    ) not in {of_metric["metric"], None}
    if is_repeated or _is_empty(point):
        return {}
    said = {**shared["all"], **own["all"]}
    return {
        **{name: value for name, value in said.items() if name in _READ},
        **of_metric,
        "told": otlp.agent_tags(said),
        "side": side,
        "series_id": _digest({"resource": shared["all"], "point": own["all"]}),
        "start": otlp.first(point, "startTimeUnixNano", "start_time_unix_nano"),
        "at": otlp.first(point, "timeUnixNano", "time_unix_nano"),
        "calls": point.get("count"),
        "total": otlp.first(point, "sum", "asInt", "as_int", "asDouble", "as_double"),
    }


def _is_empty(point: Row) -> bool:
    """Whether a point only says that nothing is recorded any more."""
    flags = str(point.get("flags", 0))
    return flags.isdecimal() and int(flags) & _NO_RECORDED_VALUE == _NO_RECORDED_VALUE


def _side(metric: str, said: Mapping[str, Any]) -> Any:
    """Which tokens a point counts: what its metric is about, else what it says itself."""
    return _SIDED.get(metric, said.get("gen_ai.token.type"))


def _digest(value: Row) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _attributes(listed: Any) -> Row | None:
    """All attributes with their plain values; None where they are no list."""
    stated = otlp.attributes(listed)
    return None if stated is None else {"all": dict(stated)}
