"""What a reconciliation says in sentences: the whole, the greatest differences, and what was not compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tokenomics.costing import CostReport
from tokenomics.reconciling.difference import Difference
from tokenomics.reconciling.lines import Line
from tokenomics.reconciling.matching import Matched
from tokenomics.reconciling.timing import Moved
from tokenomics.records.money import ZERO, round_fraction, total
from tokenomics.records.words import amount, many, money, percent, places_for, visible

_SHOWN = 3
_WORDS = {
    "quantity": ("billed and not metered", "metered and not billed"),
    "price": ("higher rates", "lower rates"),
    "cache": ("other shares of cached input", "other shares of cached input"),
    "tier": ("other service tiers", "other service tiers"),
    "discount": ("surcharges", "discounts"),
    "credit": ("credits", "credits"),
    "tax": ("taxes", "taxes"),
    "commitment": ("commitments", "commitments"),
    "correction": ("corrections", "corrections"),
    "fx": ("other exchange rates than the bill's", "other exchange rates than the bill's"),
    "timing": ("billed for other days", "billed on other days or not yet"),
    "unpriced": ("usage without a price here", "usage without a price here"),
    "unexplained": ("unexplained", "unexplained"),
}


def sentences(
    by: Sequence[str],
    rows: Sequence[tuple[tuple[str | None, ...], Difference]],
    whole: Difference,
    currency: str,
) -> Iterator[str]:
    """The whole and what its difference consists of, then the rows with the greatest ones."""
    yield f"{amount(whole.billed, currency)} billed, {amount(whole.metered, currency)} metered: {_parts(whole, currency)}"
    if by and len(rows) > 1:
        for key, of in rows[:_SHOWN]:
            if of.whole:
                yield f"{' '.join(map(visible, key))}: {_parts(of, currency)}"


def _parts(of: Difference, currency: str) -> str:
    """`+34.56 USD (2.9 %): +30.00 billed and not metered, +4.56 taxes`."""
    places = places_for(max((abs(part) for part in of.parts.values()), default=ZERO))
    share = f" ({percent(of.whole, of.billed)})" if of.billed else ""
    sizes = sorted(of.parts.items(), key=lambda part: -abs(part[1]))
    told = [
        f"{_signed(part, places)} {_WORDS[name][part < 0]}"
        for name, part in sizes[:_SHOWN]
        if round(part, places)
    ]
    consists = f": {', '.join(told)}" if told else ""
    return f"{_signed(of.whole, places)} {currency}{share}{consists}"


def _signed(value: Decimal, places: int) -> str:
    text = money(value, places)
    return f"+{text}" if value > 0 else text


def remarks(
    sides: Matched, report: CostReport, moved: Iterable[Moved], currency: str
) -> Iterator[str]:
    """What was billed late, how fine bills are, and what was not compared."""
    yield from _late(moved, currency)
    for provider, tells in sorted(sides.telling.items()):
        name = visible(provider)
        if tells.by_month:
            yield f"the bill of {name} is by the month"
        if tells.is_shifted:
            yield f"days of the bill of {name} begin at another hour than those asked for: name its time zone with --tz"
        if None in tells.nameless:
            yield f"the bill of {name} names no models"
    yield from _elsewhere(sides, currency)
    yield from _foreign(sides.foreign, currency)
    cover = report.coverage
    if cover.unlogged or cover.unlogged_cost:
        yield (
            f"{many(cover.unlogged, 'request')}, {amount(cover.unlogged_cost, currency)}, of what is"
            " metered are in no log, only in the provider's usage"
        )


def _late(moved: Iterable[Moved], currency: str) -> Iterator[str]:
    found: dict[tuple[str, object, object], Fraction] = defaultdict(Fraction)
    for each in moved:
        found[each.used.provider, each.used.at, each.billed.at] += each.amount
    for (provider, used, billed), cost in sorted(found.items(), key=str):
        worth = amount(round_fraction(cost), currency)
        yield f"{worth} of {visible(provider)} used on {used} are billed on {billed}"


def _elsewhere(sides: Matched, currency: str) -> Iterator[str]:
    for provider, cost in sorted(sides.elsewhere.items()):
        tells, name = sides.telling.get(provider), visible(provider)
        worth = amount(round_fraction(cost), currency)
        if tells is None:
            what = f"{worth} of usage" if cost else "usage without a price"
            yield f"no bill of {name} is known for {what}"
        else:
            yield (
                f"the bill of {name} is of {tells.first} to {tells.last}:"
                f" no bill is known for {worth} of other days' usage"
            )


def _foreign(lines: Sequence[Line], currency: str) -> Iterator[str]:
    if not lines:
        return
    services: Mapping[str | None, None] = dict.fromkeys(line.service for line in lines)
    named = ", ".join(visible(name) for name in list(services)[:_SHOWN])
    more = f" and {len(services) - _SHOWN} more" if len(services) > _SHOWN else ""
    worth = amount(total(line.billed for line in lines), currency)
    number = many(sum(line.lines for line in lines), "line")
    yield f"{number} of services that serve no models, {worth}, are not compared: {named}{more}"
