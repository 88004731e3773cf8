"""Which model does a feature's work of one size cheapest among those that surely do it well enough.

What a model would cost is reckoned to choose by: the calls' tokens together at its standard prices.
What the choice saves is not: that is priced call by call, as everything is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.caching import plain_meter
from tokenomics.books import Book, Call, quote
from tokenomics.records.meters import IN_CONTEXT
from tokenomics.records.money import EXACT, ZERO
from tokenomics.replaying.evidence import Evidence, Work
from tokenomics.replaying.holding import Tally, is_held
from tokenomics.replaying.wishes import Wish


class Load(NamedTuple):
    """The calls of a feature and size, whichever models have them: what they use, the last at `at`."""

    feature: str
    band: int
    calls: int
    meters: Mapping[str, int]
    at: datetime


class Candidate(NamedTuple):
    """A model that surely succeeds often enough: what the calls would cost, None where it lacks a price.

    `p95` is within which time 95 % of its calls are answered, None where none says it. `region` is where
    it would serve, where that is asked for. `reason` says why it cannot be chosen, else it is empty.
    """

    provider: str
    model: str
    tally: Tally
    cost: Decimal | None
    p95: int | None = None
    region: str | None = None
    reason: str = ""


class Chosen(NamedTuple):
    """The model that calls go to, None where they stay; `passed` are cheaper ones that fail a constraint.

    `best` is the work and tally that comes nearest, where none holds.
    """

    load: Load
    to: Candidate | None
    passed: Sequence[Candidate]
    best: tuple[Work, Tally] | None


class Known(NamedTuple):
    """What is measured of models: their p95 by work, and in which regions they served."""

    p95: Mapping[Work, int]
    regions: Mapping[tuple[str, str], frozenset[str]]


def chosen(evidence: Evidence, load: Load, wish: Wish, known: Known) -> Chosen:
    """The cheapest model that holds what is wished, for calls of a feature and size."""
    tried = {
        work: tally
        for work, tally in evidence.tallies.items()
        if (work.feature, work.band) == (load.feature, load.band)
    }
    held = [
        _candidate(evidence, work, tally, load, wish, known)
        for work, tally in tried.items()
        if is_held(tally, wish.quality)
    ]
    held.sort(key=lambda each: (each.cost is None, each.cost, each.provider, each.model))
    to = next((each for each in held if not each.reason), None)
    passed = held if to is None else held[: held.index(to)]
    best = max(
        tried.items(), key=lambda item: (item[1].interval.low or ZERO, item[0]), default=None
    )
    return Chosen(load, to, passed, None if held else best)


def _candidate(
    evidence: Evidence, work: Work, tally: Tally, load: Load, wish: Wish, known: Known
) -> Candidate:
    region = next(
        (
            name
            for name in wish.only.get("region", ())
            if name in known.regions.get((work.provider, work.model), ())
        ),
        None,
    )
    cost, p95 = _cost(evidence.book, work, load, region), known.p95.get(work)
    found = Candidate(work.provider, work.model, tally, cost, p95, region)
    return found._replace(reason=next(_reasons(evidence, found, wish), ""))


def _reasons(evidence: Evidence, found: Candidate, wish: Wish) -> Iterator[str]:
    """Why a model cannot be chosen."""
    if found.cost is None:
        yield "has no price for what the calls use"
    for name, values in wish.only.items():
        if not _is_one(evidence, found, name, values):
            what = "served no call in region" if name == "region" else f"is not of {name}"
            yield f"{what} {' or '.join(values)}"
    if wish.latency is not None and found.p95 is None:
        yield "is of unknown latency"
    if wish.latency is not None and found.p95 is not None and found.p95 > wish.latency:
        yield f"takes {found.p95:,} ms (p95)"


def _is_one(evidence: Evidence, found: Candidate, name: str, values: Sequence[str]) -> bool:
    if name == "region":
        return found.region is not None
    if name == "provider":
        return found.provider.lower() in {value.lower() for value in values}
    named = {evidence.named(found.provider, value)[1] for value in values}
    return found.model in named


def _cost(book: Book, work: Work, load: Load, region: str | None) -> Decimal | None:
    """What the calls' tokens cost with a model; what it has no price to cache for is plain input."""
    read = sum(load.meters.get(name, 0) for name in IN_CONTEXT)
    context = read // load.calls if load.calls else 0
    rates = quote(book, Call(work.provider, work.model, None, region, None, context, load.at)).rates
    whole = ZERO
    for name, number in load.meters.items():
        meter = name if name in rates or not name.startswith("cache_") else plain_meter(name)
        if number and meter not in rates:
            return None
        if number:
            whole = EXACT.add(whole, EXACT.multiply(rates[meter].rate.rate, Decimal(number)))
    return whole
