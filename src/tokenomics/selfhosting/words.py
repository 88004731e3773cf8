"""What hardware of one's own comes to in sentences: the result, all that is assumed, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from tokenomics.records.money import round_fraction
from tokenomics.records.words import amount, count, many, percent
from tokenomics.selfhosting.api import USUAL
from tokenomics.selfhosting.parts import text
from tokenomics.selfhosting.rows import REDUNDANCY, Case, spare
from tokenomics.selfhosting.serving import (
    MILLION,
    Hosting,
    break_even,
    capacity,
    cost_of,
    cost_per_token,
    least_utilisation,
    units_for,
)
from tokenomics.selfhosting.stated import Served

LIMITS = (
    "tokens a second are your measurement, for your mix of tokens read and written, their lengths and how many come at once: another mix has another rate",
    "a unit that is busy all the time has no room for peaks: latency, waiting, failures and what was promised of them are not in these figures",
)
_OF_PRECISION = "what a precision does to the quality of answers is not in these figures"
_OF_CACHES = "tokens that an API reads from its cache count as tokens to serve: with a cache of your own they take less"


def results(case: Case, currency: str) -> Iterator[str]:
    """What a case at its busiest comes to beside its price."""
    if case.price is None or case.price.rate is None:
        return
    of, rate = case.served.hosting, case.price.rate
    name = f"{case.price.name}{_at(case.served)}"
    found = break_even(of, case.utilisation, rate)
    busy = percent(case.utilisation.numerator, case.utilisation.denominator)
    asked = amount(round_fraction(rate * MILLION), currency)
    least = least_utilisation(of, rate)
    if least is None:
        yield f"{name}: it never pays, for each token alone costs more than the API asks, {asked} per 1M"
        return
    if found is None and break_even(of, Fraction(1), rate) is None:
        yield (
            f"{name}: it never pays, however busy the hardware is, and whoever sells at {asked} per 1M "
            "tokens on such hardware loses money"
        )
        return
    if found is None:
        own = amount(round_fraction(_full(of, case.utilisation) * MILLION), currency)
        yield (
            f"{name}: at {busy} it never pays, for each unit more costs {own} per 1M tokens "
            f"where the API asks {asked}"
        )
    else:
        cost = amount(round_fraction(found.cost), currency)
        yield (
            f"{name}: at {busy} it pays from {count(ceil(found.tokens))} "
            f"tokens a month, on {many(found.units, 'unit')}, where both cost {cost}"
        )
        yield from _again(found.tokens, found.always_from, name)
    yield _sustainable(least, name, asked)


def volumes(case: Case, currency: str) -> Iterator[str]:
    """What the volume that is asked about costs on the hardware, and at its price."""
    if case.volume is None:
        return
    of, tokens = case.served.hosting, case.volume
    units = many(units_for(of, case.utilisation, tokens), "unit")
    own = cost_of(of, case.utilisation, tokens)
    busy = percent(case.utilisation.numerator, case.utilisation.denominator)
    said = f"{count(round(tokens))} tokens a month{_at(case.served)} take {units} at {busy}, {_paid(own, currency)}"
    if case.price is None or case.price.rate is None:
        yield said
    else:
        asked = tokens * case.price.rate
        more = "less" if own <= asked else "more"
        yield (
            f"{said}: {_paid(abs(asked - own), currency)} {more} than {case.price.name}, "
            f"{_paid(asked, currency)}"
        )


def _paid(value: Fraction, currency: str) -> str:
    return amount(round_fraction(value), currency)


def _full(of: Hosting, utilisation: Fraction) -> Fraction:
    """What a token costs of a unit more, where what all units share does not count."""
    alone = of._replace(parts=tuple(part for part in of.parts if part.per != "all"), spare=0)
    return cost_per_token(alone, utilisation)


def _again(tokens: Fraction, always: Fraction | None, name: str) -> Iterator[str]:
    if always is None:
        yield f"{name}: only full units pay"
    elif always > tokens:
        yield (
            f"{name}: from {count(ceil(always))} tokens a month on it always "
            "pays; before that a unit that is hardly used may make the API the cheaper one again"
        )


def _sustainable(least: Fraction, name: str, asked: str) -> str:
    if least > 1:
        return (
            f"{name}: one unit alone cannot serve at {asked} per 1M tokens, however busy: whoever sells "
            "at it on such hardware needs more of them to share what they share"
        )
    busy = percent(least.numerator, least.denominator)
    return (
        f"{name}: {asked} per 1M tokens pays for one unit that is busy {busy} of its hours: below "
        "that whoever sells at it on such hardware loses money"
    )


def _at(served: Served) -> str:
    return f" ({served.precision})" if served.precision else ""


def assumptions(served: Sequence[Served], *, usual: bool) -> Iterator[str]:
    """All that goes into the figures, stated or not."""
    first = served[0].hosting
    for each in served:
        unit = f"{count(round(capacity(each.hosting, Fraction(1))))} tokens a month of {text(first.hours)} hours"
        yield f"throughput{_at(each)}: {each.how}: one unit at 100 % serves {unit}"
    for part in first.parts:
        yield f"{part.name}: {part.how}"
    if first.spare or first.factor > 1:
        yield f"{REDUNDANCY}: {spare(first)}"
    if usual:
        yield "utilisation: assumed, for none is stated"
    for part in first.parts:
        for name in part.assumed:
            yield f"{part.name}: {name} assumed, for none is stated"


def prices(cases: Sequence[Case]) -> Iterator[str]:
    """What the API's prices are made of."""
    found = {case.price.name: case.price for case in cases if case.price}
    for price in found.values():
        yield f"{price.name}: {price.how}"


def mix(cases: Sequence[Case]) -> Iterator[str]:
    """The mix of tokens, where somebody assumed it."""
    if any("mix" in case.assumed for case in cases):
        yield f"mix of tokens: {USUAL} assumed, for none is stated"


def limits(served: Sequence[Served], gone: Sequence[str], *, has_caches: bool) -> Iterator[str]:
    """What the figures do not know."""
    if gone:
        yield f"not stated and in no figure: {', '.join(gone)}"
    yield from LIMITS
    if any(each.precision for each in served):
        yield _OF_PRECISION
    if has_caches:
        yield _OF_CACHES
