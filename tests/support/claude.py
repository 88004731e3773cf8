"""Claude Code session lines, as small as they can be and still be real."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TS = "2026-11-02T09:21:03.000Z"


def usage(input_tokens: Any = 1, output_tokens: Any = 10, **more: Any) -> dict[str, Any]:
    """A message's usage; counts that are not given are zero, as the tool writes them."""
    return {
        "input_tokens": input_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": output_tokens,
        "service_tier": "standard",
        **more,
    }


def line(
    message_id: str | None = "msg_A", *, used: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """An assistant line; a value of None leaves its key out, as the tool does."""
    message: dict[str, Any] = {
        "id": message_id,
        "type": "message",
        "role": "assistant",
        "model": more.pop("model", "claude-opus-4-6"),
        "content": [],
        "usage": usage() if used is None else used,
    }
    whole = {
        "type": "assistant",
        "uuid": "u",
        "sessionId": "2ff46cd5-f4e7-4724-bb20-579dae7956ea",
        "version": "2.1.138",
        "cwd": "/home/dev/shop",
        "gitBranch": "main",
        "isSidechain": False,
        "timestamp": TS,
        "requestId": "req_A",
        "message": message,
        **more,
    }
    return {name: value for name, value in whole.items() if value is not None}


def note() -> dict[str, Any]:
    """A line that states no usage."""
    return {
        "type": "user",
        "sessionId": "2ff46cd5-f4e7-4724-bb20-579dae7956ea",
        "version": "2.1.138",
        "timestamp": TS,
        "message": {"role": "user", "content": "..."},
    }


def write(path: Path, lines: Iterable[dict[str, Any] | str]) -> Path:
    """A log of these lines: objects are written as JSON without blanks, text as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [x if isinstance(x, str) else json.dumps(x, separators=(",", ":")) for x in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path
