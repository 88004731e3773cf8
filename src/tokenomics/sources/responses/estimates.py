"""Counts of responses that state none, taken from their text; and of streams, from all their chunks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tokenomics import tokens
from tokenomics.sources.contract import Row
from tokenomics.sources.responses.bodies import Found
from tokenomics.sources.responses.texts import answer_text, asked_of

CHUNK = "chat.completion.chunk"

_UNFINISHED = frozenset({"in_progress", "queued", "failed", "cancelled"})


class Estimate(NamedTuple):
    """What a response used by its text; `leaves_out` says that its prompt was not counted in full.

    `usage` is None where there is nothing to count with.
    """

    usage: Row | None
    leaves_out: bool


class Stream(NamedTuple):
    """The chunks of one answer: the line and the body of the last, and the text of all."""

    line: int
    last: Found
    texts: list[str]


class Chunks:
    """The streams of a file that have not stated their counts."""

    def __init__(self) -> None:
        """No stream has begun."""
        self._open: dict[str, Stream] = {}

    def take(self, line: int, found: Found, usage: Row | None) -> None:
        """Note what a response says of a stream: more of its text, or its counts."""
        name = found.body.get("id")
        if not isinstance(name, str):
            return
        if usage is not None or found.body.get("object") != CHUNK:
            self._open.pop(name, None)
            return
        texts = self._open[name].texts if name in self._open else list[str]()
        texts.append(answer_text(found.body))
        self._open[name] = Stream(line, found, texts)

    def uncounted(self) -> Iterator[tuple[Stream, Estimate | None]]:
        """The streams that never stated their counts, and what their text comes to."""
        for stream in self._open.values():
            whole = stream.last._replace(body={**stream.last.body, "object": "chat.completion"})
            yield stream._replace(last=whole), _estimate(whole, "".join(stream.texts))


def estimate(found: Found) -> Estimate | None:
    """What a whole response used, by its text; None where it has none, or is not done."""
    body = found.body
    if body.get("object") == CHUNK or str(body.get("status")) in _UNFINISHED or body.get("error"):
        return None
    return _estimate(found, answer_text(body))


def _estimate(found: Found, answer: str) -> Estimate | None:
    if not answer:
        return None
    if not tokens.is_installed():
        return Estimate(None, leaves_out=True)
    model = found.body.get("model") or found.body.get("modelVersion") or found.around.get("model")
    name = model if isinstance(model, str) else None
    asked = asked_of({**found.body, **found.around})
    usage: Row = {"completion_tokens": tokens.count(answer, name)}
    if asked is not None:
        usage["prompt_tokens"] = tokens.count(asked.text, name)
    return Estimate(usage, leaves_out=asked is None or asked.has_media)
