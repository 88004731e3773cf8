"""A budget's period as a picture: what is spent, what is expected, and the limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tokenomics.charts.palette import LIGHT

_WIDTH, _HEIGHT, _SCALE = 520, 200, 2
_INK, _GRID, _SPENT, _AHEAD, _LIMIT = LIGHT.ink, LIGHT.grid, LIGHT.spent, LIGHT.ahead, LIGHT.limit


class Point(NamedTuple):
    """The sum by the end of a day (an ISO date or instant): spent, or expected with its 80 % range."""

    at: str
    spent: float | None = None
    low: float | None = None
    expected: float | None = None
    high: float | None = None


def burn_chart(points: Sequence[Point], limit: float, currency: str) -> bytes | None:
    """A PNG of 520 x 200 points at twice the size; None without the extra `charts`, or with nothing to draw.

    Lines are told apart by dashes too, never by colour alone.
    """
    try:
        import vl_convert  # noqa: PLC0415 - eighty megabytes that only pictures need
    except ImportError:
        return None
    if len(points) < 2:
        return None
    return vl_convert.vegalite_to_png(_spec(points, limit, currency), scale=_SCALE)


def _spec(points: Sequence[Point], limit: float, currency: str) -> dict[str, Any]:
    """The chart in Vega-Lite: a band for the range, lines for sums, a rule for the limit."""
    x = {
        "field": "at", "type": "temporal", "title": None,
        "axis": {"format": "%-d %b", "grid": False, "labelOverlap": True},
    }  # fmt: skip
    y = {"type": "quantitative", "title": currency, "axis": {"format": ",.6~f", "tickCount": 5}}

    def line(field: str, colour: str, dash: list[int]) -> dict[str, Any]:
        mark = {"type": "line", "color": colour, "strokeWidth": 2, "strokeDash": dash}
        return {"mark": mark, "encoding": {"x": x, "y": {**y, "field": field}}}

    band = {
        "mark": {"type": "area", "color": _AHEAD, "opacity": 0.18},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    rule = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": _LIMIT, "strokeWidth": 1.5, "strokeDash": [2, 2]},
        "encoding": {"y": {"datum": limit}},
    }
    name = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": -6, "color": _LIMIT},
        "encoding": {
            "x": {"value": 0}, "y": {"datum": limit}, "text": {"value": f"limit {limit:,.2f}"},
        },
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH, "height": _HEIGHT, "background": LIGHT.paper, "padding": 12,
        "data": {"values": [_values(point) for point in points]},
        "layer": [
            band, rule, name, line("spent", _SPENT, [1, 0]), line("expected", _AHEAD, [6, 3]),
        ],
        "config": {
            "font": "sans-serif", "view": {"stroke": None},
            "axis": {"labelColor": _INK, "titleColor": _INK, "gridColor": _GRID, "domainColor": _GRID, "tickColor": _GRID},
        },
    }  # fmt: skip


def _values(point: Point) -> dict[str, Any]:
    return {name: value for name, value in point._asdict().items() if value is not None}
