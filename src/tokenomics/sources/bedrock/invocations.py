"""Reads Bedrock's invocation logs: counts and names, and of an answer's body what it says of usage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row

SCHEMA = "ModelInvocationLog"
_KEPT = (
    "timestamp", "accountId", "region", "inferenceRegion", "requestId", "operation", "modelId", "requestMetadata", "errorCode",
)  # fmt: skip
_METRICS = "amazon-bedrock-invocationMetrics"


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """The invocations of a log as rows without their bodies; an empty one for anything else."""
    for raw in rows.read_rows(path, container, first_line):
        if raw.row is None:
            yield raw
        else:
            is_one = raw.row.get("schemaType") == SCHEMA
            yield raw._replace(row=_row(raw.row) if is_one else {})


def _row(log: Row) -> Row:
    sent, made = _object(log.get("input")), _object(log.get("output"))
    return {
        **{name: log.get(name) for name in _KEPT},
        "arn": _object(_first(log.get("identity"))).get("arn"),
        "sent": sent.get("inputTokenCount"),
        "read": sent.get("cacheReadInputTokenCount"),
        "written": sent.get("cacheWriteInputTokenCount"),
        "made": made.get("outputTokenCount"),
        **_said(made.get("outputBodyJson")),
    }


def _said(body: Any) -> Row:
    """What an answer, whole or as the events of its stream, says of itself; of two words the first."""
    said: Row = {}
    for event in body if isinstance(body, list) else [body]:
        for told in (_object(event), _object(_object(event).get("message"))):
            usage = _object(told.get("usage"))
            found = {
                "response": told.get("id"),
                "tier": _object(told.get("serviceTier")).get("type") or usage.get("service_tier"),
                "latency": _object(told.get(_METRICS)).get("invocationLatency") or _object(told.get("metrics")).get("latencyMs"),
                "first_byte": _object(told.get(_METRICS)).get("firstByteLatency"),
                **_lifetimes(usage),
            }  # fmt: skip
            said = {**{name: value for name, value in found.items() if value is not None}, **said}
    return said


def _lifetimes(usage: Row) -> Row:
    """How much of what was written to the cache lives how long: as Anthropic says it, or as Converse does."""
    created = _object(usage.get("cache_creation"))
    found = {
        "written_5m": created.get("ephemeral_5m_input_tokens"),
        "written_1h": created.get("ephemeral_1h_input_tokens"),
    }
    details = usage.get("cacheDetails")
    for told in map(_object, details if isinstance(details, list) else ()):
        found[f"written_{told.get('ttl')}"] = told.get("inputTokens")
    return found


def _object(value: Any) -> Row:
    return cast("Row", value) if isinstance(value, dict) else {}


def _first(value: Any) -> Any:
    """The value, or the first of a list."""
    return next(iter(value), None) if isinstance(value, list) else value
