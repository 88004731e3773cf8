"""Calls of another model as its tokenizer counts them, by texts that are given.

Logs hold counts and no text. Texts like those of the calls tell how many tokens a model makes of
what another one makes so many of, where the encodings of both are known exactly.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tokenomics import tokens
from tokenomics.analysis.stakes import Base, Finding
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import METERS
from tokenomics.records.words import many, percent
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Step, World, everywhere, otherwise, was_model

_TEXT = tuple(m.name for m in METERS if m.unit == "token" and m.modality == "text")


class Ratio(NamedTuple):
    """How many tokens one model makes of what another one makes so many of."""

    before: int
    after: int


class Texts(NamedTuple):
    """What stands in files that are like the calls' own texts."""

    files: int
    text: str


def steps(_: Question, texts: Sequence[str]) -> list[Step]:
    """One step for all files: calls that a route gave to another model, as that one counts them.

    Raises ConfigError where no file is found or the tokenizer is not installed.
    """
    if not tokens.is_installed():
        raise ConfigError(f"counting texts needs the tokenizer: {tokens.INSTALL}")
    given = texts_of(texts)
    name = f"tokenizer, by {many(given.files, 'file')}"
    return [Step(name, lambda world: _changed(world, given))]


def texts_of(patterns: Sequence[str]) -> Texts:
    """The texts of some files or globs, in the order of their names. Raises ConfigError without any."""
    found = sorted({path for pattern in patterns for path in glob.glob(pattern, recursive=True)})  # noqa: PTH207 - patterns may be absolute
    files = [Path(path) for path in found if Path(path).is_file()]
    text = "\n".join(path.read_text("utf-8", "replace") for path in files)
    if not text.strip():
        raise ConfigError(f"tokenizer: there is no text in {', '.join(patterns)}")
    return Texts(len(files), text)


def _changed(world: World, given: Texts) -> Changed:
    @cache
    def counted(encoding: str) -> int:
        rule = next(rule for rule in tokens.RULES if rule.encoding == encoding)
        return tokens.encoded(given.text, rule)

    said: list[str] = []
    unknown: list[str] = []

    def change(base: Base) -> Base:
        findings: list[Finding] = []
        for before, after in _pairs(base):
            old, new = tokens.rule_of(before), tokens.rule_of(after)
            if not (old.is_exact and new.is_exact):
                unknown.append(f"{before} to {after}")
            elif old.encoding != new.encoding:
                ratio = Ratio(counted(old.encoding), counted(new.encoding))
                findings.append(_finding(base, (before, after), ratio))
                said.append(
                    f"{before} to {after}: {percent(ratio.after, ratio.before)} of the tokens"
                )
        return otherwise(base, *findings)

    after = everywhere(world, change)
    return Changed(after, remarks=(*dict.fromkeys(said), *_unknown(unknown)))


def _unknown(pairs: Sequence[str]) -> Iterator[str]:
    if pairs:
        names = ", ".join(sorted(set(pairs)))
        yield f"no exact tokenizer of both is known, their tokens are as they were: {names}"


def _finding(base: Base, pair: tuple[str, str], ratio: Ratio) -> Finding:
    before, after = map(literal, pair)
    columns = {
        name: f"CAST((2 * calls.{name} * {ratio.after} + {ratio.before}) // {2 * ratio.before} AS BIGINT)"
        for name in _TEXT
        if name in base.used
    }
    return Finding(f"{was_model()} = {before} AND {base.model} = {after}", columns)


def _pairs(base: Base) -> list[tuple[str, str]]:
    """The models that calls had, and have, where they are others."""
    calls = base.calls({"before": was_model(), "after": base.model}, "calls.asked")
    rows = base.con.execute(sql("model_pairs", calls=calls)).fetchall()
    return sorted((before, after) for before, after in rows)
