"""Calls that other models answer.

Tokens are those that were counted: another model may count, think and answer otherwise. Where the
other one's provider has no price for what is written to or read from a cache, these tokens are
plain input there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from tokenomics.analysis.caching import plain_meter
from tokenomics.analysis.stakes import BY_TOKEN, Base, Finding, Key
from tokenomics.books import Call, quote
from tokenomics.queries import literal, sql
from tokenomics.records.kinds import USAGE
from tokenomics.records.meters import NAMES
from tokenomics.records.money import EXACT, ZERO
from tokenomics.replaying.escalating import measured, sentences
from tokenomics.replaying.picking import picked_sql
from tokenomics.replaying.question import Question
from tokenomics.replaying.refusing import Held, held, remarks, told
from tokenomics.replaying.routes import Route, Target, route_of, seller
from tokenomics.replaying.world import (
    Changed,
    Part,
    Step,
    World,
    costs_in,
    only,
    otherwise,
    saved,
    written,
)
from tokenomics.timezones import from_micros

SAME_TOKENS = (
    "tokens are those that the calls had: another model counts, thinks and answers otherwise"
)

_CACHED = tuple(name for name in NAMES if name.startswith(("cache_read", "cache_write")))
# What says how a model was served, which another one's provider need not offer.
_OF_MODEL = ("variant", "context_tier")
_OF_PROVIDER = ("region", "deployment")


class Seller(NamedTuple):
    """Who answers the calls of some providers, and which meters it has no price for."""

    provider: str
    callers: tuple[str, ...]
    folded: tuple[str, ...]


def steps(of: Question, texts: Sequence[str]) -> list[Step]:
    """One step for all routes: of those that a call is as, the first is taken.

    Raises ConfigError and PriceError as `route_of` does, and where several providers sell a model
    and a call's own does not.
    """
    routes = [route_of(text, of.base.book) for text in texts]
    name = f"route {routes[0].text}" if len(routes) == 1 else f"{len(routes)} routes"
    return [Step(name, partial(_changed, of, routes))]


def _changed(of: Question, asked: Sequence[Route], world: World) -> Changed:
    evidence = of.evidence()
    routes = [measured(evidence, route) for route in asked]
    found = [
        held(evidence, part.base, _in_turn(part.base, routes), [route.to for route in routes])
        for part in world.parts
    ]
    parts = [
        each
        for part, mine in zip(world.parts, found, strict=True)
        for each in _parts(part, mine, routes)
    ]
    first = found[0]
    unclaimed, refused = _unclaimed(world.parts[0], first, routes)
    return Changed(
        World(tuple(parts)),
        sentences=(
            *told(first.compared, unclaimed, of.query.currency),
            *sentences(evidence, routes),
        ),
        remarks=(*remarks(evidence, first.compared), SAME_TOKENS),
        refused=refused,
    )


def _parts(part: Part, mine: Held, routes: Sequence[Route]) -> Iterator[Part]:
    """The calls of a part with the models that answer them, and those that are asked again."""
    firsts = [
        finding
        for flag, route in zip(mine.picks, routes, strict=True)
        for finding in (*moved(mine.base, flag, route.to[0]), *_again(flag, route))
    ]
    yield part._replace(base=otherwise(mine.base, *firsts))
    for flag, route in zip(mine.picks, routes, strict=True):
        for target in route.to[1:]:
            asked = only(mine.base, flag)
            again = otherwise(asked, *moved(asked, "true", target))
            yield Part(again, EXACT.multiply(part.weight, target.share))


def _again(flag: str, route: Route) -> Iterator[Finding]:
    """What is asked again is changed, even where the first model is the one that calls have."""
    if len(route.to) > 1:
        yield Finding(flag, {})


def _unclaimed(
    part: Part, mine: Held, routes: Sequence[Route]
) -> tuple[Decimal, Mapping[Key, int]]:
    """What the calls of a part that stay would have saved, and how many they are by the question's dimensions."""
    if mine.stayed is None:
        return ZERO, {}
    now: list[Part] = []
    then: list[Part] = []
    for flag, route in zip(mine.stayed, routes, strict=True):
        stayed = written(only(mine.base, flag))
        now.append(part._replace(base=stayed))
        for target in route.to:
            other = otherwise(stayed, *moved(stayed, "true", target))
            then.append(Part(other, EXACT.multiply(part.weight, target.share)))
    cells = costs_in(World(tuple(now)))
    numbers: Counter[Key] = Counter()
    for key, cell in cells.items():
        numbers[key[: len(mine.base.by)]] += cell.requests
    return saved(cells, costs_in(World(tuple(then)))), numbers


