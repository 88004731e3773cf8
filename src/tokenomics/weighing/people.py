"""AI or a person: what a task costs with AI, all in, beside what it costs by hand, and where that turns.

What AI costs is that of a report per success, to the digit: calls, overheads, people who review and
mend. What a person needs without AI is the user's to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.intervals import Interval, wilson
from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.quality import of_calls
from tokenomics.analysis.quality_tasks import CALLS, measured
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.run import of_ledger
from tokenomics.costing.tasks import OPEN, TaskCounts
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.folding import Part
from tokenomics.outcomes.groups import Asked, Key, Spent
from tokenomics.outcomes.successes import Judged, judged_of
from tokenomics.overlap import Authority, charged_once
from tokenomics.records.money import ratio, round_fraction, shared_out, total
from tokenomics.weighing import boundary
from tokenomics.weighing.boundary import Workflow, all_in, room
from tokenomics.weighing.people_words import Found, remarks, sentences
from tokenomics.weighing.persons import NOBODY, Persons, person_of

KIND, TITLE = "people", "AI or a person"
BY = ("feature",)

COLUMNS: tuple[Column, ...] = (
    Column("judged", "count", "Tasks that succeeded or failed: all of them are done in the end, those that AI failed by a person."),
    Column("success_rate", "share", "Share of judged tasks that succeeded.", head="rate"),
    Column("success_rate_ci_low", "share", "From where on the share lies with 95 % confidence, by Wilson's score.", head="from", spare=True),
    Column("success_rate_ci_high", "share", "Up to where it does.", head="to", spare=True),
    Column("all_in_per_task", "money", "What a judged task costs that AI is given: tokens, overheads, review, rework, and a person where AI failed.", head="with AI"),
    Column("person_per_task", "money", "What it costs by a person alone, as you state it; null where you do not.", head="person"),
    Column("difference", "money", "What it costs more with AI; below zero AI is cheaper."),
    Column("verdict", "mark", "AI or person: whoever is cheaper whichever tasks might have come, with 95 % confidence; too close; or no evidence, with fewer than 30 judged tasks or calls without a price."),
    Column("mark", "mark", "Why there is no verdict: not judged, unpriced, small sample (below 30 judged tasks), or no person where you state nobody; or what it leaves out: no minutes where no outcome states review or rework.", spare=True),
    Column("tokens", "part", "What calls of closed tasks cost.", spare=True),
    Column("overheads", "part", "What these tasks bear of overheads.", spare=True),
    Column("review", "part", "Price of the minutes that people reviewed them; null where no outcome states any, or an hour has no price.", spare=True),
    Column("rework", "part", "Price of the minutes that people mended them; null likewise.", spare=True),
    Column("escalation", "part", "What a person costs for the tasks that AI failed.", spare=True),
    Column("break_even_price", "number", "Multiple of the token price up to which AI is cheaper; null where not even free tokens would do.", head="price x", spare=True),
    Column("break_even_failure_rate", "share", "Share of failures up to which AI is cheaper; null where it is dearer if none fails.", head="failing", spare=True),
    Column("break_even_rework_rate", "share", "Share of tasks to be mended up to which AI is cheaper, above 100 % where all may be; null where none was mended, or AI is dearer without.", head="mended", spare=True),
    Column("break_even_minutes", "number", "Minutes of review and rework a task up to which AI is cheaper; null where it is dearer without any, or an hour has no price.", head="minutes", spare=True),
    Column("cost_per_success", "money", "Everything spent on closed tasks without escalation, divided by successes: AI is cheaper where this is below a person's cost.", head="a success", spare=True),
    Column("cost_per_success_ci_low", "money", "From where on it lies with 95 % confidence, by drawing the tasks again; unknown below 10 tasks.", head="success from", spare=True),
    Column("cost_per_success_ci_high", "money", "Up to where it does; unknown where the draws have too few successes.", head="success to", spare=True),
    Column("tasks", "count", "All tasks.", spare=True),
    Column("successes", "count", "Tasks that succeeded.", spare=True),
    Column("failures", "count", "Tasks that failed or were abandoned.", spare=True),
    Column("mended", "count", "Closed tasks with minutes of rework.", spare=True),
    Column("open", "count", "Tasks that await their judgement.", spare=True),
    Column("unknown", "count", "Tasks that were never judged: what they cost is counted, they are not done.", spare=True),
)  # fmt: skip

_NO_TIME = Spent(Decimal(0), Decimal(0), 0, 0, 0)
_UNSURE = Interval(None, None)


def ai_or_person(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    persons: Persons = NOBODY,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What a task costs with AI and by a person, a row a feature unless the query says otherwise.

    The classes of tasks are in the order of reports. Filters pick tasks. Raises as `costs` does.
    """
    query = query._replace(by=query.by or BY)
    whole = query._replace(per="success", limit=None)
    if persons.hourly is not None:
        asked = asked._replace(hourly=persons.hourly)
    with once(ledger, book, authority=authority, con=con) as (mine, usage):
        outcomes = relation(ledger, "outcome")
        judged = judged_of(
            mine, usage.relation, usage.used, book, whole, asked,
            outcomes=outcomes, besides=relation(ledger, "overhead"),
            charges=charged_once(ledger), rules=rules, each=CALLS,
        )  # fmt: skip
        report = of_ledger(judged.report, ledger, usage.overlaps)
        of = measured(judged.tasks, whole, asked, report, outcomes=outcomes)
    sure = {key: each.cost for key, each in of.items()}
    rows = _found(report, judged, sure, asked, persons)
    everything = _whole(report, judged, sure, asked)
    return Listing(
        KIND, TITLE, (*names(query.by), *COLUMNS),
        limited([(*each.key, *_values(each, each.escalation, each.mark)) for each in rows], query.limit),
        of_calls(report, query), len(rows),
        total=(*(None for _ in query.by), *_values(everything, _escalated(rows), None)),
        sentences=tuple(sentences(rows, query.currency)),
        remarks=tuple(remarks(everything, rows, report, persons)),
    )  # fmt: skip


