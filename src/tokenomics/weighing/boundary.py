"""Where AI stops being cheaper than a person: closed forms over exact fractions.

A task that AI fails is done by a person after all, so whoever starts it, it is done in the end. AI is
cheaper where all that was spent on it is less than what a person would cost for the tasks that it
did: what is left of that is the room. Each boundary says how far one thing could move, all else equal,
until the room is used up. Nothing here is rounded.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.analysis.intervals import Interval

AI, PERSON, TOO_CLOSE, NO_EVIDENCE = "AI", "person", "too close", "no evidence"


class Workflow(NamedTuple):
    """What became of tasks that AI was given, and what was spent on them.

    `unknown` tasks were never judged: what they cost is spent, and they count as not done. `tokens` is
    the price of calls, `besides` of all that is neither calls nor people's time. `mended` tasks needed
    rework.
    """

    successes: int
    failures: int
    unknown: int
    tokens: Fraction
    besides: Fraction = Fraction(0)
    review: Fraction = Fraction(0)
    rework: Fraction = Fraction(0)
    mended: int = 0

    @property
    def judged(self) -> int:
        """Tasks that are done in the end: by AI, or by a person after it failed."""
        return self.successes + self.failures

    @property
    def tried(self) -> int:
        """Tasks that AI was given."""
        return self.judged + self.unknown

    @property
    def spent(self) -> Fraction:
        """All that AI cost, with the people who review and mend."""
        return self.tokens + self.besides + self.review + self.rework


def all_in(of: Workflow, person: Fraction) -> Fraction:
    """What a task costs that AI is given, and a person where AI fails. `of` has a judged task."""
    return (of.spent + of.failures * person) / of.judged


def room(of: Workflow, person: Fraction) -> Fraction:
    """What AI saved: what a person would cost for its successes, less all that was spent."""
    return of.successes * person - of.spent


def price_multiple(of: Workflow, person: Fraction) -> Fraction | None:
    """The multiple of the token price up to which AI is cheaper; None where not even free tokens would do."""
    if not of.tokens:
        return None
    return _reachable(1 + room(of, person) / of.tokens)


def failure_rate(of: Workflow, person: Fraction) -> Fraction | None:
    """The share of failures up to which AI is cheaper; None where it is dearer if none fails.

    A task costs AI the same whether it fails or not.
    """
    if not of.judged or not person:
        return None
    return _reachable(1 - of.spent / (of.judged * person))


def rework_rate(of: Workflow, person: Fraction) -> Fraction | None:
    """The share of tasks up to which mending pays, at what mending one costs; above 1 all may be mended.

    None where none was mended, or AI is dearer without.
    """
    if not of.mended or not of.rework:
        return None
    return _reachable((of.rework + room(of, person)) * of.mended / (of.rework * of.tried))


def minutes(of: Workflow, person: Fraction, hourly: Fraction | None) -> Fraction | None:
    """Minutes of review and rework a task up to which AI is cheaper; None where it is dearer without any."""
    if not hourly or not of.tried:
        return None
    return _reachable((of.review + of.rework + room(of, person)) * 60 / (of.tried * hourly))


def _reachable(value: Fraction) -> Fraction | None:
    return value if value >= 0 else None


def verdict(of: Workflow, person: Fraction, sure: Interval, *, is_priced: bool) -> str:
    """Who is cheaper; `sure` is the interval of what a success costs AI, without whom it fails.

    AI where all of the interval is below a person's cost, the person where all of it is above, even if
    every task that was never judged had succeeded.
    """
    if of.judged < ENOUGH or not is_priced:
        return NO_EVIDENCE
    if not of.successes:
        return PERSON if of.spent > of.unknown * person else TOO_CLOSE
    if sure.low is None:
        return NO_EVIDENCE
    if sure.high is not None and Fraction(sure.high) < person:
        return AI
    lowest = Fraction(sure.low) * of.successes / (of.successes + of.unknown)
    return PERSON if lowest > person else TOO_CLOSE
