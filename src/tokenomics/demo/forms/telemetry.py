"""The company's calls as telemetry: spans in three conventions, an agent's events, Langfuse's observations."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from tokenomics.demo.calls import Call, instant_ms
from tokenomics.demo.forms.form import (
    Form,
    Row,
    cached,
    cost,
    end,
    fresh,
    made,
    of_an_agent,
    sent,
    tags,
)
from tokenomics.demo.forms.layouts import lines

_SERVICE = "gateway"
_VENDORS = {"mistral": "mistral_ai"}
_TAGGED = "traceloop.association.properties."
_ERROR = 2


def _of_a_service(call: Call) -> Call | None:
    """Spans know the service that they are of, and no gateway's own answers."""
    return None if call.from_cache else call._replace(project=_SERVICE)


def _of_a_vendor(call: Call) -> Call | None:
    """Langfuse names no provider: one that is known by no model's name is unknown."""
    return None if call.provider == "hosted_vllm" else _of_a_service(call)


def _of_claude_code(call: Call) -> Call | None:
    """Claude Code sends an event for each answer, and names no folder."""
    told = of_an_agent(call) if call.provider == "anthropic" else None
    return told and told._replace(project=None)


def _genai(call: Call) -> Row:
    read, written = cached(call)
    usage = {
        "input_tokens": sent(call), "output_tokens": made(call), "cache_read.input_tokens": read,
        "cache_creation.input_tokens": written,
    }  # fmt: skip
    return _span(call, {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _VENDORS.get(call.provider, call.provider),
        "gen_ai.request.model": call.model,
        "gen_ai.response.model": call.model,
        "gen_ai.response.id": f"chatcmpl-{call.request_id}",
        "gen_ai.conversation.id": call.session,
        "user.id": call.user,
        "error.type": call.error,
        **_usage(call, {f"gen_ai.usage.{name}": count for name, count in usage.items()}),
    })  # fmt: skip


def _openinference(call: Call) -> Row:
    read, written = cached(call)
    usage = {
        "prompt": sent(call), "completion": made(call), "total": sent(call) + made(call),
        "prompt_details.cache_read": read, "prompt_details.cache_write": written,
    }  # fmt: skip
    return _span(call, {
        "openinference.span.kind": "LLM",
        "llm.provider": call.provider,
        "llm.model_name": call.model,
        "session.id": call.session,
        "user.id": call.user,
        "llm.cost.total": cost(call),
        **_usage(call, {f"llm.token_count.{name}": count for name, count in usage.items()}),
    })  # fmt: skip


def _openllmetry(call: Call) -> Row:
    read, written = cached(call)
    usage = {
        "gen_ai.usage.prompt_tokens": sent(call),
        "gen_ai.usage.completion_tokens": made(call),
        "gen_ai.usage.cache_read_input_tokens": read,
        "gen_ai.usage.cache_creation_input_tokens": written,
        "llm.usage.total_tokens": sent(call) + made(call),
    }
    return _span(call, {
        "llm.request.type": "chat",
        "gen_ai.system": call.provider.title() if call.provider != "hosted_vllm" else call.provider,
        "gen_ai.request.model": call.model,
        "gen_ai.response.model": call.model,
        f"{_TAGGED}session_id": call.session,
        f"{_TAGGED}user_id": call.user,
        **_usage(call, usage),
    })  # fmt: skip


def _usage(call: Call, counts: dict[str, int]) -> dict[str, int]:
    """What a call used; one that failed says nothing of it."""
    return counts if call.error is None else {}


def _span(call: Call, said: Row) -> Row:
    """A line of OTLP with the call's span alone."""
    whom = {f"{_TAGGED}{name}": value for name, value in tags(call).items()}
    name = sha256(call.request_id.encode()).hexdigest()
    span = {
        "traceId": name[:32],
        "spanId": name[32:48],
        "name": f"chat {call.model}",
        "kind": 3,
        "startTimeUnixNano": _nanoseconds(call.ts),
        "endTimeUnixNano": _nanoseconds(end(call)),
        "attributes": _attributes(said | whom),
        "status": {} if call.error is None else {"code": _ERROR},
    }
    resource = {"attributes": _attributes({"service.name": call.project})}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [span]}]}]}


def _nanoseconds(at: datetime) -> str:
    return str(round(at.timestamp() * 1_000_000) * 1_000)


def _attributes(said: Row) -> list[Row]:
    return [{"key": name, "value": _value(value)} for name, value in said.items() if value is not None]  # fmt: skip


def _value(value: str | float) -> Row:
    if isinstance(value, str):
        return {"stringValue": value}
    return {"intValue": str(value)} if isinstance(value, int) else {"doubleValue": value}


def _event(call: Call) -> Row:
    """An event of Claude Code, sent when the answer was there."""
    read, written = cached(call)
    said = {
        "event.name": "api_request",
        "session.id": call.session,
        "model": call.model,
        "duration_ms": call.latency_ms,
        "input_tokens": fresh(call),
        "output_tokens": made(call),
        "cache_read_tokens": read,
        "cache_creation_tokens": written,
        "cost_usd": cost(call),
        "request_id": f"req_{call.request_id}",
    }
    record = {
        "timeUnixNano": _nanoseconds(end(call)),
        "body": {"stringValue": "claude_code.api_request"},
        "attributes": _attributes(said),
    }
    resource = {"attributes": _attributes({"service.name": "claude-code"})}
    return {"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": [record]}]}]}


def _langfuse(call: Call) -> Row:
    read, written = cached(call)
    usage = {
        "input": fresh(call), "output": made(call), "input_cached_tokens": read, "input_cache_creation": written,
        "total": sent(call) + made(call),
    }  # fmt: skip
    whom = tags(call, environment=None)
    return {
        "id": call.request_id,
        "trace_id": call.session,
        "project_id": call.project,
        "environment": whom.pop("environment", "default"),
        "type": "GENERATION",
        "parent_observation_id": None,
        "start_time": _naive(instant_ms(call.ts)),
        "end_time": _naive(instant_ms(end(call))),
        "name": None,
        "level": "DEFAULT" if call.error is None else "ERROR",
        "provided_model_name": f"{call.provider}/{call.model}",
        "usage_details": _usage(call, usage),
        "cost_details": {"total": cost(call)},
        "total_cost": cost(call),
        "user_id": call.user,
        "session_id": call.session,
        "tags": [f"{name}:{value}" for name, value in whom.items()],
        "updated_at": _naive(instant_ms(end(call))),
    }


def _naive(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")


TELEMETRY = {
    "langfuse": Form("langfuse", _of_a_vendor, lines(_langfuse)),
    "otel": Form("otel", _of_a_service, lines(_genai)),
    "otel_logs": Form("otel_logs", _of_claude_code, lines(_event)),
    "otel_openinference": Form("otel", _of_a_service, lines(_openinference)),
    "otel_openllmetry": Form("otel", _of_a_service, lines(_openllmetry)),
}
