"""Efficiency: what is spent and need not be, each kind with the amount at stake.

Every amount is the difference of two costs: of the calls as they were, and as they would have been
with one thing otherwise. A call may be in several of them, so nothing here is summed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis import caching, lengths, tiers
from tokenomics.analysis import waste_words as words
from tokenomics.analysis.capacity import Capacity, capacity
from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.premium import Rate, Work, premium, success_rates
from tokenomics.analysis.stakes import Base, Finding, Key, Stake, added, base_of, stakes
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.run import costs_by, of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation, used_columns
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, ZERO, ratio

KIND, TITLE = "waste", "What could be spent better"
COLUMNS: tuple[Column, ...] = (
    Column("finding", "name", "What kind of saving or waste it is."),
    Column("calls", "count", "Calls that it concerns."),
    Column("tokens", "count", "Tokens that would not be as they are, or all of the calls' where only the price would be another.", spare=True),
    Column("cost", "money", "What these calls cost; of capacity, what bills charge."),
    Column("at_stake", "money", "What they cost more than they would have otherwise; of cache savings, answers of a gateway's cache, batch and flex what was saved. Amounts of two findings overlap."),
    Column("share", "share", "Share of the cost of all calls that is at stake."),
    Column("meaning", "text", "What it means and what to do; null where rows are grouped, as it stands below once for all."),
)  # fmt: skip

# Findings that tell what was saved rather than what could be.
SAVED = (words.CACHE, words.GATEWAY, words.SLOW)


class Found(NamedTuple):
    """A finding by the question's dimensions, and what is not known of it."""

    name: str
    by_key: Mapping[Key, Stake]
    remarks: tuple[str, ...] = ()


class Question(NamedTuple):
    """What findings are asked of: calls, the report of them all, judgements and bills."""

    ledger: Ledger
    once: Counted
    base: Base
    query: CostQuery
    report: CostReport
    asked: Asked
    rules: Sequence[Attribution]


