"""What all charts have in common: their size, their axes, and how letters and lines look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.charts.palette import LIGHT, Palette
from tokenomics.records.escape import printable, shorten

Spec = dict[str, Any]

_LABEL = 240
BESIDE = 16
# Axes in plain figures, not in 1k: `0.0012`, `1,200`.
FIGURES = ",.6~f"


class Look(NamedTuple):
    """The width of a chart's inside in pixels, its height where it has no rows, and its colours.

    `letters` is the size of its texts.
    """

    width: int = 640
    height: int = 240
    palette: Palette = LIGHT
    letters: int = 12


NORMAL = Look()


def number(value: Decimal | float | None) -> float | None:
    """An exact figure as the place it is drawn at."""
    return None if value is None else float(value)


def label(text: str) -> str:
    """A name as a chart shows it: without control characters, its middle left out where it is long."""
    return shorten(printable(text), 48)


def framed(
    look: Look, body: Mapping[str, Any], values: Sequence[Mapping[str, Any]], *, beside: int = 0
) -> Spec:
    """A chart of layers or marks over rows of data, in the look asked for.

    `beside` is room at its sides for names and words that other letters than ours make wider.
    """
    colours = look.palette
    letters = {"labelFontSize": look.letters, "titleFontSize": look.letters}
    return {
        "width": look.width,
        "height": look.height,
        "background": colours.paper,
        "padding": {"left": 8 + beside, "right": 8 + beside, "top": 8, "bottom": 8},
        "data": {"values": [dict(row) for row in values]},
        **body,
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "text": {"fontSize": look.letters, "color": colours.ink},
            "axis": {
                **letters, "labelColor": colours.quiet, "titleColor": colours.quiet,
                "titleFontWeight": "normal", "gridColor": colours.grid, "domainColor": colours.grid,
                "tickColor": colours.grid, "labelLimit": _LABEL,
            },
            "legend": {
                **letters, "labelColor": colours.ink, "titleColor": colours.quiet,
                "labelLimit": look.width - 40, "symbolStrokeWidth": 2.5, "symbolSize": 300,
            },
        },
    }  # fmt: skip


def amounts(title: str, *, grid: bool = True) -> Spec:
    """The channel of an axis of amounts, with few lines and the currency for a title."""
    axis = {
        "format": FIGURES, "tickCount": 5, "grid": grid, "domain": False, "ticks": False,
        "labelPadding": 6, "labelSeparation": 8,
    }  # fmt: skip
    return {"type": "quantitative", "title": title, "axis": axis}


def days(number_of: int, *, room: int) -> Spec:
    """The channel of an axis of so many days, which are the same days in every time zone.

    Few days are all named, once: by a mere number of ticks one day would be named at noon too.
    """
    most = max(room // 70, 4)
    ticks = most if number_of > most else {"interval": "day", "step": 1}
    axis = {
        "format": "%-d %b", "grid": False, "labelOverlap": True, "tickCount": ticks,
        "labelFlush": False,
    }  # fmt: skip
    return {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": None, "axis": axis}  # fmt: skip


def rows(*, padding: float = 0.35) -> Spec:
    """The channel of rows by their number, which `named` gives names: two may be called the same."""
    return {
        "field": "row", "type": "ordinal", "sort": "ascending", "axis": None,
        "scale": {"paddingInner": padding, "paddingOuter": padding / 2},
    }  # fmt: skip


def named(look: Look) -> Spec:
    """The layer that writes each row's `name` left of it, cut where it is longer than a third of the width and 140 pixels."""
    return {
        "mark": {
            "type": "text", "align": "right", "baseline": "middle", "dx": -8,
            "limit": max(look.width // 3, 140),
        },
        "encoding": {"x": {"value": 0}, "text": {"field": "name", "type": "nominal"}},
    }  # fmt: skip
