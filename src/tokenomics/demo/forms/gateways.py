"""The company's gateway as other gateways would log its calls."""

from __future__ import annotations

import json

from tokenomics.demo.calls import Call, instant_ms
from tokenomics.demo.forms.form import (
    CODES,
    NOBODY,
    Form,
    Row,
    as_it_is,
    cached,
    cost,
    end,
    fresh,
    made,
    sent,
    tags,
    unsplit,
    with_meters,
)
from tokenomics.demo.forms.layouts import lines, table
from tokenomics.demo.litellm import spend_row

_ROLE = "arn:aws:sts::111122223333:assumed-role"


def _resold(call: Call) -> Call:
    """OpenRouter bills the call, and counts what was written to a cache as input."""
    read, written = cached(call)
    told = with_meters(call, input=fresh(call) + written, cache_read=read, output=made(call))
    return told._replace(
        **{**NOBODY, "user": call.user},
        provider="openrouter",
        model=f"{call.provider}/{call.model}",
        project=None,
    )


def _of_bedrock(call: Call) -> Call | None:
    """Claude as Amazon serves it; a gateway's own answers never came to it."""
    if call.provider != "anthropic" or call.from_cache:
        return None
    user = f"{_ROLE}/{call.team}/{call.user}"
    return call._replace(provider="aws-bedrock", model=f"anthropic.{call.model}-v1:0", user=user, project=None)  # fmt: skip


def _of_a_sheet(call: Call) -> Call | None:
    """Helicone's table leaves out caches and where it guesses who served a model that it names."""
    if call.from_cache or call.provider == "hosted_vllm":
        return None
    return with_meters(as_it_is(call), input=fresh(call), output=made(call))


def _of_envoy(call: Call) -> Call | None:
    """Envoy names its routes, and no vendor of a model that says nothing of its own."""
    return None if call.from_cache or call.provider == "hosted_vllm" else as_it_is(call)


def _helicone(call: Call) -> Row:
    read, written = cached(call)
    return {
        "response_id": f"response-{call.request_id}",
        "response_created_at": instant_ms(end(call)),
        "response_status": CODES[call.error],
        "response_model": call.model,
        "request_id": call.request_id,
        "request_created_at": instant_ms(call.ts),
        "request_user_id": call.user,
        "request_properties": tags(call, **{"Helicone-Session-Id": call.session}),
        "request_model": call.model,
        "provider": call.provider.upper(),
        "delay_ms": call.latency_ms,
        "total_tokens": sent(call) + made(call),
        "prompt_tokens": fresh(call),
        "prompt_cache_write_tokens": written,
        "prompt_cache_read_tokens": read,
        "completion_tokens": made(call),
        "scores": {},
        "cost": cost(call),
        "model": call.model,
        "cache_reference_id": "an-earlier-request" if call.from_cache else None,
    }


def _helicone_sheet(call: Call) -> Row:
    props = json.dumps(tags(call, **{"Helicone-Session-Id": call.session}))
    return {
        "response_id": f"response-{call.request_id}",
        "response_created_at": instant_ms(end(call)),
        "response_status": CODES[call.error],
        "request_created_at": instant_ms(call.ts),
        "request_body": "{}",
        # The table doubles its quotes twice.
        "request_properties": props.replace('"', '""'),
        "request_user_id": call.user,
        "model": call.model,
        "prompt_tokens": fresh(call),
        "completion_tokens": made(call),
        "latency": "",
        "cost": cost(call),
    }


def _openrouter(call: Call) -> Row:
    read, _ = cached(call)
    return {
        "id": f"gen-{call.request_id}",
        "created_at": instant_ms(call.ts),
        "model": call.model,
        "provider_name": call.model.partition("/")[0],
        "external_user": call.user,
        "session_id": call.session,
        "is_byok": False,
        "tokens_prompt": fresh(call),
        "tokens_completion": made(call),
        "native_tokens_prompt": fresh(call) + read,
        "native_tokens_cached": read,
        "native_tokens_completion": made(call),
        "native_tokens_reasoning": 0,
        "total_cost": 0,
        "response_cache_source_id": "gen-earlier" if call.from_cache else None,
        "cancelled": False,
        "finish_reason": "stop" if call.error is None else "error",
        "latency": call.latency_ms,
    }


def _openrouter_sheet(call: Call) -> Row:
    read, _ = cached(call)
    return {
        "generation_id": f"gen-{call.request_id}",
        "created_at": instant_ms(call.ts).replace("T", " ").removesuffix("Z"),
        "cost_total": 0,
        "byok_usage_inference": 0,
        "tokens_prompt": fresh(call) + read,
        "tokens_completion": made(call),
        "tokens_reasoning": 0,
        "tokens_cached": read,
        "model_permaslug": call.model,
        "provider_name": call.model.partition("/")[0],
        "variant": "standard",
        "cancelled": "false",
        "user": call.user,
        "finish_reason_normalized": "stop" if call.error is None else "error",
        "generation_time_ms": call.latency_ms,
    }