def _found(
    report: CostReport,
    judged: Judged,
    sure: Mapping[Key, Interval],
    asked: Asked,
    persons: Persons,
) -> list[Found]:
    by = [dimension(name).name for name in report.by]
    parts: dict[Key, list[Part]] = defaultdict(list)
    for part in judged.parts:
        parts[part.row.key[: len(by)]].append(part)
    return [
        _class(row, parts[row.key], judged.people, sure, asked)._replace(
            person=person_of(persons, dict(zip(by, row.key, strict=True)))
        )
        for row in report.rows
    ]


def _whole(report: CostReport, judged: Judged, sure: Mapping[Key, Interval], asked: Asked) -> Found:
    return _class(report.totals, judged.parts, judged.people, sure, asked)


def _class(
    row: CostRow,
    parts: Iterable[Part],
    people: Mapping[Key, Spent],
    sure: Mapping[Key, Interval],
    asked: Asked,
) -> Found:
    """A group's closed tasks, and what was spent on them."""
    closed = [part for part in parts if part.verdict != OPEN]
    counts = row.tasks or TaskCounts(0, 0, 0, 0, None)
    time = _added(people.get(part.row.key, _NO_TIME) for part in closed)
    labour = total(part.besides.labour for part in closed)
    review, rework = _split(labour, time)
    of = Workflow(
        counts.successes, counts.failures, counts.unknown,
        Fraction(total(part.row.cost for part in closed)),
        Fraction(total(part.besides.overheads for part in closed)),
        Fraction(review), Fraction(rework), time.mended,
    )  # fmt: skip
    return Found(
        row.key, of, counts, time, sure.get(row.key, _UNSURE),
        hourly=None if asked.hourly is None else Fraction(asked.hourly),
        is_priced=not row.unit_unpriced and counts.closed_cost is not None,
        is_known=not row.unit_unpriced or any(part.is_priced for part in closed),
    )  # fmt: skip


def _added(times: Iterable[Spent]) -> Spent:
    found = list(times)
    return Spent(
        total(each.minutes for each in found), total(each.rework for each in found),
        sum(each.reviews for each in found), sum(each.reworks for each in found),
        sum(each.mended for each in found),
    )  # fmt: skip


def _split(labour: Decimal, time: Spent) -> tuple[Decimal, Decimal]:
    """The price of people's time as that of review and that of rework, which sum to it."""
    if not labour:
        return labour, labour
    weights = (Fraction(time.minutes) - Fraction(time.rework), Fraction(time.rework))
    review, rework = shared_out(labour, weights)
    return review, rework


def _escalated(rows: Sequence[Found]) -> Fraction | None:
    """What persons cost for all that AI failed; None where somebody's cost is not stated."""
    costs = [each.escalation for each in rows if each.of.failures]
    return None if None in costs else sum(filter(None, costs), Fraction(0))


def _values(found: Found, escalation: Fraction | None, mark: str | None) -> tuple[Value, ...]:
    of, counts = found.of, found.counts
    return (
        of.judged,
        ratio(Decimal(of.successes), of.judged),
        *wilson(of.successes, of.judged),
        *map(_shown, _compared(found)),
        found.verdict,
        mark,
        *map(_shown, _spent(found)),
        _shown(escalation),
        *map(_shown, _boundaries(found)),
        _shown(of.spent / of.successes) if of.successes and found.is_known else None,
        *found.sure,
        counts.tasks,
        counts.successes,
        counts.failures,
        found.time.mended,
        counts.open,
        counts.unknown,
    )


def _compared(found: Found) -> Iterator[Fraction | None]:
    """What a task costs with AI, by a person, and the difference."""
    person = found.cost
    if person is None or not found.of.judged or not found.is_known:
        yield from (None, person, None)
        return
    yield all_in(found.of, person)
    yield person
    yield -room(found.of, person) / found.of.judged


def _spent(found: Found) -> Iterator[Fraction | None]:
    yield found.of.tokens if found.is_known else None
    yield found.of.besides
    yield found.of.review if found.time.reviews and found.hourly is not None else None
    yield found.of.rework if found.time.reworks and found.hourly is not None else None


def _boundaries(found: Found) -> Iterator[Fraction | None]:
    person = found.cost
    if person is None or not found.of.judged or not found.is_priced:
        yield from (None, None, None, None)
        return
    yield boundary.price_multiple(found.of, person)
    yield boundary.failure_rate(found.of, person)
    yield boundary.rework_rate(found.of, person)
    yield boundary.minutes(found.of, person, found.hourly)


def _shown(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_fraction(value)
