"""What budgets' calls cost, hour by hour or day by day: one question to the ledger for many budgets.

Budgets that look at calls by the same dimensions in the same zone are a family: their calls are
summed once, by those dimensions and step of time, and each budget picks its sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.budgeting.periods import Step
from tokenomics.budgeting.plan import Budget, picks
from tokenomics.costing import Attribution, CostQuery, CostReport, costs_of
from tokenomics.costing.each import EACH
from tokenomics.costing.graduation import widened
from tokenomics.costing.rows import label
from tokenomics.costing.run import costs_each
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import NOTHING, Known, Ledger, usage_of
from tokenomics.overlap import Authority, Counted, counted
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, ZERO
from tokenomics.timezones import midnight, zone

Values = tuple[str | None, ...]

_DAY = timedelta(days=1)


class Cell(NamedTuple):
    """What calls of one step of time cost.

    `cost` is the priced part, None where nothing could be priced; `unpriced` counts the calls of
    which something is missing from it, `has_unpriced` says so of usage without a number too.
    """

    requests: int = 0
    cost: Decimal | None = ZERO
    has_unpriced: bool = False
    unpriced: int = 0

    def plus(self, other: Cell) -> Cell:
        """Both together; what has a cost counts beside what has none."""
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Cell(
            self.requests + other.requests,
            EXACT.add(known[0], known[-1]) if len(known) == 2 else known[0] if known else None,
            self.has_unpriced or other.has_unpriced,
            self.unpriced + other.unpriced,
        )


class Spending(NamedTuple):
    """What a budget's calls cost by the start of each hour or day in which there were any.

    `value` is that of the dimension which each value has a budget of; None where calls state none,
    and where the budget is a single one.
    """

    value: str | None
    cells: Mapping[datetime, Cell]


class Family(NamedTuple):
    """Budgets that one question answers: by `dims`, in steps of a zone, with the prices of `book`."""

    book: Book
    tz: str
    step: Step
    dims: tuple[str, ...]
    budgets: tuple[Budget, ...]


class Spent(NamedTuple):
    """What each budget of a family spent, by its name, and the report behind it."""

    parts: Mapping[str, tuple[Spending, ...]]
    report: CostReport


class Calls(NamedTuple):
    """A ledger's calls, each once, as the costs of a relation are asked; `rules` attribute them."""

    con: Engine
    counted: Counted
    known: Known
    rules: tuple[Attribution, ...]


def families(budgets: Sequence[Budget], book: Book) -> tuple[Family, ...]:
    """The budgets that count by the prices of a book, as families in the order of the first.

    Where all calls are asked for by some dimensions anyway, budgets by fewer of them are answered
    by the same sums.
    """
    found: dict[tuple[str, Step, tuple[str, ...]], list[Budget]] = defaultdict(list)
    for budget in budgets:
        found[budget.cycle.tz.key, budget.cycle.step, _dims(budget)].append(budget)
    known = [Family(book, tz, step, dims, tuple(mine)) for (tz, step, dims), mine in found.items()]
    whole = [each for each in known if not any(common(each))]
    joined: dict[Family, list[Budget]] = defaultdict(list)
    for each in known:
        joined[max((of for of in whole if _answers(of, each)), key=_detail, default=each)] += (
            each.budgets
        )
    return tuple(of._replace(budgets=tuple(mine)) for of, mine in joined.items())


def _answers(of: Family, each: Family) -> bool:
    """Whether the sums of one family hold those of another."""
    return (of.tz, of.step) == (each.tz, each.step) and set(each.dims) <= set(of.dims)


def _detail(family: Family) -> int:
    return len(family.dims)


def _dims(budget: Budget) -> tuple[str, ...]:
    names = {name.removesuffix("!") for name, _ in budget.where}
    return tuple(sorted(names | ({budget.for_each} if budget.for_each else set())))


