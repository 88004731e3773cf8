"""One day of a company, as its gateway logs it, as its spans trace it and as the provider sums it up.

Of gpt-4o a call sends 1,000 tokens, 400 of them cached, and makes 100; of gpt-4o-mini it sends 2,000
and makes 200. Two of three calls are gpt-4o's. An agent makes three calls a trace and repeats them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from support import reported
from support.otel import SECOND, attributes

DAY = 86_400


class Model(NamedTuple):
    """A model of the day, and the tokens of each of its calls."""

    name: str
    dated: str
    sent: int
    cached: int
    made: int


FULL = Model("gpt-4o", "gpt-4o-2024-08-06", 1_000, 400, 100)
MINI = Model("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 2_000, 0, 200)
_TURN = (FULL, FULL, MINI)
FEATURES = ("refunds", "search")


def write(folder: Path, *, traces: int, past: int) -> list[Path]:
    """The day in three files: `traces` of three calls each, and `past` times three calls past the gateway."""
    calls = [(n, _TURN[n % 3]) for n in range(3 * traces)]
    step = DAY // len(calls)
    return [
        reported.write(folder / "litellm.jsonl", *(_logged(n, model, n * step) for n, model in calls)),
        reported.write(folder / "traces.jsonl", *(_traced(n, step) for n in range(traces))),
        reported.write(folder / "usage.jsonl", reported.page(_bucket(traces + past))),
    ]  # fmt: skip


def _logged(n: int, model: Model, second: int) -> dict[str, Any]:
    """A call in the gateway's spend log."""
    start = reported.START + second
    return {
        "request_id": f"chatcmpl-{n}",
        "call_type": "acompletion",
        "spend": 0.001,
        "prompt_tokens": model.sent,
        "completion_tokens": model.made,
        "total_tokens": model.sent + model.made,
        "startTime": float(start),
        "endTime": float(start + 2),
        "model": model.name,
        "custom_llm_provider": "openai",
        "status": "success",
        "request_tags": [f"feature:{FEATURES[n % len(FEATURES)]}"],
        "metadata": {
            "usage_object": {
                "prompt_tokens": model.sent,
                "completion_tokens": model.made,
                "prompt_tokens_details": {"cached_tokens": model.cached},
            }
        },
    }


def _traced(trace: int, step: int) -> dict[str, Any]:
    """A trace: an agent that repeats the tokens of its three calls."""
    first = 3 * trace
    sums = _usage(sum(model.sent for model in _TURN), sum(model.made for model in _TURN))
    agent = _span(trace, 15, first * step, {"gen_ai.operation.name": "invoke_agent", **sums})
    calls = [_call(trace, n, model, step) for n, model in enumerate(_TURN, first)]
    scopes = [{"scope": {"name": "library"}, "spans": [*calls, agent]}]
    service = attributes({"service.name": "helpdesk"})
    return {"resourceSpans": [{"resource": {"attributes": service}, "scopeSpans": scopes}]}


def _call(trace: int, n: int, model: Model, step: int) -> dict[str, Any]:
    said = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model.name,
        "gen_ai.response.model": model.dated,
        "gen_ai.response.id": f"chatcmpl-{n}",
        "gen_ai.conversation.id": f"session-{trace % 10}",
        **_usage(model.sent, model.made),
        **({"gen_ai.usage.cache_read.input_tokens": model.cached} if model.cached else {}),
    }
    return _span(trace, n % 3 + 1, n * step + 1, said) | {"parentSpanId": _id(trace, 15)}


def _usage(sent: int, made: int) -> dict[str, int]:
    return {"gen_ai.usage.input_tokens": sent, "gen_ai.usage.output_tokens": made}


def _span(trace: int, number: int, second: int, said: dict[str, Any]) -> dict[str, Any]:
    start = (reported.START + second) * SECOND
    return {
        "traceId": f"{trace + 1:032x}",
        "spanId": _id(trace, number),
        "startTimeUnixNano": str(start),
        "endTimeUnixNano": str(start + SECOND),
        "attributes": attributes(said),
    }


def _id(trace: int, number: int) -> str:
    return f"{16 * (trace + 1) + number:016x}"


def _bucket(times: int) -> dict[str, Any]:
    """The provider's sums of the day, a model each."""
    return reported.openai_bucket(*(_summed(model, times * _TURN.count(model)) for model in (FULL, MINI)))  # fmt: skip


def _summed(model: Model, calls: int) -> dict[str, Any]:
    return {
        "object": "organization.usage.completions.result",
        "model": model.dated,
        "num_model_requests": calls,
        "input_tokens": calls * model.sent,
        "input_cached_tokens": calls * model.cached,
        "output_tokens": calls * model.made,
    }
