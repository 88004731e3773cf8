"""What a cost report does not know: unpriced meters, estimates, undated rates, assumptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import why_unpriced
from tokenomics.overlap import Overlap
from tokenomics.pricing import Priced, is_assumed, is_undated, rate_of
from tokenomics.rate_keys import RateKey
from tokenomics.records.meters import is_token
from tokenomics.records.money import EXACT, ZERO, total


class Unpriced(NamedTuple):
    """Usage of a model whose meters have no rate.

    `meters` maps each such meter to its quantity, `requests` counts the requests that use
    any of them. `nearest` are the book's most similar names where it does not know the
    model, `reason` says why there is no rate.
    """

    provider: str
    model: str | None
    meters: Mapping[str, Decimal | int]
    requests: int
    nearest: tuple[str, ...]
    reason: str


class Tokens(NamedTuple):
    """The same shares in tokens: all of them, those without a rate, of counts that are estimated or
    partial, at undated or assumed rates, and those of usage that states no number of requests
    (unlogged usage apart).
    """

    total: int
    unpriced: int
    estimated: int
    partial: int
    undated: int
    assumed: int
    uncounted: int


class Effect(NamedTuple):
    """What a price by quantity did to a report.

    `cost` is what the calls' units cost that are priced by it, `before` what they would cost without
    it. `unallocated` is what it could take off at most of calls that name no billed account, which
    are charged in full.
    """

    provider: str
    name: str
    per: str
    cost: Decimal
    before: Decimal
    unallocated: Decimal


class Coverage(NamedTuple):
    """How much of a report stands on firm ground; counts are requests, `tokens` says it in tokens.

    `unpriced`: with a meter that has no rate. `estimated`, `partial`: with token counts of
    that basis; `estimated_cost` is the money that rests on estimates. `undated`, `assumed`: with
    a meter at a rate without a date, or at another meter's rate by assumption. `straddling`: of
    buckets that reach over the end of their group. `unlogged`: known only from a provider's sums,
    though there are logs of the same time; `unlogged_cost` is their money. `undated_cost` is the
    money at undated rates, `stated_cost` that of buckets over a change of price, which is what
    their source states, `rejects` the rows refused in the whole ledger, `sources` the requests of each source,
    `overlaps` how sources of the same usage were told apart, `graduated` what prices by quantity did.
    """

    requests: int
    unpriced: int
    estimated: int
    partial: int
    undated: int
    assumed: int
    straddling: int
    undated_cost: Decimal
    rejects: int
    sources: Mapping[str, int]
    tokens: Tokens
    unlogged: int = 0
    unlogged_cost: Decimal = ZERO
    estimated_cost: Decimal = ZERO
    stated_cost: Decimal = ZERO
    overlaps: tuple[Overlap, ...] = ()
    graduated: tuple[Effect, ...] = ()


class Sum(NamedTuple):
    """Quantities of one rate key, token basis and source, and what the source says they cost."""

    key: RateKey
    basis: str
    source: str
    requests: int
    meters: Mapping[str, Decimal | int]
    unlogged: bool = False
    stated: Decimal = ZERO


class Touched(NamedTuple):
    """Requests that touch a meter without a rate, by provider and model, and those that touch
    an undated or an assumed rate.
    """

    unpriced: Mapping[tuple[str, str | None], int]
    undated: int
    assumed: int


def by_key(sums: Iterable[Sum]) -> dict[RateKey, dict[str, Decimal | int]]:
    """The quantities of each rate key."""
    totals: dict[RateKey, dict[str, Decimal | int]] = {}
    for row in sums:
        mine = totals.setdefault(row.key, {})
        for meter, quantity in row.meters.items():
            mine[meter] = mine.get(meter, 0) + quantity
    return totals


def unpriced_of(
    missing: Mapping[RateKey, Sequence[str]],
    quantities: Mapping[RateKey, Mapping[str, Decimal | int]],
    others: Mapping[tuple[str, str | None], Mapping[str, Decimal | int]],
    touched: Touched,
    found: Sequence[Priced],
) -> tuple[Unpriced, ...]:
    """What has no rate, one entry a provider and model, in their order."""
    totals: dict[tuple[str, str | None], dict[str, Decimal | int]] = {
        name: dict(quantity) for name, quantity in others.items()
    }
    for key, names in missing.items():
        mine = totals.setdefault((key.provider, key.model), {})
        for meter in names:
            mine[meter] = mine.get(meter, 0) + quantities[key][meter]
    of_name: dict[tuple[str, str | None], list[Priced]] = defaultdict(list)
    for item in found:
        of_name[item.key.provider, item.key.model].append(item)
    order = sorted(totals, key=lambda name: (name[0], name[1] or ""))
    return tuple(
        Unpriced(
            *name,
            meters=dict(sorted(totals[name].items())),
            requests=touched.unpriced.get(name, 0),
            nearest=_nearest(of_name[name]),
            reason=_reason(missing, of_name[name]),
        )
        for name in order
    )


def _nearest(found: Sequence[Priced]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for item in found for other in item.quote.nearest))


def _reason(missing: Mapping[RateKey, Sequence[str]], found: Sequence[Priced]) -> str:
    reasons = {
        why_unpriced(item.quote, meter) for item in found for meter in missing.get(item.key, ())
    } - {""}
    return "; ".join(sorted(reasons)) or "the book has no rate for these meters"


def coverage_of(
    sums: Sequence[Sum],
    found: Sequence[Priced],
    touched: Touched,
    *,
    straddling: int,
) -> Coverage:
    """The coverage of a report from the sums of its rate keys and the requests counted apart.

    What was refused is known of a ledger alone.
    """
    sources: dict[str, int] = {}
    for row in sums:
        sources[row.source] = sources.get(row.source, 0) + row.requests
    as_stated = {item.key for item in found if item.as_stated}
    return Coverage(
        requests=sum(row.requests for row in sums),
        unpriced=sum(touched.unpriced.values()),
        estimated=sum(row.requests for row in sums if row.basis == "estimated"),
        partial=sum(row.requests for row in sums if row.basis == "partial"),
        undated=touched.undated,
        assumed=touched.assumed,
        straddling=straddling,
        undated_cost=_cost(by_key(sums), found, is_undated),
        rejects=0,
        sources=dict(sorted(sources.items())),
        tokens=_tokens(sums, found),
        unlogged=sum(row.requests for row in sums if row.unlogged),
        unlogged_cost=_cost(by_key(row for row in sums if row.unlogged), found, lambda *_: True),
        estimated_cost=_cost(
            by_key(row for row in sums if row.basis == "estimated"), found, lambda *_: True
        ),
        stated_cost=total(row.stated for row in sums if row.key in as_stated),
    )


def _tokens(sums: Sequence[Sum], found: Sequence[Priced]) -> Tokens:
    by_key_of = {item.key: item for item in found}

    def count(rows: Iterable[Sum], counts: Callable[[Priced, str], bool] = lambda *_: True) -> int:
        return sum(
            int(quantity)
            for row in rows
            for meter, quantity in row.meters.items()
            if is_token(meter) and counts(by_key_of[row.key], meter)
        )

    return Tokens(
        total=count(sums),
        unpriced=count(sums, lambda item, meter: rate_of(item, meter) is None),
        estimated=count(row for row in sums if row.basis == "estimated"),
        partial=count(row for row in sums if row.basis == "partial"),
        undated=count(sums, is_undated),
        assumed=count(sums, is_assumed),
        uncounted=count(row for row in sums if not row.requests and not row.unlogged),
    )


def _cost(
    quantities: Mapping[RateKey, Mapping[str, Decimal | int]],
    found: Sequence[Priced],
    counts: Callable[[Priced, str], bool],
) -> Decimal:
    """The money of the rate keys' meters that pass a test."""
    return total(
        EXACT.multiply(Decimal(quantity), rate_of(item, meter) or ZERO)
        for item in found
        for meter, quantity in quantities.get(item.key, {}).items()
        if counts(item, meter)
    )
