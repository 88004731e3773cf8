"""What quality against cost means in sentences, and what limits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tokenomics.analysis.choices import ENOUGH, Choice
from tokenomics.analysis.intervals import wilson
from tokenomics.analysis.quality_rows import DOMINATED, SMALL, Found
from tokenomics.analysis.quality_tasks import MOST_GROUPS
from tokenomics.costing import CostQuery, CostReport
from tokenomics.dimensions import dimension
from tokenomics.records.money import EXACT, ZERO
from tokenomics.records.words import amount, many, money, percent, places_for, visible

_MOST_TOLD = 5


def sentences(whole: Found, rows: Sequence[Found], currency: str) -> Iterator[str]:
    """How all tasks did, and which choices another one dominates, those that cost most first."""
    choice = whole.choice
    if choice.judged:
        yield (
            f"{choice.successes:,} of {many(choice.judged, 'judged task')} succeeded:"
            f" {_rate(choice)}{_costing(choice, currency)}"
        )
    worse = [each for each in rows if each.mark == DOMINATED]
    worse.sort(key=_stake, reverse=True)
    for each in worse[:_MOST_TOLD]:
        if each.better is not None:
            yield _dominated(each, each.better, currency)
    if len(worse) > _MOST_TOLD:
        more = len(worse) - _MOST_TOLD
        yield f"{many(more, 'more choice')} {'is' if more == 1 else 'are'} dominated"


def _costing(choice: Choice, currency: str) -> str:
    if choice.cost is None:
        return "" if choice.successes else "; no success yet"
    return f"; a success costs {_cost(choice, currency)}"


def _dominated(each: Found, other: Choice, currency: str) -> str:
    name, better = visible(each.choice.model), visible(other.model)
    work = ", ".join(visible(value) for value in each.choice.work or ())
    return (
        f"{work}: {name} costs {_cost(each.choice, currency)} a success and succeeds in"
        f" {_rate(each.choice)}; {better} costs {_cost(other, currency)} and succeeds in {_rate(other)}."
        f" At {better}'s cost {each.choice.successes:,} successes would be"
        f" {amount(_stake(each), currency)} cheaper"
    )


def _stake(each: Found) -> Decimal:
    """What its successes cost more than they would at the better choice's cost."""
    if each.better is None or each.better.cost is None or each.choice.cost is None:
        return ZERO
    more = EXACT.subtract(each.choice.cost, each.better.cost)
    return EXACT.multiply(more, Decimal(each.choice.successes))


def remarks(
    whole: Found, rows: Sequence[Found], report: CostReport, query: CostQuery
) -> Iterator[str]:
    """What the figures are not about, and what they do not prove."""
    yield from report.remarks
    if not whole.choice.judged:
        yield "no task was judged: give outcomes, and [[success]] rules that hear them"
    small = sum(each.mark == SMALL for each in rows)
    if small:
        yield f"fewer than {ENOUGH} judged tasks in {small:,} of {len(rows):,} rows: nothing is claimed of them"
    by = {dimension(name).name for name in query.by}
    if not by >= {"feature", "model"}:
        yield "which choices are dominated is told by feature and model only"
    elif any(each.better for each in rows):
        yield "models may have been given different work: a mark is a reason to try, and no proof"
    if len(rows) > MOST_GROUPS:
        yield f"intervals of the cost per success are those of the dearest {MOST_GROUPS:,} rows: limit or filter for others"
    if whole.tasks.tasks and whole.of.p50 is None:
        yield "no call of a task states how long it took"


def _rate(choice: Choice) -> str:
    low, high = wilson(choice.successes, choice.judged)
    share = percent(choice.successes, choice.judged)
    return f"{share} ({percent(low or ZERO, 1)} to {percent(high or ZERO, 1)})"


def _cost(choice: Choice, currency: str) -> str:
    cost, (low, high) = choice.cost or ZERO, choice.interval
    if low is None:
        return amount(cost, currency)
    end = "or more" if high is None else f"to {money(high, places_for(cost))}"
    return f"{amount(cost, currency)} ({money(low, places_for(cost))} {end})"