def _in_turn(base: Base, routes: Sequence[Route]) -> list[str]:
    """SQL of whether each route is the first that a call is as; what is paid for as a whole stays."""
    found: list[str] = []
    before: list[str] = []
    for route in routes:
        mine = picked_sql(base, route.picked)
        found.append(
            " AND ".join(
                [BY_TOKEN, f"({mine}) IS TRUE", *(f"({each}) IS NOT TRUE" for each in before)]
            )
        )
        before.append(mine)
    return found


def moved(base: Base, flag: str, to: Target) -> Iterator[Finding]:
    """Calls as another model answers them, by who sells it to whom. Raises ConfigError as `seller` does."""
    return answered(base, flag, to, _lasts(base, flag))


def answered(base: Base, flag: str, to: Target, lasts: Mapping[str, int]) -> Iterator[Finding]:
    """The same, where it is known which providers' calls these are, and when each had the last of them
    (in microseconds since 1970).
    """
    for each in _sellers(base, to, lasts):
        callers = ", ".join(map(literal, each.callers))
        same = f"(calls.provider = {literal(each.provider)} AND {base.model} = {literal(to.model)})"
        yield Finding(
            f"{flag} AND calls.provider IN ({callers}) AND {same} IS NOT TRUE",
            {
                "provider": literal(each.provider),
                "model_served": literal(to.model),
                **{name: _null(name) for name in _OF_MODEL if name in base.used},
                **_of_provider(base, each),
                **_plain(base, each.folded),
            },
        )


def _of_provider(base: Base, by: Seller) -> dict[str, str]:
    """What is known of how the old provider served calls, gone where another one does."""
    same = f"calls.provider = {literal(by.provider)}"
    return {
        name: f"CASE WHEN {same} THEN {base.column(name)} END"
        for name in _OF_PROVIDER
        if name in base.used
    }


def _plain(base: Base, folded: Sequence[str]) -> dict[str, str]:
    """Tokens of caches that have no price of their own as input."""
    plain: dict[str, list[str]] = {}
    for name in folded:
        plain.setdefault(plain_meter(name), []).append(name)
    changed = {to: f"CAST({base.total([to, *names])} AS BIGINT)" for to, names in plain.items()}
    return {**changed, **dict.fromkeys(folded, "CAST(NULL AS BIGINT)")}


def _lasts(base: Base, flag: str) -> dict[str, int]:
    """When each provider had the last of some calls."""
    columns = {name: f"calls.{name}" for name in ("provider", "grain", "ts")}
    calls = base.calls({**columns, "model": base.model}, f"calls.asked AND {flag}")
    rows = base.con.execute(sql("names", calls=calls)).fetchall()
    lasts: dict[str, int] = {}
    for provider, _, _, _, last in rows:
        lasts[provider] = max(last, lasts.get(provider, last))
    return lasts


def _sellers(base: Base, to: Target, lasts: Mapping[str, int]) -> list[Seller]:
    found: dict[str, list[str]] = {}
    for caller in sorted(lasts):
        found.setdefault(seller(base.book, caller, to), []).append(caller)
    return [
        Seller(
            provider, tuple(callers), _unpriced(base, provider, to, max(lasts[c] for c in callers))
        )
        for provider, callers in found.items()
    ]


def _unpriced(base: Base, provider: str, to: Target, last: int) -> tuple[str, ...]:
    """The meters of caches in use that the book has no rate for."""
    at = base.query.prices_at or from_micros(last)
    rates = quote(base.book, Call(provider, to.model, None, None, None, 0, at)).rates
    return tuple(name for name in _CACHED if name in base.used and rates and name not in rates)


def _null(name: str) -> str:
    return f"CAST(NULL AS {USAGE.column(name).sql_type})"
