"""What a request will use: tokens sent and generated, those expected and the most there can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from tokenomics.books import Book
from tokenomics.books.match import matches
from tokenomics.estimating.counting import How, answers, sent
from tokenomics.estimating.shapes import Asked
from tokenomics.guard.caps import output_cap
from tokenomics.guard.prices import Kind
from tokenomics.guard.request import PLAIN_TIERS, Request, mentions, request_of, uses_of

# What limits an estimate, or what it rests on; `words.NOTES` has the sentences.
Note = Literal[
    "media", "elsewhere", "endless", "tools", "uses", "max_tokens", "cap", "no_cap", "batch",
]  # fmt: skip
# With these nobody can know the most that a request may cost.
OPEN: frozenset[Note] = frozenset({"media", "elsewhere", "endless", "no_cap"})

BATCH = "batch"
# Who writes prompts to a cache unasked; elsewhere `cache_control` asks for it.
_CACHES = frozenset({"openai", "azure"})


class Plan(NamedTuple):
    """What is assumed of requests that do not say it.

    `output` are the tokens of an answer, `media` those of each part that is no text; None: unknown.
    `tier` is who they are served by, else the request's own, else that of batches for what a batch
    makes.
    """

    output: int | None = None
    media: int | None = None
    tier: str | None = None


class Use(NamedTuple):
    """What a request uses, by meter: sent, and generated, None where nobody says how much.

    `sent_high` and `generated_high` are the most that there can be, None where nobody knows it,
    `tools` the most uses of tools that are charged by the use.
    """

    kind: Kind
    how: How
    sent: Mapping[str, int]
    sent_high: int
    generated: int | None
    generated_high: int | None
    tools: Mapping[str, int]
    notes: frozenset[Note]

    @property
    def context(self) -> int:
        """All tokens that are sent."""
        return sum(self.sent.values())


def use_of(asked: Asked, model: tuple[str, str], plan: Plan, book: Book) -> Use:
    """What a request uses with a model of a provider."""
    provider, name = model
    said = request_of({**asked.request, "model": name})
    counted = sent(_prompt(asked.request, said), name)
    media = {_meter(kind): parts * (plan.media or 0) for kind, parts in counted.media.items()}
    generated, high = _generated(said, name, plan, _cap(book, provider, name))
    kind = Kind(
        provider, name, _tier(asked, said, plan), said.region, said.variant,
        writes=provider in _CACHES or mentions(asked.request, "cache_control"),
        modalities=("text", *sorted(counted.media)),
    )  # fmt: skip
    more = sum(media.values())
    text = {"input": counted.tokens + media.pop("input", 0)}
    return Use(
        kind, counted.how, {**text, **media}, counted.most + more, generated, high,
        uses_of(said.tools)[0],
        frozenset(_notes(asked, said, plan, has_media=bool(counted.media), output=(generated, high))),
    )  # fmt: skip


def _prompt(request: Mapping[str, Any], said: Request) -> Mapping[str, Any]:
    """All that becomes tokens that are sent; of Gemini's settings the form of the answer."""
    settings = request.get("generation_config")
    return {**said.prompt, **({"generation_config": settings} if settings else {})}


def _tier(asked: Asked, said: Request, plan: Plan) -> str | None:
    """The tier that a request is priced in; None: the plain one."""
    if plan.tier is not None:
        return None if plan.tier in PLAIN_TIERS else plan.tier
    return said.tier or (BATCH if asked.in_batch else None)


def _meter(medium: str) -> str:
    """The meter of a part that is no text: images and documents are charged as input nearly everywhere."""
    return f"input_{medium}" if medium in {"audio", "video"} else "input"


def _cap(book: Book, provider: str, name: str) -> int | None:
    found = matches(book, provider, name)
    return output_cap(found[-1].model if found else name)


def _generated(
    said: Request, name: str, plan: Plan, cap: int | None
) -> tuple[int | None, int | None]:
    """The tokens of all answers: those expected, and at most."""
    if not answers(name):
        return 0, 0
    stated = said.max_output if plan.output is None else plan.output
    if stated is not None:
        return stated * said.choices, stated * said.choices
    return None, None if cap is None else cap * said.choices


def _notes(
    asked: Asked,
    said: Request,
    plan: Plan,
    *,
    has_media: bool,
    output: tuple[int | None, int | None],
) -> Iterator[Note]:
    generated, high = output
    if has_media and plan.media is None:
        yield "media"
    if said.elsewhere:
        yield "elsewhere"
    uses, endless = uses_of(said.tools)
    if endless is not None:
        yield "endless"
    if uses:
        yield "uses"
    if said.prompt.get("tools") or said.prompt.get("functions"):
        yield "tools"
    if generated is None:
        yield "no_cap" if high is None else "cap"
    elif plan.output is None and generated:
        yield "max_tokens"
    if asked.in_batch and not (plan.tier or said.tier):
        yield "batch"
