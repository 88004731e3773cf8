"""Hardware of one's own beside an API, as the rows of a listing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Value
from tokenomics.records.money import round_fraction, shared_out
from tokenomics.records.words import many
from tokenomics.selfhosting.api import Price
from tokenomics.selfhosting.parts import text
from tokenomics.selfhosting.serving import (
    MILLION,
    BreakEven,
    Hosting,
    break_even,
    capacity,
    cost_of,
    cost_per_token,
    least_utilisation,
    monthly,
    sum_of,
    units_for,
)
from tokenomics.selfhosting.stated import Served

COLUMNS: tuple[Column, ...] = (
    Column("against", "name", "The API that is compared: a model's provider and name, a price as it was stated, or `as it is`; null where nothing is compared.", spare=True),
    Column("precision", "name", "The precision that serves, as it was named; null where it was not.", spare=True),
    Column("utilisation", "share", "The share of the hours paid in which the hardware serves at its rate.", "busy"),
    Column("cost_per_million_tokens", "money", "What a million tokens cost on one unit that is so busy.", "per 1M"),
    Column("api_cost_per_million_tokens", "money", "What the API asks for a million tokens of the same mix.", "API per 1M", spare=True),
    Column("margin", "share", "What is left of the API's price when the hardware is paid, as a share of it; below zero whoever sells at it on such hardware loses money.", spare=True),
    Column("least_utilisation", "share", "How busy one unit must be for its tokens to cost no more than the API; above 1 it cannot be; null where each token alone costs more.", data_only=True),
    Column("pays", "mark", "How many units the least volume takes at which the hardware costs no more than the API: `never` where no volume is enough, as another unit costs more than the API asks for all that it serves.", spare=True),
    Column("break_even_tokens", "count", "That volume, in tokens a month, rounded up to a whole one; null where it never pays.", "from tokens", spare=True),
    Column("break_even_units", "count", "The units that it takes; null where it never pays.", data_only=True),
    Column("break_even_cost", "money", "What both cost a month at that volume; null where it never pays.", data_only=True),
    Column("always_from_tokens", "count", "Tokens a month from which the hardware never costs more again, however many units are added; null where there are none such.", data_only=True),
    Column("tokens_per_month", "count", "Tokens that one unit serves in a month, to whole ones.", "tokens a month", spare=True),
    Column("cost_per_month", "money", "What one unit costs a month, with all that it needs, before it serves a token.", "cost a month", spare=True),
    Column("volume", "count", "The tokens a month that are asked about, stated or measured.", data_only=True),
    Column("volume_units", "count", "The units that they take.", "units", spare=True),
    Column("volume_cost", "money", "What they cost on the hardware.", "own", spare=True),
    Column("volume_api_cost", "money", "What the API asks for them.", "API", spare=True),
    Column("volume_saving", "money", "How much less they cost on the hardware; below zero they cost more there.", "saving", spare=True),
    Column("assumed", "mark", "What of the row was not stated but assumed; null where all was stated.", spare=True),
)  # fmt: skip
PARTS: tuple[Column, ...] = (
    Column("precision", "name", "The precision that serves, as it was named; null where it was not.", spare=True),
    Column("utilisation", "name", "The share of the hours paid in which the hardware serves at its rate.", "busy"),
    Column("part", "name", "What is paid for."),
    Column("cost_per_month", "part", "What it comes to in a month, for one unit that is so busy.", "a month"),
    Column("cost_per_million_tokens", "part", "The same for a million tokens.", "per 1M"),
    Column("grows_with", "mark", "What it grows with: `units`, spare ones too; `tokens`; or `nothing`."),
    Column("assumed", "mark", "What of it was not stated but assumed.", spare=True),
    Column("how", "text", "How it comes about."),
)  # fmt: skip
REDUNDANCY = "redundancy"
_GROWS = {"unit": "units", "all": "nothing", "token": "tokens"}


class Case(NamedTuple):
    """What a row is of: hardware at a precision, how busy, beside which price, and what is assumed."""

    served: Served
    utilisation: Fraction
    price: Price | None
    volume: Fraction | None
    assumed: Sequence[str]


def row(case: Case) -> tuple[Value, ...]:
    """The figures of a case, each rounded once."""
    of, busy = case.served.hosting, case.utilisation
    return (
        case.price and case.price.name, case.served.precision, round_fraction(busy),
        round_fraction(cost_per_token(of, busy) * MILLION),
        *_beside(of, busy, case.price and case.price.rate),
        round(capacity(of, busy)), round_fraction(monthly(of)), *_of_volume(case),
        ", ".join(case.assumed) or None,
    )  # fmt: skip


def part_rows(served: Served, utilisation: Fraction) -> list[tuple[Value, ...]]:
    """What a unit costs part by part; what is shown sums to the whole to the last digit."""
    of = served.hosting
    found = list(_parts(of, utilisation))
    weights = [amount for _, amount, *_ in found]
    whole = sum(weights, Fraction(0))
    if not whole:
        return []
    tokens = capacity(of, utilisation)
    shares = (
        shared_out(round_fraction(whole), weights),
        shared_out(round_fraction(whole / tokens * MILLION), weights),
    )
    return [
        (served.precision, _percent(utilisation), name, month, million, grows, assumed, how)
        for (name, _, grows, assumed, how), month, million in zip(found, *shares, strict=True)
    ]  # fmt: skip


def _parts(
    of: Hosting, utilisation: Fraction
) -> Iterator[tuple[str, Fraction, str, str | None, str]]:
    served = capacity(of, utilisation)
    for part in of.parts:
        amount = part.amount * (served if part.per == "token" else 1)
        how = f"{part.name}: {part.how}"
        yield part.name, amount, _GROWS[part.per], ", ".join(part.assumed) or None, how
    if more := of.factor + of.spare - 1:
        yield REDUNDANCY, sum_of(of, "unit") * more, "units", None, f"{REDUNDANCY}: {spare(of)}"


def spare(of: Hosting) -> str:
    """What is there besides the units that serve, in words."""
    if of.spare:
        return f"{many(of.spare, 'unit')} to spare, paid and not used"
    return f"each unit is paid {text(of.factor)} times"


def _percent(share: Fraction) -> str:
    return f"{text(share * 100)} %"


def _beside(of: Hosting, busy: Fraction, price: Fraction | None) -> tuple[Value, ...]:
    if price is None:
        return (None,) * 8
    least = least_utilisation(of, price)
    return (
        round_fraction(price * MILLION), margin(of, busy, price),
        None if least is None else round_fraction(least),
        *_even(break_even(of, busy, price)),
    )  # fmt: skip


def margin(of: Hosting, busy: Fraction, price: Fraction) -> Decimal | None:
    """The share of a price that is left when a token is paid for; None of a price of nothing."""
    return round_fraction(1 - cost_per_token(of, busy) / price) if price else None


def _even(found: BreakEven | None) -> tuple[Value, ...]:
    if found is None:
        return "never", None, None, None, None
    always = None if found.always_from is None else ceil(found.always_from)
    return (
        many(found.units, "unit"), ceil(found.tokens), found.units, round_fraction(found.cost), always
    )  # fmt: skip


def _of_volume(case: Case) -> tuple[Value, ...]:
    if case.volume is None:
        return (None,) * 5
    of, tokens = case.served.hosting, case.volume
    own = cost_of(of, case.utilisation, tokens)
    rate = case.price.rate if case.price else None
    api = None if rate is None else tokens * rate
    return (
        round(tokens), units_for(of, case.utilisation, tokens), round_fraction(own),
        None if api is None else round_fraction(api),
        None if api is None else round_fraction(api - own),
    )  # fmt: skip