def _bedrock(call: Call) -> Row:
    read, written = cached(call)
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
        "requestMetadata": tags(call),
        "input": {
            "inputTokenCount": fresh(call),
            "cacheReadInputTokenCount": read,
            "cacheWriteInputTokenCount": written,
        },
        "output": {"outputTokenCount": made(call)},
        "errorCode": call.error,
    }


def _portkey(call: Call) -> Row:
    told = tags(call, _user=call.user)
    return {
        "created_at": instant_ms(call.ts).replace("T", " ").removesuffix("Z"),
        "is_success": int(call.error is None),
        "ai_org": call.provider,
        "ai_model": call.model,
        "req_units": fresh(call),
        "res_units": made(call),
        "total_units": fresh(call) + made(call),
        # Cents.
        "cost": 100 * cost(call),
        "cost_currency": "USD",
        "response_status_code": CODES[call.error],
        "response_time": call.latency_ms,
        "cache_status": "HIT" if call.from_cache else "MISS",
        "retry_success_count": call.retries,
        "trace_id": call.request_id,
        "metadata.key": list(told),
        "metadata.value": list(told.values()),
    }


def _cloudflare(call: Call) -> Row:
    return {
        "id": call.request_id,
        "cached": call.from_cache,
        "created_at": instant_ms(call.ts),
        "duration": call.latency_ms,
        "model": call.model,
        "path": "chat/completions",
        "provider": call.provider,
        "success": call.error is None,
        "tokens_in": fresh(call),
        "tokens_out": made(call),
        "cost": cost(call),
        "custom_cost": False,
        "metadata": tags(call, user=call.user),
        "status_code": CODES[call.error],
        "step": int(call.fallback_from is not None),
    }


def _headers(call: Call) -> dict[str, str]:
    return {f"x-{name}": value for name, value in tags(call).items()}


def _kong(call: Call) -> Row:
    usage = {"prompt_tokens": fresh(call), "completion_tokens": made(call), "cost": 0}
    told = {
        "meta": {"plugin_id": "proxy", "provider_name": call.provider, "request_model": call.model, "response_model": call.model},
        "usage": usage | {"total_tokens": fresh(call) + made(call)},
        "cache": {"cache_status": "Hit" if call.from_cache else "Miss"},
    }  # fmt: skip
    return {
        "started_at": round(call.ts.timestamp() * 1000),
        "request": {"id": call.request_id, "uri": "/v1/chat/completions", "headers": _headers(call)},
        "response": {"status": CODES[call.error], "headers": {"content-type": "application/json"}},
        "latencies": {"request": call.latency_ms, "kong": 1, "proxy": call.latency_ms},
        "service": {"name": "llm"},
        "route": {"name": "chat"},
        "client_ip": "192.0.2.7",
        "consumer": {"username": call.user},
        "ai": {"proxy": told},
    }  # fmt: skip


def _envoy(call: Call) -> Row:
    read, written = cached(call)
    usage = {
        "input_tokens": sent(call), "cache_read.input_tokens": read, "cache_creation.input_tokens": written,
        "output_tokens": made(call), "total_tokens": sent(call) + made(call),
    }  # fmt: skip
    return {
        "start_time": instant_ms(call.ts),
        "duration": call.latency_ms,
        "x-request-id": call.request_id,
        "x-envoy-origin-path": "/v1/chat/completions",
        "response_code": CODES[call.error],
        "response_flags": "-",
        "gen_ai.request.model": call.model,
        "gen_ai.response.model": call.model,
        "gen_ai.provider.name": f"default/{call.provider}/route/aigw-run/rule/0/ref/0",
        **{f"gen_ai.usage.{name}": count for name, count in usage.items()},
        "session.id": call.session,
        "user.id": call.user,
        **_headers(call),
    }


GATEWAYS = {
    "bedrock": Form("bedrock", _of_bedrock, lines(_bedrock)),
    "cloudflare": Form("cloudflare", unsplit, lines(_cloudflare)),
    "envoy": Form("envoy", _of_envoy, lines(_envoy)),
    "helicone": Form("helicone", as_it_is, lines(_helicone)),
    "helicone_csv": Form("helicone", _of_a_sheet, table(_helicone_sheet)),
    "kong": Form("kong", unsplit, lines(_kong)),
    "litellm": Form("litellm", as_it_is, lines(spend_row)),
    "openrouter": Form("openrouter", _resold, lines(_openrouter)),
    "openrouter_csv": Form("openrouter", lambda call: None if call.from_cache else _resold(call), table(_openrouter_sheet)),
    "portkey": Form("portkey", unsplit, lines(_portkey)),
}  # fmt: skip
