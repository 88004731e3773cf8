"""A ledger's usage and bills as FOCUS rows, each token and each cent once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, costs_of
from tokenomics.costing.run import of_ledger
from tokenomics.costing.slices import slices_of
from tokenomics.engine import Engine
from tokenomics.focus import charges, usage
from tokenomics.focus.charges import Bills
from tokenomics.focus.columns import Version, written
from tokenomics.focus.files import write
from tokenomics.focus.row import Row
from tokenomics.focus.usage import Used
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority, charged_once
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, total
from tokenomics.records.words import amount, many

# What usage is attributed to, unless it is asked for by other dimensions.
TAGS = ("team", "feature", "environment")


@dataclass(frozen=True)
class Exported:
    """What becomes rows: lines of usage and of bills, and the report of the usage, which says what has no price."""

    used: Sequence[Used]
    bills: Bills
    report: CostReport

    @property
    def usage(self) -> Iterator[Row]:
        """The rows of usage, in order of time."""
        return usage.rows(self.used, self.report.query.currency, self.bills.covers)

    @property
    def charges(self) -> Iterator[Row]:
        """The rows of bills, in order of time."""
        return charges.rows(self.bills)

    def __iter__(self) -> Iterator[Row]:
        """All rows, in order of time; each is made when it is asked for."""
        return merge(self.usage, self.charges, key=lambda row: str(row["ChargePeriodStart"]))

    def write(self, path: Path, version: Version) -> None:
        """Write the rows to a CSV or Parquet file. Raises as `files.write` does."""
        write(path, written(version), self)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is in the rows, and what is not."""
        cost = amount(self.report.totals.cost or ZERO, self.report.query.currency)
        covered = sum(self.bills.covers(of.line) for of in self.used)
        told = (
            f"{many(len(self.used), 'row')} of usage, {cost}, of which bills cover {covered:,},"
            f" and {many(len(self.bills.charges), 'line')} of bills"
        )
        return told, *(f"left out, for it has no price: {words}" for words in self._unpriced())

    def _unpriced(self) -> Sequence[str]:
        return [
            f"{each.provider} {each.model or 'of no model'}: "
            + ", ".join(f"{quantity:,} {meter}" for meter, quantity in each.meters.items())
            + f" in {many(each.requests, 'request')} ({each.reason})"
            for each in self.report.unpriced
        ]


def exported(
    ledger: Ledger,
    books: tuple[Book, Book],
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Exported:
    """The rows of a ledger: usage by day in UTC, price and the query's dimensions, and each line of a bill.

    The books are the one that usage is charged at and the one of its list prices. The usage's ContractedCost
    and EffectiveCost sum exactly to the report's total. Raises ConfigError for a filter or a time among the
    dimensions, and as `costs` does.
    """
    dims = usage.dims_of(query.by or TAGS)
    _check(query, [d.name for d in dims[1:] if d.part])
    plain = query._replace(by=(), per=None, limit=None, tz=charges.UTC)
    with once(ledger, books[0], authority=authority, con=con, bills=False) as (mine, found):
        report = costs_of(mine, found.relation, found.used, books[0], plain, rules=rules)
        sliced = slices_of(mine, found.relation, found.used, books, plain, dims, rules=rules)
        lines = charges.charges_of(mine, charged_once(ledger), plain)
        report = of_ledger(report, ledger, found.overlaps)
    used = usage.used(sliced, dims)
    assert total(of.cost for of in used) == (report.totals.cost or ZERO), "as reported"
    bills = charges.bills_of(lines, used, books[0])
    return Exported(used, bills, report)


def _check(query: CostQuery, times: Sequence[str]) -> None:
    if times:
        raise ConfigError(f"FOCUS rows are by day: leave out {times[0]}")
    if query.where:
        raise ConfigError("lines of bills are of no team: leave out --where, and filter the rows")
