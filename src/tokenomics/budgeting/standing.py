"""How all budgets of a ledger stand: a question a family of budgets, and nothing asked twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.budgeting.ahead import Sight, burning, known_in, of_bills, of_calls, sight_of
from tokenomics.budgeting.bills import billed
from tokenomics.budgeting.periods import period_of
from tokenomics.budgeting.plan import BILLED, Budget
from tokenomics.budgeting.series import history, known_until, series
from tokenomics.budgeting.spending import Spending, calls_of, families, spent
from tokenomics.budgeting.state import BudgetState, Present, state_of
from tokenomics.costing import Attribution, CostQuery, CostReport, unmatched
from tokenomics.costing.run import of_ledger
from tokenomics.costing.scope import calls_sql, scope_of
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, charged_once
from tokenomics.projection import NONE, Event, Scenario, assumed, names_of
from tokenomics.queries import sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import converted_words
from tokenomics.timezones import from_micros


class Standing(NamedTuple):
    """The states of all budgets at an instant, in their order; of one for each value the dearest first.

    `remarks` limit what they say, `reports` are those of the families of budgets. `until` is when
    what is known of spending ends: `at`, or the last call of anybody where that is long ago.
    """

    at: datetime
    until: datetime
    states: tuple[BudgetState, ...]
    remarks: tuple[str, ...]
    reports: tuple[CostReport, ...]


class _Found(NamedTuple):
    """What budgets spent, by name, sentences about it, reports of the calls behind it, up to when
    bills tell it, and the flows that calls are projected by.
    """

    parts: Mapping[str, tuple[Spending, ...]]
    remarks: tuple[str, ...]
    reports: tuple[CostReport, ...] = ()
    until: Mapping[str, datetime] = MappingProxyType({})
    seen: Mapping[str, Sight] = MappingProxyType({})


class Reading(NamedTuple):
    """What is read of budgets, from which they stand under any scenario that it was read for.

    `first` is the first call of anybody, `until` when what is known of spending ends. `events` are
    known to come; None where nobody asks what will.
    """

    now: datetime
    first: datetime | None
    until: datetime
    last: datetime | None
    budgets: tuple[Budget, ...]
    calls: _Found
    bills: _Found
    events: tuple[Event, ...] | None


def standing(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    budgets: Sequence[Budget],
    now: datetime,
    *,
    listed: Book | None = None,
    forecast: bool = True,
    events: Sequence[Event] = (),
    scenario: Scenario = NONE,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Standing:
    """How the budgets stand at `now`, by the calls and bills before it.

    `listed` has the list prices where `book` is a contract and a budget asks for them. Without
    `forecast` nothing is said of what is to come; `events` are known to come, and `scenario` is what
    is assumed besides.

    Raises ConfigError where the prices that a budget counts by are not given, else as `costs` does.
    """
    read = reading(
        ledger, book, budgets, now, listed=listed, forecast=forecast, events=events,
        scenarios=(scenario,), rules=rules, authority=authority, con=con,
    )  # fmt: skip
    return under(read, scenario)


def reading(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    budgets: Sequence[Budget],
    now: datetime,
    *,
    listed: Book | None = None,
    forecast: bool = True,
    burns: bool = True,
    events: Sequence[Event] = (),
    scenarios: Sequence[Scenario] = (),
    until: datetime | None = None,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Reading:
    """What is known `now` of the budgets: read once, for each of the `scenarios`.

    What is to come can be told up to `until`, or the end of the budgets' periods. Without `burns`
    nothing is read of single hours. Raises as `standing` does.
    """
    budgets = tuple(each._replace(basis=each.basis or book.basis) for each in budgets)
    mine = con or engine_of(ledger)
    try:
        asked = _Asked(
            ledger, mine, now, tuple(rules), tuple(authority),
            tuple(name for each in scenarios for name in names_of(each, events)) if forecast else None,
            until or now, burns,
        )  # fmt: skip
        first, last = _span(asked)
        calls = _of_calls(
            asked, [(each, _book(each, book, listed)) for each in budgets if each.basis != BILLED]
        )
        bills = _of_bills(asked, [each for each in budgets if each.basis == BILLED])
    finally:
        if con is None:
            mine.close()
    return Reading(
        now, first, known_until(now, last), last, budgets, calls, bills,
        tuple(events) if forecast else None,
    )  # fmt: skip


def under(read: Reading, scenario: Scenario = NONE) -> Standing:
    """How the budgets of a reading stand under a scenario."""
    states: list[BudgetState] = []
    for each in read.budgets:
        is_billed = each.basis == BILLED
        here = Present(read.now, read.bills.until.get(each.name, read.until), read.first)
        parts = (read.bills if is_billed else read.calls).parts[each.name]
        sight = read.calls.seen.get(each.name)
        ahead = None if sight is None else known_in(sight, scenario, read.events or ())
        states += _states(each, parts, here, ahead, is_told=read.events is not None)
    is_of_calls = any(each.basis != BILLED for each in read.budgets)
    remarks = (
        *_converted(states), *read.calls.remarks, *read.bills.remarks, *_absent(read.budgets, states),
        *(_old(read.last, read.until, read.now) if is_of_calls else ()), *_assumed(scenario, read),
    )  # fmt: skip
    return Standing(read.now, read.until, tuple(states), remarks, read.calls.reports)


def _assumed(scenario: Scenario, read: Reading) -> Iterator[str]:
    """What a scenario assumes, told once for all families of budgets."""
    sights = {id(each): each for each in read.calls.seen.values()}
    said = (assumed(scenario, (each.steps,), each.family.book) for each in sights.values())
    yield from dict.fromkeys(text for each in said for text in each)


class _Asked(NamedTuple):
    """A ledger, how its calls are to be counted, and by which dimensions they are to be seen ahead,
    up to when, and with hours where `burns`; None: nobody asks.
    """

    ledger: Ledger
    con: Engine
    now: datetime
    rules: tuple[Attribution, ...]
    authority: tuple[Authority, ...]
    names: tuple[str, ...] | None
    until: datetime
    burns: bool


def _book(budget: Budget, book: Book, listed: Book | None) -> Book:
    """The prices that a budget counts by."""
    if budget.basis == "contract" and book.basis != "contract":
        raise ConfigError(
            f"budget {budget.name!r} is of contract prices, and there are list prices only:"
            " name the contract with --pricebook, or leave out its basis"
        )
    return listed if budget.basis == "list" and listed is not None else book


def _span(asked: _Asked) -> tuple[datetime | None, datetime | None]:
    """The first and the last call before now; None where there is none."""
    stored = usage_of(asked.ledger)
    scope = scope_of(stored.relation, stored.used, until=asked.now)
    text = sql("span", relation=calls_sql(scope, {"ts": "ts"}))
    ((first, last),) = asked.con.execute(text).fetchall()
    return (None, None) if first is None else (from_micros(first), from_micros(last))


def _of_calls(asked: _Asked, priced: Sequence[tuple[Budget, Book]]) -> _Found:
    parts: dict[str, tuple[Spending, ...]] = {}
    reports: list[CostReport] = []
    seen: dict[str, Sight] = {}
    books = {id(book): book for _, book in priced}
    for book in books.values():
        mine = [each for each, its in priced if its is book]
        since = min(history(each, asked.now) for each in mine)
        calls = calls_of(
            asked.con, asked.ledger, book, since, asked.now, rules=asked.rules,
            authority=asked.authority,
        )  # fmt: skip
        for family in families(mine, book):
            first = min(history(each, asked.now) for each in family.budgets)
            found = spent(calls, family, first, asked.now)
            parts |= found.parts
            report = of_ledger(found.report, asked.ledger, calls.counted.overlaps)
            reports.append(report)
            if asked.names is not None:
                ends = max(period_of(each.cycle, asked.now).end for each in family.budgets)
                flows = sight_of(
                    calls, family, asked.names, now=asked.now, until=max(ends, asked.until),
                    burns=asked.burns,
                )  # fmt: skip
                seen |= dict.fromkeys((each.name for each in family.budgets), flows)
    silent = [each for each, _ in priced if not any(part.cells for part in parts[each.name])]
    remarks = [said for each in silent for said in _mistyped(asked, each)]
    return _Found(parts, tuple(remarks), tuple(reports), seen=seen)


def _mistyped(asked: _Asked, budget: Budget) -> Iterator[str]:
    """What is wrong with a budget that no call is for: a value that none has, or all of them together."""
    query = CostQuery(where=budget.where, until=asked.now)
    for said in unmatched(asked.ledger, query, rules=asked.rules, con=asked.con):
        yield f"budget {budget.name!r}: {said}"


def _of_bills(asked: _Asked, budgets: Sequence[Budget]) -> _Found:
    charges = charged_once(asked.ledger)
    found = {
        each.name: billed(asked.con, charges, each, history(each, asked.now), asked.now)
        for each in budgets
    }
    remarks = [said for lines in found.values() for said in lines.remarks]
    parts = {name: lines.parts for name, lines in found.items()}
    return _Found(parts, tuple(remarks), until={n: lines.until for n, lines in found.items()})


def _states(
    budget: Budget,
    parts: Sequence[Spending],
    here: Present,
    ahead: tuple[Sight, tuple[Event, ...]] | None,
    *,
    is_told: bool,
) -> list[BudgetState]:
    """The state of a budget, or those of its values that have spent anything in the period."""
    found: list[BudgetState] = []
    for part in parts:
        state = state_of(budget, part, here)
        if budget.for_each is None or state.requests or state.spent or state.has_unpriced:
            found.append(_with_outlook(state, part, here, ahead) if is_told else state)
    return sorted(found, key=lambda state: -state.spent)


def _with_outlook(
    state: BudgetState,
    part: Spending,
    here: Present,
    ahead: tuple[Sight, tuple[Event, ...]] | None,
) -> BudgetState:
    if ahead is None:
        past = series(state.budget, part, here.now, here.until)
        return state._replace(outlook=of_bills(state, past, here.until))
    seen, events = ahead
    return state._replace(
        outlook=of_calls(state, seen.steps, events),
        burning=None if seen.hours is None else burning(state, seen.hours, events),
    )


def _converted(states: Sequence[BudgetState]) -> Iterator[str]:
    """A sentence for each budget in another currency than reports: what it is in theirs."""
    stated = {state.budget.name: state.budget.stated for state in states}
    for name, of in stated.items():
        if of is not None:
            yield f"budget {name!r} is {converted_words(of)}"


def _absent(budgets: Sequence[Budget], states: Sequence[BudgetState]) -> Iterator[str]:
    """A sentence for each budget of values of which none spent anything."""
    shown = {state.budget.name for state in states}
    for each in budgets:
        if each.name not in shown:
            yield f"budget {each.name!r}: nothing was spent in its period by any {each.for_each}"


def _old(last: datetime | None, until: datetime, now: datetime) -> Iterator[str]:
    """That the ledger may lack what was called since, or has no call at all."""
    if last is None:
        yield "no call is known: what was spent is in no amount"
    elif until < now:
        yield f"no call is known after {until:%Y-%m-%d %H:%M} UTC: what was spent since is in no amount"
