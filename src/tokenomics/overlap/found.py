"""An overlap of sources as a plain value, and the sentence that tells it."""

from __future__ import annotations

from typing import Literal, NamedTuple

How = Literal["response id", "counts", "requests", "series", "authority", "rollup", "unclear"]

_SENTENCES: dict[How, str] = {
    "response id": "{sources} state the same calls: {calls} with one response id or request id counted once",
    "counts": "{sources} seem to state the same calls: {calls} with equal model, tokens and time counted once",
    "requests": "{sources}: {calls} stand beside logs of the same usage, which is counted from the logs, the rest as unlogged",
    "series": "{sources} sum up the same usage: one is counted, {calls} left out",
    "authority": "{sources}: {calls} left out, because the configuration names another authority",
    "rollup": "{sources}: {calls} left out, because they sum up calls that are there too",
    "unclear": "{sources} may state the same calls: {calls} look alike and all are counted",
}  # fmt: skip


class Overlap(NamedTuple):
    """Sources that state usage of one provider in one time.

    `how` says by what rule they were told apart, `calls` how many records it took out (of
    `unclear`, might have). Unless `certain` the rule rests on likeness or on a choice.
    """

    provider: str
    sources: tuple[str, ...]
    how: How
    calls: int
    certain: bool


def sentence(overlap: Overlap) -> str:
    """The overlap in one sentence."""
    what = "record" if overlap.calls == 1 else "records"
    told = _SENTENCES[overlap.how].format(
        sources=" and ".join(overlap.sources), calls=f"{overlap.calls:,} {what}"
    )
    return f"{overlap.provider}: {told}"
