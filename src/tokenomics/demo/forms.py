"""Formats of other gateways and agents, in which the company's calls can be written instead.

Of each format two things are stated: what it can tell of a call, which is then the truth, and the row
that tells it. A call that a format cannot hold is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.demo.calls import Call, instant_ms
from tokenomics.demo.facts import cost_of

Row = dict[str, Any]

_CODES = {None: 200, "RateLimitError": 429, "Timeout": 408, "ServiceUnavailableError": 503}
_NOBODY: Mapping[str, None] = MappingProxyType(
    dict.fromkeys(("user", "team", "feature", "environment", "customer"))
)
_ROLE = "arn:aws:sts::111122223333:assumed-role"


class Form(NamedTuple):
    """A format: what it can tell of a call, None for one that it cannot hold, and how it says that."""

    told: Callable[[Call], Call | None]
    row: Callable[[Call], Row]


def _as_it_is(call: Call) -> Call:
    return call._replace(project=None)


def _unsplit(call: Call) -> Call:
    """Input and output as the model's provider counts them: Anthropic leaves out what was cached."""
    apart = call.provider == "anthropic"
    meters = call.meters
    sent = meters.get("input", 0) + (0 if apart else sum(_cached(meters)))
    told = {"input": sent, "output": meters.get("output", 0)}
    return call._replace(project=None, meters={name: n for name, n in told.items() if n})


def _resold(call: Call) -> Call:
    """OpenRouter bills the call, and counts what was written to a cache as input."""
    read, written = _cached(call.meters)
    told = {"input": call.meters.get("input", 0) + written, "cache_read": read}
    meters = {**told, "output": call.meters.get("output", 0)}
    return call._replace(
        **{**_NOBODY, "user": call.user},
        provider="openrouter",
        model=f"{call.provider}/{call.model}",
        meters={name: n for name, n in meters.items() if n},
        project=None,
    )


def _of_bedrock(call: Call) -> Call | None:
    """Claude as Amazon serves it; a gateway's own answers never came to it."""
    if call.provider != "anthropic" or call.from_cache:
        return None
    user = f"{_ROLE}/{call.team}/{call.user}"
    return call._replace(provider="aws-bedrock", model=f"anthropic.{call.model}-v1:0", user=user, project=None)  # fmt: skip


def _of_an_agent(call: Call) -> Call | None:
    """An agent on a developer's machine knows its folder and nobody's name."""
    if call.from_cache:
        return None
    return call._replace(**_NOBODY, project=call.feature)


def _cached(meters: Mapping[str, int]) -> tuple[int, int]:
    return meters.get("cache_read", 0), meters.get("cache_write", 0)


def _tags(call: Call) -> Mapping[str, str | None]:
    return {"feature": call.feature, "team": call.team, "environment": call.environment, "customer": call.customer}  # fmt: skip


def _cost(call: Call) -> float:
    return float(cost_of(call) or 0)


def _end(call: Call) -> datetime:
    return call.ts + timedelta(milliseconds=call.latency_ms)


def _helicone(call: Call) -> Row:
    read, written = _cached(call.meters)
    sent, made = call.meters.get("input", 0), call.meters.get("output", 0)
    return {
        "response_id": f"response-{call.request_id}",
        "response_created_at": instant_ms(_end(call)),
        "response_status": _CODES[call.error],
        "response_model": call.model,
        "request_id": call.request_id,
        "request_created_at": instant_ms(call.ts),
        "request_user_id": call.user,
        "request_properties": {**_tags(call), "Helicone-Session-Id": call.session},
        "request_model": call.model,
        "provider": call.provider.upper(),
        "delay_ms": call.latency_ms,
        "total_tokens": sent + made + read + written,
        "prompt_tokens": sent,
        "prompt_cache_write_tokens": written,
        "prompt_cache_read_tokens": read,
        "completion_tokens": made,
        "scores": {},
        "cost": _cost(call),
        "model": call.model,
        "cache_reference_id": "an-earlier-request" if call.from_cache else None,
    }


