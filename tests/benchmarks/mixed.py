"""Logs of many kinds side by side: agents, a gateway with its prompts, traces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tokenomics.demo import write_claude_logs

# Prompts and answers are most of what logs hold, and nothing of it is read.
_TEXT = "The quick brown fox jumps over the lazy dog. " * 40
_DAY = 1_793_491_200  # 2026-11-01
_FILE = 32 << 20
_SPANS = 20

Lines = Iterator[dict[str, Any]]


def mixed_logs(root: Path, megabytes: int) -> Path:
    """A folder of that many megabytes: half of it Claude Code's, the rest of three other kinds."""
    folder = root / f"mixed-{megabytes}"
    if (folder / "complete").is_file():
        return folder / "logs"
    write_claude_logs(folder / "logs" / "claude", seed=2, megabytes=megabytes // 2)
    kinds: dict[str, tuple[Callable[[int], Lines], int]] = {
        "litellm": (_litellm, megabytes // 4),
        "codex": (_codex, megabytes // 8),
        "otel": (_otel, megabytes // 8),
    }
    for name, (lines, size) in kinds.items():
        for number in range(max(1, (size << 20) // _FILE)):
            path = folder / "logs" / name / f"rollout-{number}.jsonl"
            _fill(path, lines(number), min(size << 20, _FILE))
    (folder / "complete").touch()
    return folder / "logs"


def _fill(path: Path, lines: Lines, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            file.write(json.dumps(next(lines)) + "\n")


def _clock(seconds: int) -> str:
    days, rest = divmod(seconds % (28 * 86_400), 86_400)
    return f"2026-11-{days + 1:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


def _litellm(file: int) -> Lines:
    for number in range(10**9):
        place = file * 10**7 + number
        sent, read, made = 900 + place % 700, place % 500, 100 + place % 300
        usage = {
            "prompt_tokens": sent, "completion_tokens": made, "total_tokens": sent + made,
            "prompt_tokens_details": {"cached_tokens": read},
        }  # fmt: skip
        yield {
            "request_id": f"chatcmpl-{place}", "call_type": "acompletion", "api_key": "hash",
            "spend": (sent * 25 + made * 100) / 10**7, **usage, "startTime": _clock(place),
            "endTime": _clock(place + 2), "model": "gpt-4o", "custom_llm_provider": "openai",
            "user": f"user-{place % 97}", "metadata": {"status": "success", "usage_object": usage},
            "messages": [{"role": "user", "content": _TEXT}], "response": {"content": _TEXT},
        }  # fmt: skip


def _codex(file: int) -> Lines:
    name = f"0197aaaa-0000-7000-8000-{file:012}"
    said = {"id": name, "cwd": "/home/dev/shop", "model_provider": "openai"}
    yield {"timestamp": _clock(0), "type": "session_meta", "payload": said}
    context = {"model": "gpt-5.3-codex", "turn_id": "turn-1"}
    yield {"timestamp": _clock(0), "type": "turn_context", "payload": context}
    total = [0, 0, 0]
    for number in range(10**9):
        last = [1000 + number % 900, number % 800, 50 + number % 70]
        total = [a + b for a, b in zip(total, last, strict=True)]
        answer = {"type": "message", "content": [{"type": "output_text", "text": _TEXT}]}
        yield {"timestamp": _clock(number), "type": "response_item", "payload": answer}
        info = {"total_token_usage": _usage(total), "last_token_usage": _usage(last)}
        counts = {"type": "token_count", "info": info}
        yield {"timestamp": _clock(number), "type": "event_msg", "payload": counts}


def _usage(counts: list[int]) -> dict[str, int]:
    names = ("input_tokens", "cached_input_tokens", "output_tokens")
    stated = dict(zip(names, counts, strict=True))
    return {**stated, "total_tokens": counts[0] + counts[2]}


def _otel(file: int) -> Lines:
    for number in range(10**9):
        trace = f"{file:08x}{number:024x}"
        spans = [_span(trace, place, file * 10**7 + number) for place in range(_SPANS)]
        yield {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": spans}]}]}


def _span(trace: str, place: int, second: int) -> dict[str, Any]:
    start = (_DAY + second % (28 * 86_400)) * 10**9
    stated = {
        "gen_ai.operation.name": {"stringValue": "chat" if place else "invoke_agent"},
        "gen_ai.provider.name": {"stringValue": "anthropic"},
        "gen_ai.request.model": {"stringValue": "claude-sonnet-4-5"},
        "gen_ai.usage.input_tokens": {"intValue": str(1000 + place)},
        "gen_ai.usage.output_tokens": {"intValue": str(50 + place)},
        "gen_ai.input.messages": {"stringValue": _TEXT},
    }
    return {
        "traceId": trace, "spanId": f"{place + 1:016x}", "parentSpanId": f"{1:016x}" if place else "",
        "name": "chat", "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + 10**9),
        "attributes": [{"key": key, "value": value} for key, value in stated.items()],
    }  # fmt: skip
