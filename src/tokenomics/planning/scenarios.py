"""Scenarios beside one another: what a period, or each of its months, comes to under each of them.

Usage is read once for all of them; each is then seen by the dimensions that it needs itself, so it
comes to what `forecast` says of it alone, and the baseline to what `forecast` says, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.outlook import Outcome, Period, period_of, spent_until
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.run import of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.planning.limits import Limits, limit_words, limits_of, standings
from tokenomics.projection import (
    NONE,
    Event,
    Scenario,
    Seen,
    Usage,
    assumptions,
    by_fewer,
    expect,
    history,
    names_of,
    see,
    spent,
    uncovered,
    under,
)
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import EXACT, ZERO, ratio
from tokenomics.records.words import percent
from tokenomics.timezones import zone

KIND, TITLE = "scenarios", "Scenarios"
COLUMNS = (
    Column("scenario", "name", "Name of the scenario; baseline is what is expected without any."),
    Column("spent", "money", "What the period has cost so far, in each scenario the same.", spare=True),
    Column("expected", "money", "What the period comes to."),
    Column("difference", "money", "What that is more than in the baseline, below zero where it is less."),
    Column("change", "share", "The difference as a share of the baseline.", spare=True),
    Column("low", "money", "What it comes to at least with a probability of 90 %, if the scenario comes.", "at least (90 %)"),
    Column("high", "money", "What it comes to at most with a probability of 90 %, if the scenario comes.", "at most (90 %)"),
    Column("certainty", "mark", "insufficient, low or normal: under two and four weeks of history.", spare=True),
    Column("assumes", "text", "What is assumed, nothing of which is known.", spare=True),
)  # fmt: skip
_MONTH = "month"
_NO_PROMISE = (
    "what is assumed is no promise; each range is how sure the level of use is, if it comes so"
)
_LOW, _HIGH = 0.1, 0.9


class _Course(NamedTuple):
    """A scenario, usage as it is seen for it, and all that is to come under it."""

    scenario: Scenario
    seen: Seen
    events: tuple[Event, ...]


def scenarios(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    courses: Sequence[Scenario],
    months: int | None = None,
    budgets: bool = False,
    limits: Limits = Limits(),  # noqa: B008 - an immutable value
    events: Sequence[Event] = (),
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The baseline and each scenario: of the period asked for, of `months` from this one on, or of each
    `month` of it; with `budgets` how those of `limits` stand in each.

    `events` are known to come. Raises ConfigError where there is no scenario, where the query is by
    anything else, where the period is over, and as `outlook` does.
    """
    check(query)
    if not courses:
        raise ConfigError("no scenario is configured: add a [[scenario]] to tokenomics.toml")
    if query.by and (budgets or query.by != (_MONTH,)):
        raise ConfigError("scenarios are compared as a whole, by month, or of budgets")
    period = _period(query, asked.now, months)
    every, plain = (NONE, *courses), query._replace(by=())
    within = plain._replace(since=period.start, until=spent_until(period, asked.now), limit=None)
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, rules)
        report = of_ledger(spent(usage, within, ()), ledger, found.overlaps)
        so_far = spent(usage, within, (_MONTH,)) if query.by == (_MONTH,) else report
        used = dict.fromkeys(name for each in every for name in names_of(each, events))
        seen = see(usage, plain, tuple(used), now=asked.now, until=period.end)
    read = limits_of(
        limits, ledger, book, query, asked.now, every, events=events, until=period.end,
        rules=rules, authority=authority, con=con,
    )  # fmt: skip
    report = report._replace(query=plain._replace(since=period.start, until=period.end))
    if budgets:
        return standings(read, every, query, period.end, report)
    compared = [_course(each, seen, events, book) for each in every]
    parts = _parts(period, query, so_far, asked.now)
    rows = [row for part in parts for row in _rows(part, compared, book)]
    return Listing(
        KIND, f"{TITLE} by month" if query.by else TITLE, (*names(query.by), *COLUMNS),
        limited(rows, query.limit), report, len(rows),
        sentences=(_NO_PROMISE, *limit_words(read, every, period.end)),
        remarks=tuple(_remarks(compared, asked.now, book)), readable=18,
    )  # fmt: skip


