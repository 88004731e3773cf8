"""Answers that are given again: calls that ask exactly what was asked before cost nothing.

An answer is kept for so long after each time that it is asked for. What is tried again because its
answer failed is asked of the model, whatever is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from tokenomics.analysis.stakes import BY_TOKEN, ONE_CALL, Base, Finding
from tokenomics.costing.scope import dimension_sql, inlined, scope_of
from tokenomics.dimensions import Dimension, filterable
from tokenomics.outcomes.rules import span
from tokenomics.queries import sql
from tokenomics.records.errors import ConfigError
from tokenomics.replaying import cache_words as words
from tokenomics.replaying.picking import Picked, parted, picked_sql, sums_left
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Part, Step, World, otherwise

KIND = "response-cache"
_SHAPE = "write how long answers are kept, 24h or forever, or CONDITIONS -> 24h; '24h by tag:cluster' where a tag says which prompts are alike"
_KEPT = re.compile(r"(\S+)(?:\s+by\s+(\S+))?")


class Kept(NamedTuple):
    """Which calls' answers are kept, and for how long: always without a `span`.

    They are given to calls of equal prompts, or of the same value of `alike`.
    """

    picked: Picked
    span: timedelta | None
    alike: Dimension | None


def steps(_: Question, texts: Sequence[str]) -> list[Step]:
    """A step a text, such as `24h`, `feature=faq -> forever` or `24h by tag:cluster`.

    Raises ConfigError for what cannot be read.
    """
    return [
        Step(
            f"{KIND} {text.strip()}", partial(_changed, f"tokenomics_repeats_{number}", _kept(text))
        )
        for number, text in enumerate(texts)
    ]


def _kept(text: str) -> Kept:
    picked, what = parted(text, KIND, _SHAPE)
    found = _KEPT.fullmatch(what)
    if found is None:
        raise ConfigError(f"{KIND} {text!r}: {_SHAPE}")
    life = None if found[1] == "forever" else span(found[1], KIND)
    return Kept(picked, life, filterable(found[2]) if found[2] else None)


def _changed(table: str, kept: Kept, world: World) -> Changed:
    found = [_served(part.base, kept, f"{table}_{place}") for place, part in enumerate(world.parts)]
    parts = [Part(base, part.weight) for base, part in zip(found, world.parts, strict=True)]
    alike = None if kept.alike is None else kept.alike.name
    told = _told(world.first, kept, f"{table}_0")
    return Changed(
        World(tuple(parts)),
        sentences=tuple(words.about_answers(told)),
        remarks=(*sums_left(world.first, kept.picked), *words.about_prompts(told, alike)),
    )


def _served(base: Base, kept: Kept, table: str) -> Base:
    """The calls of a part, those that repeat others answered from a cache; writes the table of repeats.

    What is kept is asked for by all calls: filters of the question do not hide who asked first.
    """
    names = ("record_id", "asked", "ts", "provider")
    columns = {
        **{name: f"calls.{name}" for name in names},
        **{name: base.column(name) for name in ("scope_id", "source_file", "source_line")},
        "model": base.model,
        "prompt": _prompt(base, kept),
        "is_answer": base.succeeded,
        "is_retry": f"coalesce({base.column('attempt')} > 1, false)",
    }
    calls = base.calls(columns, f"{_meant(base, kept)} AND {columns['prompt']} IS NOT NULL")
    text = sql("response_repeats", calls=calls, forgotten=_forgotten(kept))
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")
    return otherwise(
        base,
        Finding(
            "NOT repeats.is_retry",
            {"billing": "'cached'"},
            f"LEFT JOIN {table} AS repeats ON repeats.record_id = calls.record_id",
        ),
    )


def _meant(base: Base, kept: Kept) -> str:
    return f"{BY_TOKEN} AND {ONE_CALL} AND {picked_sql(base, kept.picked)}"


def _prompt(base: Base, kept: Kept) -> str:
    """SQL of what is equal where prompts are."""
    if kept.alike is None:
        return base.column("prompt_digest")
    scope = scope_of(base.relation, base.used, by=(kept.alike,))
    return f"({inlined(scope, dimension_sql(scope, kept.alike))})"


def _forgotten(kept: Kept) -> str:
    if kept.span is None:
        return "false"
    return f"asks.asked_at - asks.answered_at > {kept.span // timedelta(microseconds=1)}"


def _told(base: Base, kept: Kept, table: str) -> words.Answers:
    meant, prompt = f"calls.asked AND {_meant(base, kept)}", _prompt(base, kept)
    repeats = base._replace(relation=table)
    return words.Answers(
        _number(base, f"{meant} AND {prompt} IS NOT NULL"),
        _number(base, f"{meant} AND {prompt} IS NULL"),
        _number(repeats, "calls.asked"),
        _number(repeats, "calls.asked AND calls.is_retry"),
    )


def _number(base: Base, conditions: str) -> int:
    calls = base.calls({"record_id": "calls.record_id"}, conditions)
    return int(base.con.execute(sql("number_of", calls=calls)).fetchall()[0][0])
