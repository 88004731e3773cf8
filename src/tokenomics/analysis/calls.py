"""A ledger's calls in the engine, each once and with its cost, for analyses to query."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.run import costs_each, of_ledger
from tokenomics.dimensions import Dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority, Counted


class Calls(NamedTuple):
    """A connection whose table `costing.each.EACH` has the calls, and the report of them all.

    `is_empty` says that there are none, and so no table. `found` is the usage that they are of, for
    whatever is to be priced otherwise.
    """

    con: Engine
    report: CostReport
    found: Counted

    @property
    def is_empty(self) -> bool:
        """Whether no call was found."""
        return self.report.first is None


def task_of(query: CostQuery) -> Dimension:
    """The task of a call as a dimension: the first of the query's columns of tasks that it states."""
    return Dimension("task", query.task_ids, "The task that the call is of.", many=True)


@contextmanager
def priced_calls(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    columns: Mapping[str, Dimension | str],
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Generator[Calls]:
    """The calls that a query asks for, in the engine with `columns`, as `costs_each` takes them.

    Raises as `costs` does.
    """
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        report = costs_each(mine, found.relation, found.used, book, query, columns, rules=rules)
        yield Calls(mine, of_ledger(report, ledger, found.overlaps), found)