def waste(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What could be spent better: one row a kind of finding and group, most at stake first.

    Amounts are of the query's currency. A kind that nothing is found of has no row. Raises as
    `costs` does.
    """
    check(query)
    heads = (*names(query.by), *COLUMNS)
    with once(ledger, book, authority=authority, con=con) as (mine, counted):
        whole = query._replace(by=(), per=None, limit=None)
        report = costs_by(mine, counted.relation, counted.used, book, whole, dims=(), rules=rules)
        report = of_ledger(report, ledger, counted.overlaps)
        if report.first is None:
            return Listing(KIND, TITLE, heads, (), report, 0)
        base = base_of(mine, counted, book, query, rules)
        of = Question(ledger, counted, base, query, report, asked, rules)
        found = [*_caches(of), *_tiers(of), *_lengths(of), *_premium(of)]
        held = _capacity(of)
        return _listing(of, found, held, heads)


def _caches(of: Question) -> Iterator[Found]:
    saved, wasted = caching.savings(of.base), caching.unread(of.base)
    if saved is None:
        yield Found(words.CACHE, {}, ("no call states tokens read from or written to a cache",))
    else:
        yield _found(of, words.CACHE, saved)
    yield _found(of, words.GATEWAY, caching.answered(of.base))
    if wasted is None:
        yield Found(
            words.UNREAD, {}, ("no call states tokens written to a cache",) if saved else ()
        )
    else:
        yield _found(of, words.UNREAD, wasted[0], *words.about_writes(wasted[1]))


def _tiers(of: Question) -> Iterator[Found]:
    for name, ask in ((words.SLOW, tiers.slow), (words.FAST, tiers.fast)):
        finding = ask(of.base)
        if finding is not None:
            yield _found(of, name, finding)
        elif name == words.SLOW:
            yield Found(name, {}, ("no call states a service tier: all are taken to be standard",))
    yield _found(of, words.WAIT, tiers.could_wait(of.base))


def _lengths(of: Question) -> Iterator[Found]:
    for name, ask in ((words.OUTPUT, lengths.long_output), (words.INPUT, lengths.long_input)):
        long = ask(of.base)
        if long is not None:
            said = words.about_groups(name, long.groups)
            yield _found(of, name, long.finding, *said)
    if "feature" not in of.base.used:
        yield Found(words.OUTPUT, {}, (words.NO_FEATURE,))
    elif "step" not in of.base.used:
        yield Found(words.OUTPUT, {}, (words.NO_STEP,))


def _premium(of: Question) -> Iterator[Found]:
    def rates() -> Mapping[Work, Rate]:
        if not used_columns(of.ledger, "outcome"):
            return {}
        return success_rates(
            of.base, of.once, of.query, of.asked,
            outcomes=relation(of.ledger, "outcome"), rules=of.rules,
        )  # fmt: skip

    at = of.query.prices_at or of.report.last
    found = None if at is None else premium(of.base, at, rates)
    if found is not None:
        yield _found(of, words.PREMIUM, found.finding, *words.about_premium(found))


def _capacity(of: Question) -> Capacity | None:
    """Capacity, where the question is about everything: bills do not say whose it is."""
    if of.query.by or of.query.where:
        return None
    return capacity(of.base, charged_once(of.ledger), of.report)


def _found(of: Question, name: str, finding: Finding, *remarks: str) -> Found:
    found = stakes(of.base, finding)
    by_key = found.by_key
    if name in SAVED:
        by_key = {key: _negated(stake) for key, stake in by_key.items()}
    return Found(name, by_key, (*words.about_unpriced(name, found.unpriced), *remarks))


def _negated(stake: Stake) -> Stake:
    return stake._replace(at_stake=EXACT.subtract(ZERO, stake.at_stake))


def _listing(
    of: Question, found: Sequence[Found], held: Capacity | None, heads: tuple[Column, ...]
) -> Listing:
    whole, currency = of.report.totals.cost, of.query.currency
    grouped = bool(of.query.by)
    rows: list[tuple[Value, ...]] = []
    texts: list[str] = []
    for one in found:
        if one.by_key:
            stake = added(list(one.by_key.values()))
            texts.append(words.sentence(one.name, words.Said(stake, whole, currency)))
        rows += [
            (*key, one.name, *_figures(stake, whole), None if grouped else texts[-1])
            for key, stake in one.by_key.items()
        ]
    told = list(words.about_capacity(held, currency)) if held else []
    if held and told:
        rows.append((words.CAPACITY, *_of_capacity(held, whole), told[0]))
    rows = _ordered(rows, of.base)
    return Listing(
        KIND, TITLE, heads, limited(rows, of.query.limit), of.report, len(rows),
        sentences=tuple(texts) if grouped else tuple(told[1:]),
        remarks=tuple(_remarks(of, found, held, bool(rows))),
    )  # fmt: skip


def _figures(stake: Stake, whole: Decimal | None) -> tuple[Value, ...]:
    share = ratio(stake.at_stake, whole) if whole else None
    return stake.calls, stake.tokens, stake.cost, stake.at_stake, share


def _of_capacity(held: Capacity, whole: Decimal | None) -> tuple[Value, ...]:
    share = ratio(held.idle, whole) if whole and held.idle is not None else None
    return held.calls, held.tokens, held.bought, held.idle, share


def _ordered(rows: Sequence[tuple[Value, ...]], base: Base) -> list[tuple[Value, ...]]:
    """Times ascending, then most at stake first, then by key and kind."""
    times = [i for i, found in enumerate(base.by) if found.part]
    at_stake = len(base.by) + [column.name for column in COLUMNS].index("at_stake")

    def order(row: tuple[Value, ...]) -> tuple[object, ...]:
        amount = row[at_stake]
        when = [str(row[i]) for i in times]
        rest = [(row[i] is None, str(row[i])) for i in range(len(base.by) + 1)]
        return *when, amount is None, -Decimal(amount or 0), *rest

    return sorted(rows, key=order)


def _remarks(
    of: Question, found: Sequence[Found], held: Capacity | None, has_rows: bool
) -> Iterator[str]:
    if has_rows:
        yield words.OVERLAP
    for one in found:
        yield from one.remarks
    if held is not None:
        yield from held.remarks
    else:
        yield "idle capacity is told of everything alone: leave --by and --where away"
    calls = of.base.calls(
        {
            "requests": "calls.requests" if "requests" in of.base.used else "1",
            "is_sum": "calls.grain <> 'request'",
            "is_flat": "calls.billing IN ('subscription', 'provisioned')",
        },
        "calls.asked",
    )
    sums, flat = of.base.con.execute(sql("waste_kinds", calls=calls)).fetchall()[0]
    yield from words.about_kinds(int(sums), int(flat))