def calls_of(  # noqa: PLR0913
    con: Engine,
    ledger: Ledger,
    book: Book,
    since: datetime,
    until: datetime,
    *,
    rules: Sequence[Attribution],
    authority: Sequence[Authority],
) -> Calls:
    """The calls of a time, told apart once for all questions about them.

    Where prices by quantity count over more than that time, that is looked at too.
    """
    used = usage_of(ledger).used
    first, last = widened(book, used, since, until)
    # Two sources may date one call on both sides of the ends.
    stored = usage_of(ledger, since=first and first - _DAY, until=last and last + _DAY)
    once = counted(con, stored.relation, used, book, authority=authority, known=stored.known)
    known = stored.known if once.relation == stored.relation else NOTHING._replace(kept=once.kept)
    return Calls(con, once, known, tuple(rules))


def spent(calls: Calls, family: Family, since: datetime, until: datetime) -> Spent:
    """What a family's budgets spent from `since` up to and without `until`, by step.

    Raises as `costs` does.
    """
    query = CostQuery(
        by=(family.step, *family.dims), since=since, until=until, tz=family.tz,
        where=tuple(common(family)), currency=family.budgets[0].counts_in,
    )  # fmt: skip
    once = calls.counted
    report = costs_of(
        calls.con, once.relation, once.used, family.book, query, rules=calls.rules,
        known=calls.known,
    )  # fmt: skip
    cells: dict[Values, dict[datetime, Cell]] = defaultdict(dict)
    for row in report.rows:
        at = _start(family, row.key[0])
        cells[row.key[1:]][at] = Cell(row.requests, row.cost, row.has_unpriced)
    if report.unpriced_count:
        for values, at, number in _unpriced(calls, family, report):
            cells[values][at] = cells[values][at]._replace(unpriced=number)
    parts = {each.name: tuple(_parts(each, family.dims, cells)) for each in family.budgets}
    return Spent(parts, report)


def common(family: Family) -> Iterator[tuple[str, str]]:
    """The values of dimensions that every budget of the family asks for, as filters of them all."""
    for name in family.dims:
        wanted = [[v for other, v in each.where if other == name] for each in family.budgets]
        if all(wanted):
            yield from (
                (name, value) for value in dict.fromkeys(v for each in wanted for v in each)
            )


def _start(family: Family, text: str | None) -> datetime:
    """The instant at which a step of that label begins."""
    if family.step == "hour":
        return datetime.fromisoformat(text or "")
    return midnight(zone(family.tz), date.fromisoformat(text or ""))


def _unpriced(
    calls: Calls, family: Family, report: CostReport
) -> Iterator[tuple[Values, datetime, int]]:
    """How many calls without a price there are by dimensions and step; only their models are read."""
    dims = {f"d{nth}": dimension(name) for nth, name in enumerate(report.by)}
    where = report.query.where
    if "model" not in family.dims:
        models = dict.fromkeys(entry.model or "" for entry in report.unpriced)
        where = (*where, *(("model", model) for model in models))
    query, once = report.query._replace(by=(), where=where), calls.counted
    costs_each(calls.con, once.relation, once.used, family.book, query, dims, rules=calls.rules)
    text = sql("unpriced_calls", each=EACH, dimensions=", ".join(f"calls.{name}" for name in dims))
    for *raw, number in calls.con.execute(text).fetchall():
        at, *values = (
            label(found, value, family.tz) for found, value in zip(dims.values(), raw, strict=True)
        )
        yield tuple(values), _start(family, at), int(number)


def _parts(
    budget: Budget, dims: Sequence[str], cells: Mapping[Values, Mapping[datetime, Cell]]
) -> Iterator[Spending]:
    """The sums that a budget picks: one, or one for each value that has calls."""
    found: dict[str | None, dict[datetime, Cell]] = {} if budget.for_each else {None: {}}
    for values, steps in cells.items():
        named = dict(zip(dims, values, strict=True))
        if picks(budget.where, named):
            mine = found.setdefault(named[budget.for_each] if budget.for_each else None, {})
            for at, cell in steps.items():
                mine[at] = mine[at].plus(cell) if at in mine else cell
    for value in sorted(found, key=lambda value: (value is None, value or "")):
        yield Spending(value, dict(sorted(found[value].items())))
