"""OpenTelemetry spans, a line of a test each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from support import claude
from support.draft import Draft, drafts
from tokenomics.sources import otel

TRACE = "5b8efff798038103d269b633813fc60c"
# 2026-11-02T09:21:00Z
START = 1_793_611_260 * 10**9
SECOND = 10**9
METERS = (
    "input", "cache_read", "cache_write", "output", "reasoning", "input_audio", "input_image",
    "input_video", "output_audio", "output_image",
)  # fmt: skip


def typed(value: Any) -> dict[str, Any]:
    """A value as OTLP writes it in JSON: whole numbers are text."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [typed(item) for item in value]}}
    return {"stringValue": value}


def attributes(stated: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Attributes as OTLP lists them."""
    return [{"key": key, "value": typed(value)} for key, value in stated.items()]


def span(name: str, parent: str = "", /, **changes: Any) -> dict[str, Any]:
    """A span that states nothing: its id ends in `name`; `stated` are its attributes."""
    stated = changes.pop("stated", {})
    return {
        "traceId": TRACE,
        "spanId": name.rjust(16, "0"),
        "parentSpanId": parent.rjust(16, "0") if parent else "",
        "name": "span",
        "startTimeUnixNano": str(START),
        "endTimeUnixNano": str(START + 2 * SECOND),
        "status": {},
        "attributes": attributes(stated),
        **changes,
    }


def chat(name: str, parent: str = "", /, **usage: Any) -> dict[str, Any]:
    """A span of a call to `gpt-4o`; counts are named without their prefix, dots as two underscores."""
    stated = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
    }
    counts = {f"gen_ai.usage.{key.replace('__', '.')}": count for key, count in usage.items()}
    return span(name, parent, stated={**stated, **counts})


def stating(found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A span with more attributes, dots as two underscores."""
    more = {key.replace("__", "."): value for key, value in changes.items()}
    return {**found, "attributes": [*found["attributes"], *attributes(more)]}


def request(*spans: dict[str, Any], **resource: Any) -> dict[str, Any]:
    """A request that exports spans of one service."""
    service = {"service.name": "support-bot", **resource}
    scoped: Sequence[Any] = [{"scope": {"name": "library"}, "spans": list(spans)}]
    return {
        "resourceSpans": [{"resource": {"attributes": attributes(service)}, "scopeSpans": scoped}]
    }


def event(name: str, *, at: int = START, **stated: Any) -> dict[str, Any]:
    """A log record of an event of Claude Code; names of attributes with dots as two underscores."""
    named = {key.replace("__", "."): value for key, value in stated.items()}
    return {
        "timeUnixNano": str(at),
        "body": {"stringValue": f"claude_code.{name}"},
        "attributes": attributes({"event.name": name, "session.id": "s-1", **named}),
    }


def asked(*, at: int = START, **stated: Any) -> dict[str, Any]:
    """The event of a call that took 2 seconds and was over at an instant."""
    said: dict[str, Any] = {
        "model": "claude-opus-4-6", "duration_ms": 2_000, "input_tokens": 2, "output_tokens": 260,
        "cache_read_tokens": 15_030, "cache_creation_tokens": 8_655,
    }  # fmt: skip
    return event("api_request", at=at, **{**said, **stated})


def requested(name: str, **stated: Any) -> dict[str, Any]:
    """The span in which Claude Code tells of the call that `asked` is the event of."""
    said: dict[str, Any] = {
        "span.type": "llm_request", "gen_ai.system": "anthropic", "gen_ai.request.model": "claude-opus-4-6",
        "model": "claude-opus-4-6", "session.id": "s-1", "input_tokens": 2, "output_tokens": 260,
        "cache_read_tokens": 15_030, "cache_creation_tokens": 8_655, "success": "true",
    }  # fmt: skip
    more = {key.replace("__", "."): value for key, value in stated.items()}
    return {**span(name, stated={**said, **more}), "name": "claude_code.llm_request"}


def evaluation(name: str, *, at: int = START, **stated: Any) -> dict[str, Any]:
    """A log record of an evaluation; attributes without their prefix, `response`, `trace` and `span` name what is judged."""
    marks = {"responseId": "response", "traceId": "trace", "spanId": "span"}
    where = {key: stated.pop(mark) for key, mark in marks.items() if mark in stated}
    response = where.pop("responseId", None)
    said = {f"gen_ai.evaluation.{key.replace('__', '.')}": value for key, value in stated.items()}
    if response is not None:
        said["gen_ai.response.id"] = response
    return {
        "timeUnixNano": str(at),
        "eventName": "gen_ai.evaluation.result",
        "attributes": attributes({"gen_ai.evaluation.name": name, **said}),
        **where,
    }


def logged(*found: dict[str, Any], **resource: Any) -> dict[str, Any]:
    """A request that exports log records of Claude Code, or of the service that is given."""
    service = {"service.name": "claude-code", **resource}
    scoped = [{"scope": {"name": "events"}, "logRecords": list(found)}]
    return {
        "resourceLogs": [{"resource": {"attributes": attributes(service)}, "scopeLogs": scoped}]
    }


def point(
    total: float, *, start: int = 0, at: int = 60, count: int | None = None, **stated: Any
) -> dict[str, Any]:
    """A data point over seconds from START on; of a histogram where it counts calls; dots as two underscores."""
    whole = {"asInt": str(total)} if isinstance(total, int) else {"asDouble": total}
    return {
        "attributes": attributes({key.replace("__", "."): value for key, value in stated.items()}),
        "startTimeUnixNano": str(START + start * SECOND),
        "timeUnixNano": str(START + at * SECOND),
        **(whole if count is None else {"count": str(count), "sum": total}),
    }


def metric(name: str, *points: dict[str, Any], temporality: Any = 1) -> dict[str, Any]:
    """A metric of these points: a histogram where they count calls; temporality 1 is delta, 2 cumulative."""
    shape = "histogram" if any("count" in each for each in points) else "sum"
    data = {"aggregationTemporality": temporality, "dataPoints": list(points)}
    return {"name": name, "unit": "{token}", shape: data}


def measured(*metrics: dict[str, Any], **resource: Any) -> dict[str, Any]:
    """A request that exports metrics of one service."""
    service = {"service.name": "support-bot", **resource}
    scoped = [{"scope": {"name": "library"}, "metrics": list(metrics)}]
    return {
        "resourceMetrics": [
            {"resource": {"attributes": attributes(service)}, "scopeMetrics": scoped}
        ]
    }


def tokens(side: str, total: float, *, count: int = 1, **stated: Any) -> dict[str, Any]:
    """A point of the histogram of tokens of `gpt-4o`."""
    said: dict[str, Any] = {
        "gen_ai__operation__name": "chat", "gen_ai__provider__name": "openai", "gen_ai__request__model": "gpt-4o",
        "gen_ai__token__type": side,
    }  # fmt: skip
    return point(total, count=count, **{**said, **stated})


def spent(kind: str, total: int, **stated: Any) -> dict[str, Any]:
    """A point of the tokens that Claude Code counts in session `s-1`."""
    said: dict[str, Any] = {"session__id": "s-1", "model": "claude-opus-4-6", "type": kind}
    return point(total, **{**said, **stated})


def agent(name: str, parent: str = "", /, *, sent: int, made: int) -> dict[str, Any]:
    """The span of an agent that states what its calls used."""
    counts = {"gen_ai.usage.input_tokens": sent, "gen_ai.usage.output_tokens": made}
    return span(name, parent, stated={"gen_ai.operation.name": "invoke_agent", **counts})


def used(name: str, parent: str = "", /, made: int = 40) -> dict[str, Any]:
    """The span of a call that sent 100 tokens."""
    return chat(name, parent, input_tokens=100, output_tokens=made)


def drafted(folder: Path, *requests: Any) -> list[Draft]:
    """The drafts of a file of one request a line, without what is skipped."""
    found = drafts(otel.SOURCE, claude.write(folder / "traces.jsonl", requests), "jsonl")
    return [draft for draft in found if not draft.get("skip")]


def stated(folder: Path, said: Mapping[str, Any]) -> Draft:
    """The draft of a span that says this and nothing else."""
    (found,) = drafted(folder, request(span("a", stated=dict(said))))
    return found


def calls(found: Iterable[Draft]) -> list[tuple[Any, ...]]:
    """Id, input and output of each draft, by id."""
    named = ((draft["request_id"].lstrip("0"), draft["input"], draft["output"]) for draft in found)
    return sorted(named)


def meters(draft: Draft) -> dict[str, Any]:
    """The meters that a draft states; its problem must be none."""
    assert draft["problem"] is None
    return {name: draft[name] for name in METERS if draft[name] is not None}
