"""`tokenomics whatif`: what usage would have cost under another design, step by step.

Each step is applied to what the one before left, and everything is priced anew after each: what the
steps save sums to what the design saves. A call that has no price at one of the stages is in none
of them, for a saving that comes of a missing price is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.stakes import Base, Key, base_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.run import costs_by, of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority
from tokenomics.records.money import EXACT, ZERO, ratio, total
from tokenomics.replaying import replay_words as words
from tokenomics.replaying.design import Design, steps_of
from tokenomics.replaying.evidence import evidence_of
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Cell, Changed, Step, costs_in, model_of, world_of

KIND, TITLE = "whatif", "What it would have cost"
STEP = Column("step", "name", "What would be otherwise, after all steps above.")
COLUMNS: tuple[Column, ...] = (
    Column("calls", "count", "Calls that the step changes; of one that changes prices alone, all that are billed."),
    Column("cost", "money", "What the calls asked for cost before the step."),
    Column("cost_then", "money", "What they would cost after it."),
    Column("fixed", "money", "What the step costs in the period besides calls, in its `cost_then`; null where that is nothing or rows are grouped.", spare=True),
    Column("saving", "part", "What the step saves; below zero where it costs more."),
    Column("share", "share", "Share of the cost before the step that it saves."),
    Column("refused", "count", "Calls that a route leaves as they are, because outcomes say that quality would fall; null where there are none.", spare=True),
)  # fmt: skip


# Characters of a step's name that a table shows in any case.
_READABLE = 24


class Stage(NamedTuple):
    """A world that is priced: after a step, or as it was before all of them, without `step`."""

    step: Step | None
    changed: Changed
    cells: Mapping[Key, Cell]


def replay(  # noqa: PLR0913
    design: Design,
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What calls would have cost under a design: a row a step and group, in the order of the steps.

    Raises ConfigError for a design that cannot be read, and as `costs` does.
    """
    check(query)
    heads = (STEP, *names(query.by), *COLUMNS)
    with once(ledger, book, authority=authority, con=con) as (mine, counted):
        whole = query._replace(by=(), per=None, limit=None)
        report = costs_by(mine, counted.relation, counted.used, book, whole, dims=(), rules=rules)
        report = of_ledger(report, ledger, counted.overlaps)
        base = base_of(mine, counted, book, query, rules)
        judge = partial(evidence_of, ledger, counted, base, query, asked, rules)
        evidence = lru_cache(maxsize=1)(judge)
        of = Question(ledger, counted, base, query, report, asked, rules, evidence)
        steps = steps_of(of, design)
        if report.first is None:
            return Listing(KIND, TITLE, heads, (), report, 0)
        return _listing(of, _stages(base, steps), report, heads)


def _stages(base: Base, steps: Sequence[Step]) -> list[Stage]:
    world = world_of(base)
    stages = [Stage(None, Changed(world), costs_in(world))]
    for step in steps:
        changed = step.change(stages[-1].changed.world)
        stages.append(Stage(step, changed, costs_in(changed.world)))
    return stages


class Sum(NamedTuple):
    """What a group of calls cost at one stage, how many they are, and how many of them its step touched."""

    calls: int
    touched: int
    cost: Decimal


NO_SUM = Sum(0, 0, ZERO)


def _listing(
    of: Question, stages: Sequence[Stage], report: CostReport, heads: tuple[Column, ...]
) -> Listing:
    sound = _sound(stages)
    sums = [_sums(stage, sound, len(of.query.by)) for stage in stages]
    wholes = [_whole(each) for each in sums]
    rows = [
        row
        for stage, before, after in zip(stages[1:], sums, sums[1:], strict=False)
        for row in _rows(of, stage, before, after)
    ]
    first, last = wholes[0], wholes[-1]
    fixed = total(stage.changed.fixed for stage in stages)
    left = _left_out(stages, sound, len(of.query.by))
    return Listing(
        KIND, TITLE, heads, limited(rows, of.query.limit), report, len(rows),
        total=(None, *(None for _ in of.query.by), *_figures(None, first.cost, last.cost, fixed), _refused(stages)),
        sentences=(
            words.result(first.cost, EXACT.add(last.cost, fixed), of.query.currency)
            if first.cost or last.cost or fixed or not any(left)
            else words.NOTHING_PRICED,
            *(text for stage in stages for text in stage.changed.sentences),
        ),
        remarks=(
            *dict.fromkeys(text for stage in stages for text in stage.changed.remarks),
            *words.idle(_idle(stages)),
            *words.left_out(left),
            *([words.ALONE] if any(map(_is_priced_alone, stages)) else ()),
        ),
        readable=_READABLE,
    )  # fmt: skip


