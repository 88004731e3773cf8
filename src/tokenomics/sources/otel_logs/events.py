"""Reads OTLP logs: one row a log record, filled where it is an event that states a call or a judgement.

Of everything else that logs hold, what was said above all, nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenomics.sources import otlp, rows
from tokenomics.sources.contract import Container, Field, RawRow, Row, field

EVALUATION = "gen_ai.evaluation.result"
_AGENT = "claude_code."
# What Claude Code calls its service, unless somebody renamed it.
_SERVICE = "claude-code"
_OF_AGENT = frozenset({"api_request", "api_error", "tool_decision"})
EVENTS = frozenset({EVALUATION, *(_AGENT + name for name in _OF_AGENT)})

_OWN = ("event", "at", "trace", "span", "told")
# Names that Claude Code's users give to what the bill is split by.
_TAGS = otlp.TAGS | {"department", "cost_center", "team.id"}


def _named(name: str, *names: str) -> Field:
    return Field(name, tuple((attribute,) for attribute in names or (name,)))


FIELDS: tuple[Field, ...] = (
    *(field(name) for name in _OWN),
    _named("service", "service.name"),
    _named("session", "session.id"),
    _named("user", "user.email", "user.account_uuid", "user.account_id", "user.id")._replace(privacy="pseudonymise"),
    _named("account", "organization.id"),
    _named("sequence", "event.sequence"),
    _named("request", "request_id"),
    _named("client_request", "client_request_id"),
    _named("model"),
    _named("input_said", "input_tokens"),
    _named("output_said", "output_tokens"),
    _named("read_said", "cache_read_tokens"),
    _named("written_said", "cache_creation_tokens"),
    _named("cost", "cost_usd"),
    _named("duration", "duration_ms"),
    _named("speed"),
    _named("agent", "agent.name"),
    _named("asked_by", "query_source"),
    _named("tried", "attempt"),
    _named("code", "status_code"),
    _named("tool", "tool_name"),
    _named("decision"),
    _named("decided_by", "source"),
    _named("evaluation", "gen_ai.evaluation.name"),
    _named("score", "gen_ai.evaluation.score.value"),
    _named("verdict", "gen_ai.evaluation.score.label"),
    _named("response", "gen_ai.response.id"),
    _named("conversation", "gen_ai.conversation.id"),
    _named("fault_said", "error.type"),
)  # fmt: skip

_READ = frozenset(path[0] for known in FIELDS for path in known.paths) - frozenset(_OWN)


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a log record; an empty one where a line holds none, or one that states nothing."""
    requests = rows.documents(path, container, first_line)
    return otlp.numbered(requests, events, by_place=container == "json")


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
    tags = {
        name.removesuffix(".id"): found[name] for name in sorted(_TAGS & found.keys(), reverse=True)
    }
    kept = {name: value for name, value in found.items() if name in _READ or name == "event.name"}
    return {**kept, "told": otlp.short(tags)}
