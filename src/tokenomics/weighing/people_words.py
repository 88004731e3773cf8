"""AI or a person in sentences: who does a class of tasks cheaper, until when, and what limits that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.analysis.intervals import Interval
from tokenomics.analysis.quality_rows import NOT_JUDGED, SMALL, UNPRICED
from tokenomics.costing import CostReport
from tokenomics.costing.tasks import TaskCounts
from tokenomics.outcomes.groups import Key, Spent
from tokenomics.records.money import round_fraction
from tokenomics.records.words import amount, many, measure, money, percent, places_for, visible
from tokenomics.weighing import boundary
from tokenomics.weighing.boundary import (
    AI,
    NO_EVIDENCE,
    PERSON,
    TOO_CLOSE,
    Workflow,
    all_in,
    verdict,
)
from tokenomics.weighing.persons import Person, Persons
from tokenomics.weighing.stated import unpicked

NO_PERSON, NO_MINUTES = "no person", "no minutes"
_MOST_TOLD = 5
_SAID = {
    AI: "AI is cheaper", PERSON: "a person is cheaper",
    TOO_CLOSE: "too close to tell", NO_EVIDENCE: "no evidence",
}  # fmt: skip


class Found(NamedTuple):
    """A class of tasks: what AI made of them at what cost, and who would do them otherwise.

    `sure` is the interval of what a success costs. `hourly` is what an hour of review costs. `is_priced`
    says that all calls of closed tasks have a price, `is_known` that any has.
    """

    key: Key
    of: Workflow
    counts: TaskCounts
    time: Spent
    sure: Interval
    hourly: Fraction | None
    is_priced: bool
    is_known: bool = True
    person: Person | None = None

    @property
    def cost(self) -> Fraction | None:
        """What a person costs for a task, where it is stated."""
        return self.person.cost if self.person else None

    @property
    def escalation(self) -> Fraction | None:
        """What a person costs for the tasks that AI failed."""
        return None if self.cost is None else self.of.failures * self.cost

    @property
    def is_whole(self) -> bool:
        """Whether all that is known to have been spent has a price."""
        return self.is_priced and (self.hourly is not None or not self.time.minutes)

    @property
    def verdict(self) -> str | None:
        """Who is cheaper; nothing where nobody is stated."""
        if self.cost is None:
            return None
        return verdict(self.of, self.cost, self.sure, is_priced=self.is_whole)

    @property
    def mark(self) -> str | None:
        """Why there is no verdict, or what it leaves out."""
        if not self.of.judged:
            return NOT_JUDGED
        if not self.is_whole:
            return UNPRICED
        if self.of.judged < ENOUGH:
            return SMALL
        if self.cost is None:
            return NO_PERSON
        return None if self.time.reviews or self.time.reworks else NO_MINUTES


def sentences(rows: Sequence[Found], currency: str) -> Iterator[str]:
    """Who is cheaper and until when, of the first classes; from where on AI is where nobody is stated."""
    told = [each for each in rows if each.of.judged and each.is_whole]
    for each in told[:_MOST_TOLD]:
        name = ", ".join(visible(value) for value in each.key)
        if each.cost is not None:
            yield f"{name}: {_compared(each, each.cost, currency)}"
        elif each.of.successes:
            yield f"{name}: AI is cheaper where a person costs more than {_turning(each, currency)} a task"


def _compared(found: Found, person: Fraction, currency: str) -> str:
    ai, alone = (
        amount(round_fraction(value), currency) for value in (all_in(found.of, person), person)
    )
    said = f"{_SAID[found.verdict or NO_EVIDENCE]}: a task costs {ai} with AI, all in, and {alone} by a person"
    until = list(_until(found, person))
    if not until:
        return f"{said}. AI would be dearer even with free tokens, and even if it never failed"
    return (
        f"{said}. AI {'stays' if found.verdict == AI else 'is'} cheaper up to {', or '.join(until)}"
    )


def _turning(found: Found, currency: str) -> str:
    """What a success costs AI: a person who costs as much is neither dearer nor cheaper."""
    cost, (low, high) = round_fraction(found.of.spent / found.of.successes), found.sure
    if low is None or high is None:
        return amount(cost, currency)
    ends = (money(end, places_for(cost)) for end in (low, high))
    return f"{amount(cost, currency)} ({' to '.join(ends)})"


def _until(found: Found, person: Fraction) -> Iterator[str]:
    """The boundaries, each all else equal."""
    price = boundary.price_multiple(found.of, person)
    if price is not None:
        yield f"{measure(round_fraction(price))} x the token price"
    failing = boundary.failure_rate(found.of, person)
    if failing is not None:
        yield f"a failure rate of {percent(round_fraction(failing), 1)}"
    mended = boundary.rework_rate(found.of, person)
    if mended is not None and mended <= 1:
        yield f"a rework rate of {percent(round_fraction(mended), 1)}"
    minutes = boundary.minutes(found.of, person, found.hourly)
    if minutes is not None:
        yield f"{measure(round_fraction(minutes))} minutes of review and rework a task"


def remarks(
    whole: Found, rows: Sequence[Found], report: CostReport, persons: Persons
) -> Iterator[str]:
    """What is not stated, and what the figures do not prove."""
    yield from report.remarks
    if not whole.of.judged:
        yield "no task was judged: give outcomes, and [[success]] rules that hear them"
    if not persons.each:
        yield "what a person needs for a task is yours to say: --minutes and --hourly, or [[person]]"
    elif any(each.person is not None and each.cost is None for each in rows):
        yield "what an hour of a person costs is not stated: --hourly, or [labour] hourly"
    yield from unpicked("person", (each.where for each in persons.each), report.by)
    yield from _silent(rows)
    if whole.hourly is None and whole.time.minutes:
        yield f"{measure(whole.time.minutes)} minutes of review and rework have no price: --hourly, or [labour] hourly"
    if whole.counts.unknown:
        yield f"{many(whole.counts.unknown, 'task')} never judged: what they cost is AI's, and they count as not done"
    small = sum(each.mark == SMALL for each in rows)
    if small:
        yield f"fewer than {ENOUGH} judged tasks in {small:,} of {len(rows):,} rows: nothing is claimed of them"
    if any(each.verdict is not None for each in rows):
        yield "a boundary moves one thing, all else equal; a person's time is as you state it, whatever its quality"


def _silent(rows: Sequence[Found]) -> Iterator[str]:
    """Of how many classes no outcome states people's time."""
    judged = [each for each in rows if each.of.judged]
    silent = sum(not (each.time.reviews or each.time.reworks) for each in judged)
    if silent:
        rest = (
            "" if silent == len(judged) else f" in {silent:,} of {len(judged):,} judged rows, where"
        )
        yield f"no outcome states minutes of review or rework{rest or ':'} people's time is in no cost of AI's"