def _rows(
    of: Question, stage: Stage, before: Mapping[Key, Sum], after: Mapping[Key, Sum]
) -> Iterator[tuple[Value, ...]]:
    """The rows of a step, the group that it saves most of first; times as they follow."""
    name = stage.step.name if stage.step else None
    if not of.query.by:
        was, then = before.get((), NO_SUM), after.get((), NO_SUM)
        figures = _figures(then.touched, was.cost, then.cost, stage.changed.fixed)
        yield (name, *figures, _refused([stage]))
        return
    times = [i for i, found in enumerate(of.base.by) if found.part]

    def order(key: Key) -> tuple[object, ...]:
        saved = EXACT.subtract(before.get(key, NO_SUM).cost, after.get(key, NO_SUM).cost)
        return *(str(key[i]) for i in times), -saved, *((part is None, str(part)) for part in key)

    for key in sorted(before.keys() | after.keys(), key=order):
        was, then = before.get(key, NO_SUM), after.get(key, NO_SUM)
        figures = _figures(then.touched, was.cost, then.cost, ZERO)
        yield (name, *key, *figures, stage.changed.refused.get(key) or None)


def _refused(stages: Sequence[Stage]) -> int | None:
    """All calls that stay because quality would fall."""
    return sum(sum(stage.changed.refused.values()) for stage in stages) or None


def _figures(calls: int | None, was: Decimal, then: Decimal, fixed: Decimal) -> tuple[Value, ...]:
    after = EXACT.add(then, fixed)
    saving = EXACT.subtract(was, after)
    return calls, was, after, fixed or None, saving, ratio(saving, was) if was else None


def _sums(stage: Stage, sound: frozenset[Key], dims: int) -> dict[Key, Sum]:
    """What the calls that have a price at every stage cost at one of them, by the question's groups."""
    found: dict[Key, Sum] = {}
    for key, cell in stage.cells.items():
        if key in sound:
            found[key[:dims]] = _added(found.get(key[:dims], NO_SUM), cell)
    return found


def _added(to: Sum, cell: Cell) -> Sum:
    cost = EXACT.add(to.cost, cell.cost)
    return Sum(to.calls + cell.requests, to.touched + cell.touched, cost)


def _whole(sums: Mapping[Key, Sum]) -> Sum:
    return Sum(
        sum(each.calls for each in sums.values()),
        sum(each.touched for each in sums.values()),
        total(each.cost for each in sums.values()),
    )


def _sound(stages: Sequence[Stage]) -> frozenset[Key]:
    """The cells that have a price at every stage."""
    priced = ({key for key, cell in stage.cells.items() if cell.is_priced} for stage in stages)
    return frozenset.intersection(*map(frozenset, priced))


def _idle(stages: Sequence[Stage]) -> Iterator[str]:
    """The steps that are about no call."""
    for stage in stages:
        if stage.step and not any(cell.touched for cell in stage.cells.values()):
            yield stage.step.name


def _is_priced_alone(stage: Stage) -> bool:
    """Whether what is asked again has prices by quantity."""
    return any(part.base.is_graduated for part in stage.changed.world.parts[1:])


def _left_out(stages: Sequence[Stage], sound: frozenset[Key], dims: int) -> words.LeftOut:
    """The calls that have no price as they were, and those that have one, and none after a step."""
    cells = stages[0].cells
    before = sum(cell.requests for cell in cells.values() if not cell.is_priced)
    after: Counter[str] = Counter()
    for key, cell in cells.items():
        if cell.is_priced and key not in sound:
            after[f"{key[dims]} {model_of(key[dims:])}"] += cell.requests
    return words.LeftOut(before, after)
