"""Calls that could wait: at the batch or flex price, by how long they may.

A day is what providers take at most for a batch, a quarter of an hour what they ask to allow for flex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from tokenomics.analysis.stakes import BY_TOKEN, ONE_CALL, Base, Finding
from tokenomics.analysis.tiers import STANDARD
from tokenomics.books import Call, quote
from tokenomics.outcomes.rules import span
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import NAMES, is_token
from tokenomics.records.words import many
from tokenomics.replaying.picking import Picked, parted, picked_sql, sums_left
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Step, World, everywhere, otherwise
from tokenomics.timezones import from_micros

# How long a tier may take, in the order in which they are chosen.
WAITS = {"batch": timedelta(days=1), "flex": timedelta(minutes=15)}
_SHAPE = "write how long calls may wait, such as 24h, or CONDITIONS -> 24h"


class _Tier(NamedTuple):
    """Models that are sold at a tier, and the meters that they have no price for there."""

    tier: str
    lacking: tuple[str, ...]
    models: tuple[tuple[str, str], ...]


def steps(_: Question, texts: Sequence[str]) -> list[Step]:
    """A step a delay, such as `24h` or `feature=nightly -> 15m`.

    Raises ConfigError for what cannot be read, and for a delay that no tier is quick enough for.
    """
    return [_step(text) for text in texts]


def _step(text: str) -> Step:
    picked, delay = parted(text, "defer", _SHAPE)
    wait = span(delay, "defer")
    tiers = [tier for tier, longest in WAITS.items() if longest <= wait]
    if not tiers:
        raise ConfigError(f"defer {text!r}: flex may take 15m and a batch 24h: nothing is quicker")

    def change(world: World) -> Changed:
        left: list[int] = []
        after = everywhere(world, lambda base: _changed(base, picked, tiers, left))
        sums = sums_left(world.first, picked)
        return Changed(after, remarks=(*_stay(left, tiers), *sums))

    return Step(f"defer {text.strip()}", change)


def _changed(base: Base, picked: Picked, tiers: Sequence[str], left: list[int]) -> Base:
    tier = f"coalesce(lower({base.column('service_tier')}), '{STANDARD[0]}')"
    standard = f"{tier} IN ({', '.join(map(literal, STANDARD))})"
    could = f"{BY_TOKEN} AND {ONE_CALL} AND {standard} AND {picked_sql(base, picked)}"
    findings = [_finding(base, could, each) for each in _tiers(base, could, tiers)]
    after = otherwise(base, *findings)
    left.append(_left(base, could, [found.flag for found in findings]))
    return after


def _finding(base: Base, could: str, of: _Tier) -> Finding:
    pairs = ", ".join(f"({literal(by)}, {literal(model)})" for by, model in of.models)
    named = f"(calls.provider, {base.model}) IN ({pairs})"
    flag = f"{could} AND {named} AND {base.total(of.lacking)} = 0"
    return Finding(flag, {"service_tier": literal(of.tier)})


def _tiers(base: Base, could: str, tiers: Sequence[str]) -> Iterator[_Tier]:
    """Of each model the first tier that it is sold at."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]] = {}
    for provider, model, last in _models(base, could):
        for tier in tiers:
            lacking = _lacking(base, (provider, model), tier, last)
            if lacking is not None:
                found.setdefault((tier, lacking), []).append((provider, model))
                break
    for (tier, lacking), models in found.items():
        yield _Tier(tier, lacking, tuple(models))


def _lacking(base: Base, name: tuple[str, str], tier: str, last: int) -> tuple[str, ...] | None:
    """The meters in use without a price at a tier; None where a model is not sold at it."""
    at = base.query.prices_at or from_micros(last)
    rates = quote(base.book, Call(*name, tier, None, None, 0, at)).rates
    if not any(is_token(meter) for meter in rates):
        return None
    used = (meter for meter in NAMES if meter in base.used)
    return tuple(meter for meter in used if is_token(meter) and meter not in rates)


def _models(base: Base, could: str) -> list[tuple[str, str, int]]:
    columns = {name: f"calls.{name}" for name in ("provider", "grain", "ts")}
    calls = base.calls({**columns, "model": base.model}, f"calls.asked AND {could}")
    rows = base.con.execute(sql("names", calls=calls)).fetchall()
    return sorted((row[0], row[1], row[4]) for row in rows if row[1] is not None)


def _left(base: Base, could: str, flags: Sequence[str]) -> int:
    """How many calls could wait and have no price at any of the tiers."""
    moved = " OR ".join(f"({flag}) IS TRUE" for flag in flags) or "false"
    calls = base.calls({"provider": "calls.provider"}, f"calls.asked AND {could} AND NOT ({moved})")
    return int(base.con.execute(sql("number_of", calls=calls)).fetchall()[0][0])


def _stay(left: Sequence[int], tiers: Sequence[str]) -> Iterator[str]:
    """Sentences about what has no price at the tiers: calls, and what is asked again of another model."""
    first, *again = left
    without = f"without a price at the {' or '.join(tiers)} tier"
    if first:
        yield f"{many(first, 'call')} {without}: as they were"
    if any(again):
        yield f"what is asked again of models {without} does not wait"
