"""What was billed for the usage of each group: `report --cost-basis billed`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.capacity import Capacity, capacity
from tokenomics.analysis.listing import Column, Listing, limited, names
from tokenomics.analysis.stakes import base_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.run import costs_keyed, of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority, charged_once
from tokenomics.reconciling.lines import Line, begun, bills_of
from tokenomics.reconciling.matching import Matched, matched
from tokenomics.reconciling.spreading import Key, spread, with_idle
from tokenomics.reconciling.usage import Metered, metered
from tokenomics.reconciling.words import remarks
from tokenomics.records.errors import ConfigError
from tokenomics.records.exchange import rates_told
from tokenomics.records.money import ZERO, round_fraction, total
from tokenomics.records.words import amount, many

KIND, TITLE = "billed", "Billed cost"
_BY = ("feature",)
_BILLING = "billing"
_TABLE = "tokenomics_billed"
NOBODY = "no usage"

COLUMNS = (
    Column("mark", "mark", f"{NOBODY}: what bills charge and no usage here caused."),
    Column("billed", "part", "What bills charge for the usage, with its part of credits and taxes."),
    Column("metered", "part", "What the usage costs that bills reach over, at the price book's prices."),
    Column("unbilled", "part", "What other usage costs, of which no bill of its provider and day is known.", "no bill of"),
)  # fmt: skip


def billed_costs(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,  # noqa: ARG001 - every analysis is handed it
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What was billed for the usage of each group of `query.by`, by feature where it is empty.

    Bills are spread over the usage that caused them, as `spreading` says; what none caused is a row of
    its own, and all rows sum to the bills. Raises InputError where the ledger has no bill of the period,
    ConfigError for periods among the dimensions, for filters and units, PriceError for a bill in a
    currency without a rate, and as `costs` does.
    """
    by = query.by or _BY
    _check(query, by)
    found = _asked(ledger, book, query, by, rules=rules, authority=authority, con=con)
    rows, report = found.rows, found.report
    none = (None,) * len(by)
    listed = [(*(of.key or none), of.mark, *of.amounts) for of in rows]
    whole = [total(amounts) for amounts in zip(*(of.amounts for of in rows), strict=True)]
    rest = next((of.billed for of in rows if of.mark), ZERO)
    told = (
        f"{amount(total(of.billed for of in rows), query.currency)} billed, of which"
        f" {amount(rest, query.currency)} no usage here caused"
    )
    return Listing(
        KIND, TITLE, (*names(by), *COLUMNS), limited(listed, query.limit), report, len(rows),
        total=(*none, None, *whole), sentences=(told,),
        remarks=found.remarks,
    )  # fmt: skip


class Billed(NamedTuple):
    """What a group is billed, and metered where bills reach and where they do not; without a key: nobody."""

    key: Key
    billed: Decimal
    metered: Decimal = ZERO
    unbilled: Decimal = ZERO

    @property
    def mark(self) -> str | None:
        """What a row without a group is."""
        return None if self.key else NOBODY

    @property
    def amounts(self) -> tuple[Decimal, Decimal, Decimal]:
        """The amounts in the order of the columns."""
        return self.billed, self.metered, self.unbilled


class _Found(NamedTuple):
    """The groups, the report of the usage behind them, and what limits both."""

    rows: list[Billed]
    report: CostReport
    remarks: tuple[str, ...]


def billed_groups(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    by: Sequence[str],
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> tuple[list[Billed], tuple[str, ...]]:
    """What each group is billed, what no usage caused last, and sentences about it. Raises as `billed_costs`."""
    _check(query, by)
    found = _asked(ledger, book, query, by, rules=rules, authority=authority, con=con)
    return found.rows, found.remarks


def _asked(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    by: Sequence[str],
    *,
    rules: Sequence[Attribution],
    authority: Sequence[Authority],
    con: Engine | None,
) -> _Found:
    with once(ledger, book, authority=authority, con=con) as (mine, counted):
        charges = charged_once(ledger)
        lines, rates = bills_of(mine, charges, book, query)
        apart = tuple(dict.fromkeys((*by, _BILLING)))
        daily = query._replace(by=("day", *apart), per=None, limit=None)
        kept = costs_keyed(mine, counted.relation, counted.used, book, daily, _TABLE, rules=rules)
        usage = [
            each._replace(
                key=each.key[: len(by)],
                on_capacity=each.key[apart.index(_BILLING)] == "provisioned",
            )
            for each in metered(mine, kept, book)
        ]
        base = base_of(mine, counted, book, query._replace(by=(), per=None, limit=None), rules)
        held = capacity(base, charges, kept.report, begun(query))
        sides = with_idle(_matched(lines, usage, query.tz), held.idle_of)
    plain = kept.report._replace(query=query, by=tuple(by), rows=(), row_count=0)
    report = of_ledger(plain, ledger, counted.overlaps)
    told = (
        *remarks(sides, report, (), query.currency), *_idle(held, query.currency),
        *rates_told("bills", rates),
    )  # fmt: skip
    return _Found(_rows(sides, usage), report, told)


def _matched(lines: Sequence[Line], usage: Sequence[Metered], tz: str) -> Matched:
    """The sides; of what was on capacity that bills charge none is beyond them."""
    sides = matched(lines, usage, tz)
    beyond = [each for each in usage if not sides.reaches(each)]
    elsewhere: dict[str, Fraction] = defaultdict(Fraction)
    for each in beyond:
        elsewhere[each.group.provider] += each.amount.cost or Fraction()
    return sides._replace(elsewhere=elsewhere)


def _idle(held: Capacity, currency: str) -> Iterator[str]:
    """What bought capacity cost in hours without a call, which nobody's usage caused."""
    if held.bought is None:
        return
    yield from held.remarks
    if held.idle is not None:
        yield (
            f"of {amount(held.bought, currency)} for provisioned capacity while calls were logged"
            f" {amount(held.idle, currency)} were idle: {many(int(held.empty), 'hour')} of {int(held.paid):,} had no call on it"
        )


def _check(query: CostQuery, by: Sequence[str]) -> None:
    for name in by:
        if dimension(name).part:
            raise ConfigError(f"--cost-basis billed is of a period: leave out {name}, or ask reconcile --by {name}")  # fmt: skip
    if query.where:
        raise ConfigError("--cost-basis billed spreads whole bills: leave out --where")
    if query.per:
        raise ConfigError(f"--cost-basis billed knows no --per {query.per}")


def _rows(sides: Matched, usage: Sequence[Metered]) -> list[Billed]:
    """The groups, the dearest first, and last what no usage caused."""
    spent = spread(sides, usage)
    within: dict[Key, Fraction] = defaultdict(Fraction)
    beyond: dict[Key, Fraction] = defaultdict(Fraction)
    for each in usage:
        (within if sides.reaches(each) else beyond)[each.key] += each.amount.cost or Fraction()
    rows = [
        Billed(
            key,
            spent.by_key.get(key, ZERO),
            *(round_fraction(of.get(key, Fraction())) for of in (within, beyond)),
        )
        for key in dict.fromkeys((*spent.by_key, *within, *beyond))
    ]
    rows.sort(key=lambda of: (-of.billed - of.unbilled, str(of.key)))
    return [*rows, *([Billed((), spent.rest)] if spent.rest else [])]
