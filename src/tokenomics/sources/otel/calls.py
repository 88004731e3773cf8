"""Which spans of a trace are calls: those nearest to the provider, and not what sums them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tokenomics.sources.contract import Row

# Names of the counts in all generations: a span with one of them states usage.
INPUT = (
    "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens",
    "llm.token_count.prompt",
)  # fmt: skip
OUTPUT = (
    "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens",
    "llm.token_count.completion",
)  # fmt: skip
TOTAL = ("gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total")
OPERATION = ("gen_ai.operation.name", "llm.request.type", "openinference.span.kind")
RESPONSE = ("gen_ai.response.id", "llm.response.id")

_INFERENCE = frozenset(
    {
        "chat", "text_completion", "completion", "generate_content", "embeddings", "embedding",
        "responses", "rerank", "llm", "reranker",
    }
)  # fmt: skip
# Spans of these kinds sum up the calls below them, whatever they state.
_AROUND = frozenset({"chain", "agent", "tool", "retriever", "guardrail", "evaluator", "prompt"})

_Key = tuple[str | None, str | None]


class Span(NamedTuple):
    """A span, and what decides whether it is a call."""

    line: int
    row: Row
    has_usage: bool
    is_inference: bool
    response: str | None

    @property
    def key(self) -> _Key:
        """What a span is known by."""
        return self.row["trace"], self.row["span"]


def span_of(line: int, row: Row) -> Span:
    """A span as read, judged by itself."""
    stated: Mapping[str, Any] = row["attributes"]
    operation = str(first(stated, OPERATION) or "").lower()
    kind = str(stated.get("openinference.span.kind") or "").lower()
    is_copy = stated.get("logfire.span_type") == "pending_span"
    counted = any(_is_count(stated.get(name)) for name in (*INPUT, *OUTPUT, *TOTAL))
    response = first(stated, RESPONSE)
    return Span(
        line,
        row,
        has_usage=counted and kind not in _AROUND and not is_copy,
        is_inference=operation in _INFERENCE and not is_copy,
        response=str(response) if response else None,
    )


def first(stated: Mapping[str, Any], names: Iterable[str]) -> Any:
    """The first of some attributes that is there."""
    return next((stated[name] for name in names if stated.get(name) is not None), None)


def _is_count(value: Any) -> bool:
    """Whether anything but nothing is stated; what is no number is to be refused by its reader."""
    return value is not None and str(value).strip() not in {"", "0"}


def judged(spans: Sequence[Span]) -> Iterator[tuple[Span, Row]]:
    """Each span with its row: of a call what is read of it, of any other nothing.

    A span is a call where nothing below it is one. One with a response id that nothing below
    repeats is a call of its own, though it made others on the way. `parent` becomes the span
    that sums the call up, so that copies of it in other files are known for what they are.
    """
    by_key = {span.key: span for span in spans}
    below: dict[_Key, list[Span]] = defaultdict(list)
    for span in by_key.values():
        if span.has_usage or span.is_inference:
            for above in _ancestors(span, by_key):
                below[above].append(span)
    own = {span.key for span in by_key.values() if _is_own(span, below.get(span.key, []))}
    for span in spans:
        is_leaf = not below.get(span.key)
        if (span.has_usage or span.is_inference) and (is_leaf or span.key in own):
            parent = _summing(span, by_key, own)
            yield span, {**span.row, "parent": parent, "has_usage": span.has_usage}
        else:
            yield span, {}


def _is_own(span: Span, below: Sequence[Span]) -> bool:
    counted = [other for other in below if other.has_usage]
    return (
        span.has_usage
        and span.is_inference
        and span.response is not None
        and all(other.response not in {None, span.response} for other in counted)
    )


def _ancestors(span: Span, by_key: Mapping[_Key, Span]) -> Iterator[_Key]:
    """The keys of the spans above one, from its parent up to the first that is not in the file."""
    trace, seen = span.row["trace"], {span.key}
    above: _Key = (trace, span.row["parent"])
    while above[1] is not None and above not in seen:
        seen.add(above)
        yield above
        if above not in by_key:
            return
        above = (trace, by_key[above].row["parent"])


def _summing(span: Span, by_key: Mapping[_Key, Span], own: set[_Key]) -> str | None:
    """The nearest span above that sums up, else the one that is not in the file, else the parent."""
    above = [key for key in _ancestors(span, by_key) if key not in own]
    stated = [key for key in above if key in by_key and by_key[key].has_usage]
    missing = [key for key in above if key not in by_key]
    return next((key[1] for key in (*stated, *missing, *above)), None)
