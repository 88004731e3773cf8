"""Charts of a page: each drawn wide and narrow, with the words that say what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from tokenomics.analysis.listing import Listing
from tokenomics.charts import Look, pictures
from tokenomics.costing import CostReport
from tokenomics.report import charted

Rows = charted.Rows
Draw = Callable[..., dict[str, Any]]

# Pixels inside the axes: a desk's page, and a telephone's.
WIDE, NARROW = Look(width=880, height=250), Look(width=250, height=190)
# Charts that have names and words beside their bars have less room for these.
_ROWS_WIDE, _ROWS_NARROW = WIDE._replace(width=560), NARROW._replace(width=100)


class Figure(NamedTuple):
    """A chart for wide and one for narrow pages, what it shows in words, and how to read it."""

    wide: Markup
    narrow: Markup
    alt: str
    caption: str


def rows_of(shown: Listing) -> list[dict[str, Any]]:
    """A listing's rows as mappings of column to value."""
    names = [column.name for column in shown.columns]
    return [dict(zip(names, row, strict=True)) for row in shown.rows]


def days_of(report: CostReport) -> list[dict[str, Any]]:
    """The rows of costs by day as mappings."""
    return [{"day": row.key[0], "requests": row.requests, "cost": row.cost} for row in report.rows]


def figure(draw: Draw, rows: Rows, currency: str, alt: str, caption: str) -> Figure:
    """A chart of rows that stand below one another."""
    return _drawn(partial(draw, rows, currency), alt, caption, looks=(WIDE, NARROW))


def ranked(draw: Draw, rows: Rows, currency: str, alt: str, caption: str) -> Figure:
    """The same of a chart that has names beside its bars, and so less room for them."""
    return _drawn(partial(draw, rows, currency), alt, caption, looks=(_ROWS_WIDE, _ROWS_NARROW))


def _drawn(draw: Draw, alt: str, caption: str, *, looks: tuple[Look, Look]) -> Figure:
    wide, narrow = (_svg(draw(look=look)) for look in looks)
    return Figure(wide, narrow, alt, caption)


def _svg(spec: dict[str, Any]) -> Markup:
    """A picture as part of the page, in which the drawer has escaped every text.

    Its parts have no names for screen readers: the figure has one.
    """
    still = {**spec, "config": {**spec["config"], "aria": False}}
    return Markup(pictures.svg(still))  # noqa: S704 - texts are escaped, as a test shows