def _course(scenario: Scenario, seen: Seen, events: Sequence[Event], book: Book) -> _Course:
    mine = by_fewer(seen, names_of(scenario, events))
    return _Course(scenario, mine, under(scenario, events, mine, book))


def _period(query: CostQuery, now: datetime, months: int | None) -> Period:
    """The period asked for; of `months` this one is the first, or the one that the query begins in."""
    if months is None:
        return period_of(query, now)
    if query.until is not None or months < 1:
        raise ConfigError(
            "--months is how many months to look at, this one included: leave out --until"
        )
    start = period_of(query._replace(until=None), now).start
    later = max(start, now).astimezone(zone(query.tz))
    return Period(start, _month(later, months))


def _month(at: datetime, ahead: int = 0) -> datetime:
    """The first instant of the local month that lies so many after that of an instant."""
    number = at.year * 12 + at.month - 1 + ahead
    return at.replace(
        year=number // 12, month=number % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


class _Part(NamedTuple):
    """The period or a month of it: its label (none of the whole), and what of it is spent."""

    label: tuple[str, ...]
    period: Period
    spent: Decimal | None


def _parts(period: Period, query: CostQuery, so_far: CostReport, now: datetime) -> list[_Part]:
    if not query.by:
        return [_Part((), period, so_far.totals.cost)]
    costs = {row.key[0]: row.cost for row in so_far.rows}
    found: list[_Part] = []
    at = period.start
    while at < period.end:
        local = at.astimezone(zone(query.tz))
        end, label = min(_month(local, 1), period.end), f"{local:%Y-%m}"
        if end > now:
            found.append(_Part((label,), Period(at, end), costs.get(label, ZERO)))
        at = end
    return found


def _rows(part: _Part, compared: Sequence[_Course], book: Book) -> Iterator[tuple[Value, ...]]:
    """A row for each scenario, the baseline first."""
    found = [_outcome(each, part) for each in compared]
    plain = found[0].expected
    for each, outcome in zip(compared, found, strict=True):
        expected = outcome.expected
        difference = None if expected is None or plain is None else EXACT.subtract(expected, plain)
        yield (
            *part.label, each.scenario.name, part.spent, expected, difference,
            ratio(difference, plain) if difference is not None and plain else None,
            outcome.at(_LOW), outcome.at(_HIGH), outcome.to_come.learnt.certainty,
            _assumes(each, book),
        )  # fmt: skip


def _outcome(course: _Course, part: _Part) -> Outcome:
    coming = expect(course.seen, *part.period, events=course.events)
    return Outcome((), part.spent, coming, history(course.seen), part.period.end)


def _assumes(course: _Course, book: Book) -> str | None:
    """What a scenario assumes, under its name; nothing of the baseline."""
    if course.scenario == NONE:
        return None
    phrases = assumptions(course.scenario, [course.seen], book)
    return f"{course.scenario.name}: {'; '.join(phrases) or 'nothing is assumed'}"


def _remarks(compared: Sequence[_Course], now: datetime, book: Book) -> Iterator[str]:
    """What limits the comparison: old data, usage without a price, and prices that no trend is of."""
    seen = compared[0].seen
    if seen.newest is not None and seen.known < now:
        at = seen.newest.astimezone(zone(seen.tz))
        yield f"the newest record is of {at:%Y-%m-%d %H:%M} ({seen.tz}): what came after it is forecast too"
    lately = seen.flows.recent[0].coverage if seen.flows.recent else None
    if lately is not None and lately.unpriced:
        yield f"{percent(lately.unpriced, lately.requests)} of the requests of late have no price: they are in no scenario"
    for each in compared[1:]:
        for said in uncovered(each.scenario, [each.seen], book):
            yield f"{each.scenario.name}: {said}"
