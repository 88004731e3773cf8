"""Further models that worked for one message of Anthropic's, and that its usage does not include.

A compaction and an advisor are always beside the message's own counts. After a fall-back those are
the answering model's; what declined is beside them, and is billed only where it had begun to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from tokenomics.sources.contract import Row

_BESIDE = frozenset({"compaction", "advisor_message"})
_FALLBACK = "fallback_message"


# What the whole message was served by.
_SHARED = ("service_tier", "inference_geo")


class Part(NamedTuple):
    """A further piece of work: its name within the message, the model that did it, what it used."""

    name: str
    model: str | None
    usage: Row


def beside(body: Row) -> Iterator[Part]:
    """The further work for a message that its own counts do not hold."""
    usage = body.get("usage")
    listed: Any = usage.get("iterations") if isinstance(usage, dict) else None
    if not isinstance(usage, dict) or not isinstance(listed, list):
        return
    shared = {name: usage.get(name) for name in _SHARED}
    found = [cast("Row", item) for item in listed if isinstance(item, dict)]
    is_fallen_back = any(item.get("type") == _FALLBACK for item in found)
    for number, item in enumerate(found, 1):
        kind = str(item.get("type"))
        model = item.get("model") or (
            body.get("model") if kind in {"compaction", _FALLBACK} else None
        )
        has_declined = is_fallen_back and model != body.get("model") and _has_answered(item)
        if kind in _BESIDE or has_declined:
            yield Part(f"{kind} {number}", model, {**shared, **item})


def _has_answered(item: Row) -> bool:
    return str(item.get("output_tokens", 0)) != "0"
