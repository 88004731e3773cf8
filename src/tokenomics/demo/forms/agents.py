"""The company's calls as coding agents on its developers' machines would have made and logged them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    thinking,
    thought,
    with_meters,
)
from tokenomics.demo.forms.layouts import documents, lines, sessions, table

# One part in so many of the output is what a model thought first.
_THINKS = 3
_GEMINI = "gemini-3.5-flash-lite"


def _of_opencode(call: Call) -> Call | None:
    """What opencode knows, of failed calls too."""
    told = of_an_agent(call._replace(error=None))
    return None if told is None else told._replace(error=call.error)


def _of_cursor(call: Call) -> Call | None:
    """Cursor bills the call itself, and says of it nothing but model, time and tokens."""
    told = of_an_agent(call)
    return told and told._replace(provider="cursor", project=None)


def _of_codex(call: Call) -> Call | None:
    """OpenAI's models, which think."""
    told = of_an_agent(call) if call.provider == "openai" else None
    return told and thinking(told, _THINKS)


def _of_gemini(call: Call) -> Call | None:
    """What OpenAI's models were asked is asked of one of Google's; a chat does not name its folder."""
    told = of_an_agent(call) if call.provider == "openai" else None
    if told is None:
        return None
    read, _ = cached(told)
    plain = with_meters(told, input=fresh(told), cache_read=read, output=made(told))
    return thinking(plain, _THINKS)._replace(provider="google", model=_GEMINI, project=None)


def _opencode(call: Call) -> Row:
    read, written = cached(call)
    return {
        "id": f"msg_{call.request_id}",
        "sessionID": call.session,
        "role": "assistant",
        "time": {"created": round(call.ts.timestamp() * 1000), "completed": round(end(call).timestamp() * 1000)},
        "modelID": call.model,
        "providerID": call.provider,
        "path": {"cwd": f"/srv/{call.project}"},
        "cost": cost(call),
        "error": None if call.error is None else {"name": call.error},
        "tokens": {
            "input": fresh(call),
            "output": made(call),
            "reasoning": 0,
            "cache": {"read": read, "write": written},
        },
    }  # fmt: skip


def _cursor(call: Call) -> Row:
    read, written = cached(call)
    return {
        "Date": instant_ms(call.ts),
        "Kind": "On-Demand",
        "Model": call.model,
        "Max Mode": "No",
        "Input (w/ Cache Write)": written,
        "Input (w/o Cache Write)": fresh(call),
        "Cache Read": read,
        "Output Tokens": made(call),
        "Total Tokens": sent(call) + made(call),
        "Cost": "0",
    }


def _codex(session: str, calls: Sequence[Call]) -> Iterator[tuple[Row, bool]]:
    """A rollout: after each call the session's totals, which are drawn once more a second later."""
    first = calls[0]
    meta = {"id": session, "cwd": f"/home/dev/{first.project}", "model_provider": "openai"}
    yield _event(first, "session_meta", meta), False
    total: dict[str, int] = {}
    for call in calls:
        yield _event(call, "turn_context", {"model": call.model, "turn_id": call.request_id}), False
        last = _usage(call)
        total = {name: total.get(name, 0) + count for name, count in last.items()}
        counts = {"total_token_usage": total, "last_token_usage": last}
        told = {"type": "token_count", "info": counts}
        yield _event(call, "event_msg", told), True
        yield _event(call, "event_msg", told), False


def _usage(call: Call) -> dict[str, int]:
    read, written = cached(call)
    all_made = made(call) + thought(call)
    return {
        "input_tokens": sent(call),
        "cached_input_tokens": read,
        "cache_write_input_tokens": written,
        "output_tokens": all_made,
        "reasoning_output_tokens": thought(call),
        "total_tokens": sent(call) + all_made,
    }


def _event(call: Call, kind: str, payload: Row) -> Row:
    return {"timestamp": instant_ms(call.ts), "type": kind, "payload": payload}


def _gemini(session: str, calls: Sequence[Call]) -> Iterator[tuple[Row, bool]]:
    """A chat: each answer is written while it comes, and again with its tokens."""
    at = instant_ms(calls[0].ts)
    yield {"sessionId": session, "projectHash": "0a1b", "startTime": at, "kind": "main"}, False
    for call in calls:
        message = {
            "id": call.request_id, "timestamp": instant_ms(call.ts), "type": "gemini", "content": "", "model": call.model,
        }  # fmt: skip
        read, _ = cached(call)
        tokens = {
            "input": sent(call), "output": made(call), "cached": read, "thoughts": thought(call), "tool": 0,
            "total": sent(call) + made(call) + thought(call),
        }  # fmt: skip
        yield message, False
        yield message | {"tokens": tokens}, True


AGENTS = {
    "codex": Form("codex", _of_codex, sessions(_codex)),
    "cursor": Form("cursor", _of_cursor, table(_cursor, has_ids=False)),
    "gemini_cli": Form("gemini_cli", _of_gemini, sessions(_gemini)),
    "opencode": Form("opencode", _of_opencode, lines(_opencode)),
    "opencode_files": Form("opencode", _of_opencode, documents(_opencode, lambda call: f"msg_{call.request_id}")),
}  # fmt: skip
