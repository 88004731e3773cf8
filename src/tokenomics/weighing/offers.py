"""Options for a class of tasks, compared: exact arithmetic of what they cost at other volumes and prices.

Whatever an option is, its costs are of three kinds: tokens, whose price may move; what grows with the
number of tasks; and what is paid a month, however much is asked of it. Nothing here is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from tokenomics.analysis.intervals import NO_INTERVAL, Interval

ENVELOPE, DOMINATED, PERHAPS = "envelope", "dominated", "perhaps dominated"
ONE = Fraction(1)


class Fixed(NamedTuple):
    """What is paid in the period for each unit; `units` is how many are used, in parts of one.

    None of them where one unit serves any volume.
    """

    amount: Fraction = Fraction(0)
    units: Fraction | None = None


NOTHING_FIXED = Fixed()


class Offer(NamedTuple):
    """What an option makes of a class of tasks in a period.

    `tokens` is their price, which moves with the market's where they are sold; `besides` grows with the
    number of tasks. Of `tasks` so many are `successes` at the `rate`, None where nobody knows. `sure` is
    the interval of the cost per success where it was measured, of `judged` tasks it is known whether they
    succeeded, of `unknown` ones not. Where calls have no price, it is not `is_priced`, and its costs are not
    known. `is_evidence` says that the rate is enough to compare by.
    """

    name: str | None
    kind: str
    tokens: Fraction
    besides: Fraction
    tasks: int
    rate: Fraction | None = None
    successes: Fraction | None = None
    fixed: Fixed = NOTHING_FIXED
    is_sold: bool = True
    is_priced: bool = True
    is_measured: bool = False
    is_evidence: bool = False
    judged: int = 0
    unknown: int = 0
    sure: Interval = NO_INTERVAL


def cost(of: Offer, volume: Fraction = ONE, price: Fraction = ONE) -> Fraction:
    """What the period's tasks cost, if there were `volume` times as many, and tokens sold at `price` times.

    It is that of as many tasks as there were: what is fixed is spread over more.
    """
    tokens = of.tokens * price if of.is_sold else of.tokens
    units = 1 if of.fixed.units is None else max(1, ceil(of.fixed.units * volume))
    return tokens + of.besides + of.fixed.amount * units / volume


def per_task(of: Offer) -> Fraction | None:
    """What a task costs; None of no task, and where that is not known."""
    return cost(of) / of.tasks if of.tasks and of.is_priced else None


def per_success(of: Offer, volume: Fraction = ONE, price: Fraction = ONE) -> Fraction | None:
    """What a success costs; None without one, and where that is not known."""
    return cost(of, volume, price) / of.successes if of.successes and of.is_priced else None


def best_of(offers: Iterable[Offer], volume: Fraction = ONE, price: Fraction = ONE) -> Offer | None:
    """The offer with the cheapest success of those that are evidence, by name where two are as cheap."""
    found = [
        (success, each.name or "", each)
        for each in offers
        if each.is_evidence and (success := per_success(each, volume, price)) is not None
    ]
    return min(found, key=lambda of: of[:2])[2] if found else None


def standing(of: Offer, among: Sequence[Offer]) -> tuple[str, str | None] | None:
    """Whether an offer is on the envelope of cost and success rate, and the cheapest that says it is not.

    It is dominated where another succeeds as often and is surely cheaper: with all of its interval, even
    if every task that nobody judged had succeeded. Where only the figures say so it is so perhaps. None
    for what is no evidence.
    """
    if not of.is_evidence or per_success(of) is None:
        return None
    others = [each for each in among if each is not of and each.is_evidence]
    surely = best_of(each for each in others if _is_surely_better(each, of))
    if surely is not None:
        return DOMINATED, surely.name
    perhaps = best_of(each for each in others if _is_better(each, of))
    return (PERHAPS, perhaps.name) if perhaps else (ENVELOPE, None)


def _is_surely_better(one: Offer, other: Offer) -> bool:
    high, low = _high(one), _low(other)
    return high is not None and low is not None and _rate(one) >= _rate(other) and high < low


def _is_better(one: Offer, other: Offer) -> bool:
    mine, its = per_success(one), per_success(other)
    if mine is None or its is None or _rate(one) < _rate(other) or mine > its:
        return False
    return _rate(one) > _rate(other) or mine < its


def _rate(of: Offer) -> Fraction:
    return of.rate or Fraction(0)


def _high(of: Offer) -> Fraction | None:
    if not of.is_measured:
        return per_success(of)
    return None if of.sure.high is None else Fraction(of.sure.high)


def _low(of: Offer) -> Fraction | None:
    if not of.is_measured:
        return per_success(of)
    if of.sure.low is None or not of.successes:
        return None
    return Fraction(of.sure.low) * of.successes / (of.successes + of.unknown)


def needed_rate(of: Offer, best: Offer) -> Fraction | None:
    """The success rate from which an offer is cheaper a success than another one; None where none is enough."""
    success = per_success(best)
    if of is best or not of.is_priced or not of.judged or not success:
        return None
    rate = cost(of) / (of.judged * success)
    return rate if rate <= 1 else None


def switching_price(of: Offer, best: Offer) -> Fraction | None:
    """The multiple of the token price of `best` from which an offer is cheaper a success.

    None where that price does not move, or the offer is no evidence.
    """
    mine, its = per_success(of), per_success(best)
    if of is best or not of.is_evidence or not best.is_sold or not best.tokens:
        return None
    if mine is None or its is None or best.successes is None:
        return None
    return 1 + (mine - its) * best.successes / best.tokens


def hedge(of: Offer, best: Offer, price: Fraction) -> Fraction | None:
    """What having an offer is worth in the period, if the price of `best` alone became so many times it.

    It is what the successes of `best` would cost more than at the offer, and nothing where they would not.
    """
    mine, then = per_success(of), per_success(best, price=price)
    if of is best or not of.is_evidence or mine is None or then is None or not best.successes:
        return None
    return max((then - mine) * best.successes, Fraction(0))
