"""`tk.plot`: charts of the library's answers, for notebooks, slides and mail.

    tk.plot.spend(tk.forecast(ledger, by="day"), budget="1200 USD")
    tk.plot.groups(tk.costs(ledger, by="feature"))

Every function takes the frame of a question and returns an altair chart in light or, with
`dark=True`, in dark colours, which are told apart with every kind of colour vision. `svg` and `png`
make pictures of a chart without a network. All need the extra `charts`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from tokenomics.charts import DARK, LIGHT, Look, pictures
from tokenomics.records.errors import ConfigError
from tokenomics.report import charted

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

__all__ = [
    "budgets",
    "days",
    "designs",
    "drivers",
    "groups",
    "png",
    "reconcile",
    "spend",
    "success",
    "svg",
    "waste",
]

_WIDTH = 640


class Style(TypedDict, total=False):
    """How a chart looks: the `currency` of its frame, by default USD, its `width` in pixels, and `dark` colours."""

    currency: str
    width: int
    dark: bool


def spend(
    frame: pl.DataFrame, *, budget: str | Decimal | None = None, **style: Unpack[Style]
) -> alt.Chart:
    """Spending over time, of `tk.forecast(ledger, by="day")` or `tk.costs(ledger, by="day")`.

    Of a forecast the sum by each day, with what is expected, its range of 80 % and the line of a
    `budget` (`"1200 USD"`); of costs a bar a day. Raises InputError for another frame.
    """
    return _chart(partial(charted.spending, budget=budget), frame, style)


def days(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """A bar a day, of the same frames as `spend`: what it cost and what is still expected of it."""
    return _chart(charted.by_day, frame, style)


def groups(frame: pl.DataFrame, *, most: int = charted.MOST, **style: Unpack[Style]) -> alt.Chart:
    """The dearest groups of `tk.costs(ledger, by=...)`, a bar each; those after `most` are one."""
    return _chart(partial(charted.groups, most=most), frame, style)


def success(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """What a success costs, of `tk.quality(ledger)`: a dot on its range of 95 %, hollow for a small sample."""
    return _chart(charted.successes, frame, style)


def drivers(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """What changed the cost, of `tk.drivers(ledger)`: from before to now, factor by factor."""
    return _chart(charted.changes, frame, style)


def waste(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """What is at stake, of `tk.waste(ledger)`: a bar a finding. Findings overlap, so bars do not add up."""
    return _chart(charted.stakes, frame, style)


def designs(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """What a design comes to, of `tk.whatif(ledger, ...)`: from what calls cost to what they would have, step by step."""
    return _chart(charted.designs, frame, style)


def reconcile(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """From metered to billed, of `tk.reconcile(ledger)`: what explains the difference."""
    return _chart(charted.variance, frame, style)


def budgets(frame: pl.DataFrame, **style: Unpack[Style]) -> alt.Chart:
    """How much of each budget is spent and expected to be, of `tk.budgets(ledger)`, in percent of its limit."""
    return _chart(charted.used, frame, style)


def svg(chart: alt.Chart) -> str:
    """A chart as SVG, for pages and Markdown; its letters stay text."""
    return pictures.svg(chart.to_dict())


def png(chart: alt.Chart, *, scale: float = 2) -> bytes:
    """A chart as PNG, for mail and slides; `scale` dots a pixel."""
    return pictures.png(chart.to_dict(), scale=scale)


def _chart(draw: Callable[..., dict[str, Any]], frame: pl.DataFrame, style: Style) -> alt.Chart:
    try:
        import altair as alt  # noqa: PLC0415 - half a second, which charts alone need
    except ImportError:
        raise ConfigError("charts need altair: pip install 'tokenomics-finops[charts]'") from None
    colours = DARK if style.get("dark") else LIGHT
    look = Look(width=style.get("width", _WIDTH), palette=colours)
    return alt.Chart.from_dict(draw(frame.to_dicts(), style.get("currency", "USD"), look=look))
