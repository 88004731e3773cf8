"""The company's calls as programs of one's own would log them: under the record's names, or as they were answered."""

from __future__ import annotations

from tokenomics.demo.calls import Call, instant_ms
from tokenomics.demo.forms.form import Form, Row, as_it_is, cached, fresh, made, sent, tags
from tokenomics.demo.forms.layouts import lines, table
from tokenomics.demo.native import columns_of


def _answered(call: Call) -> Call | None:
    """What failed, or came from a gateway's cache, has no response of a provider."""
    return None if call.from_cache or call.error is not None else as_it_is(call)


def _response(call: Call) -> Row:
    body = _message(call) if call.provider == "anthropic" else _completion(call)
    return {
        "timestamp": instant_ms(call.ts),
        "provider": call.provider,
        "user": call.user,
        **tags(call),
        "session_id": call.session,
        "response": body,
    }


def _message(call: Call) -> Row:
    read, written = cached(call)
    return {
        "id": f"msg_{call.request_id}",
        "type": "message",
        "role": "assistant",
        "model": call.model,
        "content": [],
        "stop_reason": "end_turn",
        "usage": {
            "input_tokens": fresh(call),
            "cache_creation_input_tokens": written,
            "cache_read_input_tokens": read,
            "output_tokens": made(call),
        },
    }


def _completion(call: Call) -> Row:
    read, _ = cached(call)
    return {
        "id": f"chatcmpl-{call.request_id}",
        "object": "chat.completion",
        "created": round(call.ts.timestamp()),
        "model": call.model,
        "choices": [],
        "usage": {
            "prompt_tokens": sent(call),
            "completion_tokens": made(call),
            "total_tokens": sent(call) + made(call),
            "prompt_tokens_details": {"cached_tokens": read},
        },
    }


def _known(call: Call) -> Call | None:
    """What a program knows of its calls: none of them was answered by a gateway."""
    return None if call.from_cache else as_it_is(call)


APIS = {
    "native": Form("native", _known, table(columns_of, has_ids=False)),
    "responses": Form("responses", _answered, lines(_response)),
}
