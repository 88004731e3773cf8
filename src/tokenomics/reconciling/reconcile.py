"""`tokenomics reconcile`: what was billed beside what was metered, and what the difference consists of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.run import costs_keyed, of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority, charged_once
from tokenomics.reconciling.difference import (
    NOTHING,
    PARTS,
    TOLERANCE,
    Difference,
    differences,
    status,
)
from tokenomics.reconciling.lines import bills_of
from tokenomics.reconciling.matching import matched
from tokenomics.reconciling.sides import Group
from tokenomics.reconciling.usage import metered
from tokenomics.reconciling.words import remarks, sentences
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.exchange import rates_told
from tokenomics.records.money import round_fraction

KIND, TITLE = "reconcile", "Billed and metered"
BY = ("provider", "model")
# What rows may be by: what bills and usage both tell.
DIMENSIONS = ("day", "month", "provider", "model")
_TABLE = "tokenomics_metered"

COLUMNS = (
    Column("status", "mark", "matched: within the tolerance; off; billed only; metered only."),
    Column("billed", "part", "What the bill's lines cost, credits and taxes included."),
    Column("metered", "part", "What the usage costs at the price book's prices."),
    Column("difference", "part", "What is billed less what is metered; the parts after it sum to it."),
    Column("share", "share", "The difference as a share of what is billed.", "of it"),
    *(Column(name, "part", doc, spare=True) for name, doc in PARTS.items()),
)  # fmt: skip


def reconcile(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,  # noqa: ARG001 - every analysis is handed it
    *,
    tolerance: Decimal = TOLERANCE,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What was billed beside what was metered, by provider and model or `query.by`.

    Lines of bills count by the day they begin on, in the query's time zone; usage counts where a bill of
    its provider reaches. The parts of each row sum exactly to its difference, and rows to the total.
    Raises InputError where the ledger has no bill of the period, ConfigError for dimensions and filters
    that bills do not tell, PriceError for a bill in a currency without a rate, and as `costs` does.
    """
    by, only = _by(query), _only(query)
    with once(ledger, book, authority=authority, con=con, bills=False) as (mine, found):
        lines, rates = bills_of(mine, charged_once(ledger), book, query)
        daily = query._replace(by=("day",), where=(), per=None, limit=None)
        kept = costs_keyed(mine, found.relation, found.used, book, daily, _TABLE, rules=rules)
        sides = matched(lines, metered(mine, kept, book), query.tz)
    found_differences, moved = differences(sides, book)
    picked = {group: of for group, of in found_differences.items() if _is_picked(group, only)}
    report = of_ledger(
        kept.report._replace(query=query, by=by, rows=(), row_count=0), ledger, found.overlaps
    )
    return _listing(
        by,
        query,
        report,
        picked,
        tolerance,
        (
            *remarks(
                sides, report, [each for each in moved if each.used in picked], query.currency
            ),
            *rates_told("bills", rates),
        ),
    )


def _by(query: CostQuery) -> tuple[str, ...]:
    for name in query.by:
        if name not in DIMENSIONS:
            dimension(name)
            raise ConfigError(f"bills do not tell {name}: {unknown('dimension', name, DIMENSIONS)}")
    return query.by or BY


def _only(query: CostQuery) -> tuple[tuple[str, str], ...]:
    for name, _ in query.where:
        if name.removesuffix("!") not in BY:
            raise ConfigError(
                f"bills do not tell {name.removesuffix('!')}: filter by provider or model"
            )
    return query.where


def _is_picked(group: Group, only: Iterable[tuple[str, str]]) -> bool:
    values = {"provider": group.provider, "model": group.model or ""}
    return all(
        (values[name.removesuffix("!")] == value) != name.endswith("!") for name, value in only
    )


def _listing(
    by: Sequence[str],
    query: CostQuery,
    report: CostReport,
    found: Mapping[Group, Difference],
    tolerance: Decimal,
    said: Iterable[str],
) -> Listing:
    groups: dict[tuple[str | None, ...], Difference] = defaultdict(lambda: NOTHING)
    for group, of in found.items():
        key = tuple(_value(group, name) for name in by)
        groups[key] = groups[key].plus(of)
    order = sorted(groups.items(), key=lambda each: (-abs(each[1].whole), str(each[0])))
    whole = NOTHING
    for _, of in order:
        whole = whole.plus(of)
    rows = [(*key, *_figures(of, tolerance)) for key, of in order]
    return Listing(
        KIND, TITLE, (*names(by), *_shown(whole)), limited(rows, query.limit), report, len(rows),
        total=(*(None for _ in by), *_figures(whole, tolerance)),
        sentences=tuple(sentences(by, [*order], whole, query.currency)),
        remarks=tuple(said), readable=18,
    )  # fmt: skip


def _shown(whole: Difference) -> tuple[Column, ...]:
    """The columns, of whose parts a narrow terminal has room for the greatest."""
    kept = sorted(PARTS, key=lambda name: -abs(whole.parts[name]))[:2]
    return tuple(
        column._replace(spare=False) if column.name in kept and whole.parts[column.name] else column
        for column in COLUMNS
    )


def _value(group: Group, name: str) -> str | None:
    if name == "day":
        return group.at.isoformat()
    if name == "month":
        return f"{group.at:%Y-%m}"
    return group.provider if name == "provider" else group.model


def _figures(of: Difference, tolerance: Decimal) -> tuple[Value, ...]:
    share = round_fraction(Fraction(of.whole) / Fraction(of.billed)) if of.billed else None
    return (status(of, tolerance), of.billed, of.metered, of.whole, share, *of.parts.values())
