"""The answer of an analysis: rows under declared columns, and sentences that say what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.costing import CostReport

# What the values of a column are, which decides how they are written:
# name   text that groups or names a row, None where none is stated
# text   a sentence
# count  a whole number, or a decimal one of a quantity
# money  an amount in the report's currency, each rounded for itself where it is shown
# part   an amount too, of rows that together are a whole: rounded so that what is shown adds up
# share  a fraction between 0 and 1, shown in percent
# number a measure without a currency, such as seconds or a multiple
# bar    a share that is drawn as a bar as well, above 1 where a limit is passed
# mark   a word that qualifies a row, such as `low`
What = Literal["name", "text", "count", "money", "part", "share", "bar", "number", "mark"]
Value = str | int | Decimal | None


class Column(NamedTuple):
    """A column of a listing: its name in data, what its values are, and what they mean.

    `head` stands above it in tables, else its name with spaces. A `spare` column is what a narrow
    terminal does without, the last first; what is `data_only` no table has.
    """

    name: str
    what: What
    doc: str
    head: str | None = None
    spare: bool = False
    data_only: bool = False

    @property
    def heading(self) -> str:
        """What stands above the column where people read it."""
        return self.head or self.name.replace("_", " ")


class Listing(NamedTuple):
    """Rows of values in the order of `columns`, and all that is known of the calls behind them.

    `kind` names the schema, `title` what is shown. `rows` are some of `row_count`. `total` is a row
    that sums the others, where they have a sum. `sentences` tell the result, `remarks` what limits
    it. `report` has the costs of the calls that were looked at: period, totals, coverage. `upright`
    writes a column a line, for rows of many figures. Names have `readable` characters before spare
    columns have room. An answer that is not `of_calls` has none behind it, so that nothing is said of
    how far their costs are known.
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    report: CostReport
    row_count: int
    total: tuple[Value, ...] | None = None
    sentences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    upright: bool = False
    readable: int = 8
    of_calls: bool = True


def names(by: Iterable[str]) -> tuple[Column, ...]:
    """The columns of the dimensions that a listing is by."""
    return tuple(Column(name, "name", "A dimension that the rows are grouped by.") for name in by)


def limited(rows: Sequence[tuple[Value, ...]], limit: int | None) -> tuple[tuple[Value, ...], ...]:
    """The first rows, all where there is no limit."""
    return tuple(rows if limit is None else rows[:limit])