def _openrouter(call: Call) -> Row:
    made, (read, _) = call.meters.get("output", 0), _cached(call.meters)
    return {
        "id": f"gen-{call.request_id}",
        "created_at": instant_ms(call.ts),
        "model": call.model,
        "provider_name": call.model.partition("/")[0],
        "external_user": call.user,
        "session_id": call.session,
        "is_byok": False,
        "tokens_prompt": call.meters.get("input", 0),
        "tokens_completion": made,
        "native_tokens_prompt": call.meters.get("input", 0) + read,
        "native_tokens_cached": read,
        "native_tokens_completion": made,
        "native_tokens_reasoning": 0,
        "total_cost": 0,
        "response_cache_source_id": "gen-earlier" if call.from_cache else None,
        "cancelled": False,
        "finish_reason": "stop" if call.error is None else "error",
        "latency": call.latency_ms,
    }


def _bedrock(call: Call) -> Row:
    read, written = _cached(call.meters)
    return {
        "schemaType": "ModelInvocationLog",
        "schemaVersion": "1.0",
        "timestamp": instant_ms(call.ts),
        "accountId": "111122223333",
        "identity": {"arn": call.user},
        "region": "us-east-1",
        "requestId": call.request_id,
        "operation": "Converse",
        "modelId": call.model,
        "requestMetadata": {name: value for name, value in _tags(call).items() if value},
        "input": {
            "inputTokenCount": call.meters.get("input", 0),
            "cacheReadInputTokenCount": read,
            "cacheWriteInputTokenCount": written,
        },
        "output": {"outputTokenCount": call.meters.get("output", 0)},
        "errorCode": call.error,
    }


def _opencode(call: Call) -> Row:
    read, written = _cached(call.meters)
    return {
        "id": f"msg_{call.request_id}",
        "sessionID": call.session,
        "role": "assistant",
        "time": {"created": round(call.ts.timestamp() * 1000), "completed": round(_end(call).timestamp() * 1000)},
        "modelID": call.model,
        "providerID": call.provider,
        "path": {"cwd": f"/srv/{call.project}"},
        "cost": _cost(call),
        "error": None if call.error is None else {"name": call.error},
        "tokens": {
            "input": call.meters.get("input", 0),
            "output": call.meters.get("output", 0),
            "reasoning": 0,
            "cache": {"read": read, "write": written},
        },
    }  # fmt: skip


def _portkey(call: Call) -> Row:
    tags = {name: value for name, value in {"_user": call.user, **_tags(call)}.items() if value}
    sent, made = call.meters.get("input", 0), call.meters.get("output", 0)
    return {
        "created_at": instant_ms(call.ts).replace("T", " ").removesuffix("Z"),
        "is_success": int(call.error is None),
        "ai_org": call.provider,
        "ai_model": call.model,
        "req_units": sent,
        "res_units": made,
        "total_units": sent + made,
        # Cents.
        "cost": 100 * _cost(call),
        "cost_currency": "USD",
        "response_status_code": _CODES[call.error],
        "response_time": call.latency_ms,
        "cache_status": "HIT" if call.from_cache else "MISS",
        "retry_success_count": call.retries,
        "trace_id": call.request_id,
        "metadata.key": list(tags),
        "metadata.value": list(tags.values()),
    }


def _cloudflare(call: Call) -> Row:
    tags = {name: value for name, value in {"user": call.user, **_tags(call)}.items() if value}
    return {
        "id": call.request_id,
        "cached": call.from_cache,
        "created_at": instant_ms(call.ts),
        "duration": call.latency_ms,
        "model": call.model,
        "path": "chat/completions",
        "provider": call.provider,
        "success": call.error is None,
        "tokens_in": call.meters.get("input", 0),
        "tokens_out": call.meters.get("output", 0),
        "cost": _cost(call),
        "custom_cost": False,
        "metadata": tags,
        "status_code": _CODES[call.error],
        "step": int(call.fallback_from is not None),
    }


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "bedrock": Form(_of_bedrock, _bedrock),
        "cloudflare": Form(_unsplit, _cloudflare),
        "helicone": Form(_as_it_is, _helicone),
        "opencode": Form(_of_an_agent, _opencode),
        "openrouter": Form(_resold, _openrouter),
        "portkey": Form(_unsplit, _portkey),
    }
)
