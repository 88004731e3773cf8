"""Which source reads a file: exactly one, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tokenomics.config import Config
from tokenomics.records.errors import SourceError
from tokenomics.sources import claude_code, litellm, mapped, native
from tokenomics.sources.contract import Sample, Source


class BuiltIn(NamedTuple):
    """A source that needs no configuration: what it reads, what it cannot know, and its claim."""

    name: str
    doc: str
    lossy: tuple[str, ...]
    claim: Callable[[Sample], Source | None]


def _fixed(source: Source, claims: Callable[[Sample], bool]) -> BuiltIn:
    """A built-in that reads every file of its format alike."""
    return BuiltIn(
        source.name, source.doc, source.lossy, lambda sample: source if claims(sample) else None
    )


_BUILT_INS = (
    _fixed(claude_code.SOURCE, claude_code.claims),
    _fixed(litellm.SOURCE, litellm.claims),
    BuiltIn(native.NAME, native.DOC, native.LOSSY, native.claim),
)


def describe() -> tuple[BuiltIn, ...]:
    """The built-in sources in order of name."""
    return tuple(sorted(_BUILT_INS, key=lambda source: source.name))


def claim(sample: Sample, config: Config) -> Source | None:
    """The source of a file: a `[[source]]` that matches its path, else the built-in that knows it.

    Raises SourceError where two claim it, where a mapped file lacks a column, and ConfigError
    where the mapping is wrong.
    """
    given = [source for source in config.source if mapped.matches(source, sample.path, config.root)]
    _one(sample, [source.name for source in given])
    if given:
        return mapped.source(given[0], sample)
    found = [source for built_in in _BUILT_INS if (source := built_in.claim(sample)) is not None]
    claims = [source for source in found if sample.container in source.containers]
    _one(sample, [source.name for source in claims])
    return claims[0] if claims else None


def _one(sample: Sample, names: list[str]) -> None:
    if len(names) > 1:
        raise SourceError(
            f"{sample.path}: {' and '.join(repr(name) for name in names)} both claim this file; "
            "narrow `match` of a [[source]]"
        )


def refusal(sample: Sample) -> str | None:
    """Why a file that is known is not read, in one sentence; None for a file nobody knows."""
    return litellm.refuses(sample)
