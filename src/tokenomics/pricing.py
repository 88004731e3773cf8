"""Rates for usage: one question to the pricebook a rate key, never one a record.

A rate key is everything a price depends on. Instants at which prices change and thresholds
of the context size cut the records into epochs and steps, so that within one rate key all
prices are constant and can be joined as a small table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books import Book, Call, Quote, boundaries, quote
from tokenomics.queries import literal
from tokenomics.records import meters
from tokenomics.records.errors import PriceError
from tokenomics.records.kinds import UNBILLED
from tokenomics.records.money import ZERO
from tokenomics.timezones import instant_sql

NULL = "CAST(NULL AS VARCHAR)"

# Context tiers as providers write them: "200k-1M" and "> 200k", "0-200k" and "≤ 200k".
_LONG = re.compile(r"(?:>\s*)?([0-9]+)([kKmM])(?:-.*)?$")
_BASE = re.compile(r"(?:0-|≤|<).*$")
_THOUSANDS = {"k": 1_000, "m": 1_000_000}


class RateKey(NamedTuple):
    """What the prices of a record depend on; `epoch` and `step` count the cuts before it."""

    provider: str
    model: str | None
    service_tier: str | None
    context_tier: str | None
    region: str | None
    variant: str | None
    billable: bool
    epoch: int
    step: int


class Cuts(NamedTuple):
    """Where prices may change: instants after `first`, and total input token counts."""

    first: datetime
    instants: tuple[datetime, ...]
    context: tuple[int, ...]


class Priced(NamedTuple):
    """A rate key with the pricebook's answer to it."""

    key: RateKey
    quote: Quote


def cuts(
    book: Book, names: Iterable[tuple[str, str | None]], first: datetime, last: datetime
) -> Cuts:
    """Every cut that the prices of these (provider, model) names have between two instants."""
    found = [boundaries(book, provider, model or "") for provider, model in names]
    instants = {at for bounds in found for at in bounds.instants if first < at <= last}
    context = {tokens for bounds in found for tokens in bounds.context if tokens > 0}
    return Cuts(first, tuple(sorted(instants)), tuple(sorted(context)))


def key_columns(
    used: frozenset[str],
    model: str,
    where: Cuts,
    *,
    has_buckets: bool,
    same: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """The rate key's columns as SQL of a stored record: name -> expression.

    `used` are the record's columns that hold anything, `model` is SQL of the model's name,
    `has_buckets` says whether any record is a bucket, `same` what columns hold in all records.
    """

    def text(name: str) -> str:
        return name if name in used else NULL

    return {
        "provider": literal(same["provider"]) if "provider" in same else "provider",
        "model": model,
        **{name: text(name) for name in ("service_tier", "context_tier", "region", "variant")},
        "billable": _billable_sql(same.get("billing")),
        "epoch": _step_sql("ts", [instant_sql(at) for at in where.instants]),
        "step": _context_sql(used, where.context, has_buckets=has_buckets),
    }


def _billable_sql(billing: str | None) -> str:
    """SQL of whether anybody is billed, by what all records say of it if they agree."""
    if billing is not None:
        return "false" if billing in UNBILLED else "true"
    return f"billing NOT IN ({', '.join(map(literal, UNBILLED))})"


def context_sql(used: frozenset[str]) -> str:
    """SQL of a record's total input, cache included."""
    parts = [f"coalesce({name}, 0)" for name in meters.IN_CONTEXT if name in used]
    return f"({' + '.join(parts)})" if parts else "0"


def _context_sql(used: frozenset[str], thresholds: Sequence[int], *, has_buckets: bool) -> str:
    """SQL of the context step; a bucket is no request, so its sum says nothing about it."""
    step = _step_sql(context_sql(used), [str(tokens) for tokens in thresholds])
    return (
        f"CASE WHEN grain = 'bucket' THEN 0 ELSE {step} END" if thresholds and has_buckets else step
    )


def _step_sql(value: str, bounds: Sequence[str]) -> str:
    """SQL of how many of the sorted bounds a value has reached."""
    if not bounds:
        return "0"
    whens = " ".join(f"WHEN {value} < {bound} THEN {i}" for i, bound in enumerate(bounds))
    return f"(CASE {whens} ELSE {len(bounds)} END)"


def stated_context(tier: str | None) -> int | None:
    """The least total input of a context tier that a source states; None where it states none.

    >>> stated_context("200k-1M"), stated_context("0-200k"), stated_context("standard")
    (200001, 0, None)
    """
    if tier is None:
        return None
    if _BASE.match(tier):
        return 0
    long = _LONG.match(tier)
    return int(long[1]) * _THOUSANDS[long[2].lower()] + 1 if long else None


def call_of(key: RateKey, where: Cuts) -> Call:
    """The question to the pricebook that stands for every record of a rate key."""
    stated = stated_context(key.context_tier)
    reached = where.context[key.step - 1] if key.step else 0
    return Call(
        provider=key.provider,
        model=key.model or "",
        service_tier=key.service_tier,
        region=key.region,
        variant=key.variant,
        context_tokens=reached if stated is None else stated,
        at=where.instants[key.epoch - 1] if key.epoch else where.first,
    )


def priced(book: Book, keys: Iterable[RateKey], where: Cuts, currency: str) -> list[Priced]:
    """The pricebook's answer for each rate key.

    Raises PriceError where a rate is in another currency than the report.
    """
    found = [Priced(key, quote(book, call_of(key, where))) for key in keys]
    for item in found:
        check_currency(item.quote, currency)
    return found


def check_currency(quote: Quote, currency: str) -> None:
    """Raise PriceError where one of the rates is in another currency."""
    for found in quote.rates.values():
        if found.rate.currency != currency:
            raise PriceError(
                f"{quote.provider} {quote.model} is priced in {found.rate.currency} and the report"
                f" is in {currency}: no exchange rate is known"
            )


def rate_of(item: Priced, meter: str) -> Decimal | None:
    """The rate of one unit of a meter: 0 for what is not billed, None where there is none."""
    if not item.key.billable:
        return ZERO
    found = item.quote.rates.get(meter)
    if found is not None:
        return found.rate.rate
    known = meters.BY_NAME.get(meter)
    return ZERO if known is not None and known.fee else None


def is_undated(item: Priced, meter: str) -> bool:
    """Whether a meter is charged at a rate of which no source tells since when it holds."""
    found = item.quote.rates.get(meter)
    return item.key.billable and found is not None and found.rate.undated


def is_assumed(item: Priced, meter: str) -> bool:
    """Whether a meter is charged at the rate of another one by assumption."""
    found = item.quote.rates.get(meter)
    return item.key.billable and found is not None and found.assumed


def gaps(
    found: Iterable[Priced], quantities: Mapping[RateKey, Mapping[str, Decimal | int]]
) -> dict[RateKey, tuple[str, ...]]:
    """The meters of each rate key that are used and have no rate; keys without any left out."""
    missing = {
        item.key: tuple(
            meter
            for meter, quantity in quantities[item.key].items()
            if quantity and rate_of(item, meter) is None
        )
        for item in found
    }
    return {key: names for key, names in missing.items() if names}


def is_marked(item: Priced, used: Mapping[str, Decimal | int]) -> bool:
    """Whether any meter in use has no rate, or an undated or assumed one."""
    return any(
        quantity
        and (rate_of(item, meter) is None or is_undated(item, meter) or is_assumed(item, meter))
        for meter, quantity in used.items()
    )
