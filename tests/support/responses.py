"""Raw responses as small as they can be and still be real, and the drafts of them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from support.draft import Draft, drafts
from tokenomics.records.meters import NAMES
from tokenomics.sources import responses
from tokenomics.sources.contract import NO_HINTS, Hints, Sample

Body = dict[str, Any]

# 2026-11-02T09:21:00Z.
CREATED = 1_793_611_260
DAY = Hints(at="2026-11-02T00:00:00+00:00")

CHAT: Body = {
    "id": "chatcmpl-9", "object": "chat.completion", "created": CREATED, "model": "gpt-5.6-sol",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "a secret answer"}}],
    "usage": {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140},
    "service_tier": "default", "system_fingerprint": "fp_1",
}  # fmt: skip
RESPONSE: Body = {
    "id": "resp_9", "object": "response", "created_at": CREATED, "model": "gpt-5.6-sol", "status": "completed",
    "output": [], "service_tier": "default",
    "usage": {"input_tokens": 100, "output_tokens": 40, "total_tokens": 140},
}  # fmt: skip
MESSAGE: Body = {
    "id": "msg_9", "type": "message", "role": "assistant", "model": "claude-opus-5",
    "content": [{"type": "text", "text": "a secret answer"}], "stop_reason": "end_turn",
    "usage": {"input_tokens": 100, "output_tokens": 40},
}  # fmt: skip
GEMINI: Body = {
    "modelVersion": "gemini-3.7-flash", "responseId": "r9", "candidates": [],
    "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 40, "totalTokenCount": 140},
}  # fmt: skip


def answers(*rows: Body, hints: Hints = NO_HINTS, document: Any = None) -> list[Draft]:
    """The drafts of the rows of a file, or of one JSON document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers"
        if document is None:
            path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
            sample = Sample(path, "jsonl", rows[:4], ())
        else:
            path.write_text(json.dumps(document, indent=1), "utf-8")
            sample = Sample(path, "json", listed(document), ())
        source = responses.claim(sample, hints)
        assert source is not None
        return drafts(source, path, sample.container)


def listed(document: Any) -> tuple[Body, ...]:
    """What a look into a document shows of it."""
    inner = document.get("data", document) if isinstance(document, dict) else document
    return tuple(inner if isinstance(inner, list) else [inner])


def answer(row: Body, *, hints: Hints = NO_HINTS, **changes: Any) -> Draft:
    """The draft of the only response of a row with these changes."""
    (draft,) = answers(row | changes, hints=hints)
    return draft


def used(body: Body, *, hints: Hints = DAY, **usage: Any) -> dict[str, Any]:
    """The meters of a response whose usage is this one, without its one request."""
    draft = answer(body, hints=hints, usage=usage)
    assert draft["problem"] is None
    return meters(draft)


def meters(draft: Draft) -> dict[str, Any]:
    """The meters that a draft states, beside its one request."""
    names = (name for name in NAMES if name != "requests")
    return {name: draft[name] for name in names if draft.get(name) is not None}
