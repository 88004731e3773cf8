"""Reads OTLP logs: one row a log record, filled where it is an event that states a call or a judgement.

Of everything else that logs hold, what was said above all, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenomics.sources import otlp
from tokenomics.sources.contract import Container, Field, RawRow, Row, field

EVALUATION = "gen_ai.evaluation.result"
_AGENT = "claude_code."
# What Claude Code calls its service, unless somebody renamed it.
_SERVICE = "claude-code"
_OF_AGENT = frozenset({"api_request", "api_error", "tool_decision"})
EVENTS = frozenset({EVALUATION, *(_AGENT + name for name in _OF_AGENT)})

_OWN = ("event", "at", "trace", "span", "told")


FIELDS: tuple[Field, ...] = (
    *(field(name) for name in _OWN),
    otlp.attribute("service", "service.name"),
    otlp.attribute("session", "session.id"),
    otlp.attribute("user", "user.email", "user.account_uuid", "user.account_id", "user.id")._replace(privacy="pseudonymise"),
    otlp.attribute("account", "organization.id"),
    otlp.attribute("sequence", "event.sequence"),
    otlp.attribute("request", "request_id"),
    otlp.attribute("client_request", "client_request_id"),
    otlp.attribute("model"),
    otlp.attribute("input_said", "input_tokens"),
    otlp.attribute("output_said", "output_tokens"),
    otlp.attribute("read_said", "cache_read_tokens"),
    otlp.attribute("written_said", "cache_creation_tokens"),
    otlp.attribute("cost", "cost_usd"),
    otlp.attribute("duration", "duration_ms"),
    otlp.attribute("speed"),
    otlp.attribute("agent", "agent.name"),
    otlp.attribute("asked_by", "query_source"),
    otlp.attribute("tried", "attempt"),
    otlp.attribute("code", "status_code"),
    otlp.attribute("tool", "tool_name"),
    otlp.attribute("decision"),
    otlp.attribute("decided_by", "source"),
    otlp.attribute("evaluation", "gen_ai.evaluation.name"),
    otlp.attribute("score", "gen_ai.evaluation.score.value"),
    otlp.attribute("verdict", "gen_ai.evaluation.score.label"),
    otlp.attribute("response", "gen_ai.response.id"),
    otlp.attribute("conversation", "gen_ai.conversation.id"),
    otlp.attribute("fault_said", "error.type"),
)  # fmt: skip

_READ = frozenset(path[0] for known in FIELDS for path in known.paths) - frozenset(_OWN)


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a log record; an empty one where a line holds none, or one that states nothing."""
    return otlp.rows_of(otlp.LOGS, events, path, container, first_line)


def events(request: Any) -> Iterator[Row | str]:
    """The log records of a request as flat rows, each with its resource's own attributes, or why there are none."""
    for found in otlp.records(request, otlp.LOGS, _attributes):
        yield found if isinstance(found, str) else _row(found[1], found[0])


def _row(record: Row, shared: Row) -> Row | str:
    own = _attributes(record.get("attributes"))
    if own is None:
        return otlp.NO_ATTRIBUTES
    event = _event(record, {**shared, **own})
    if event is None:
        return {}
    return {
        **shared,
        **own,
        "told": {**shared["told"], **own["told"]},
        "event": event,
        "at": next(filter(_is_instant, _instants(record)), None),
        "trace": otlp.hex_id(otlp.first(record, "traceId", "trace_id")),
        "span": otlp.hex_id(otlp.first(record, "spanId", "span_id")),
    }


def _instants(record: Row) -> Iterator[Any]:
    yield otlp.first(record, "timeUnixNano", "time_unix_nano")
    yield otlp.first(record, "observedTimeUnixNano", "observed_time_unix_nano")


def _is_instant(value: Any) -> bool:
    """Whether an instant is stated: 0 says that it is not known."""
    return value is not None and str(value).strip() not in {"", "0"}


def _event(record: Row, said: Row) -> str | None:
    """The event that a record is, where it is one that is read: named by itself, its text or an attribute."""
    given = said.get("event.name")
    names = [otlp.first(record, "eventName", "event_name"), otlp.plain(record.get("body")), given]
    if said.get("service.name") == _SERVICE and isinstance(given, str):
        names.append(_AGENT + given)
    return next((name for name in names if isinstance(name, str) and name in EVENTS), None)


def _attributes(listed: Any) -> Row | None:
    """The attributes that are read, with their plain values, and the tags; None where they are no list."""
    stated = otlp.attributes(listed)
    if stated is None:
        return None
    found = dict(stated)
    kept = {name: value for name, value in found.items() if name in _READ or name == "event.name"}
    return {**kept, "told": otlp.agent_tags(found)}
