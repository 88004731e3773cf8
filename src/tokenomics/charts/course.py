"""Spending over time: day by day, and summed up towards what may be spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tokenomics.charts.spec import NORMAL, Look, Spec, amounts, days, framed, label, number

SPENT, AHEAD, BAND = "spent", "expected", "80 % range"
_BAND_SHOWN = 0.22
# Dashes by series: what is known is drawn through.
_SOLID, _DASHED, _DOTTED = [1, 0], [6, 4], [2, 3]


class Day(NamedTuple):
    """A day (ISO date): what it cost, what is still expected of it, and the sums up to its end.

    Of a day that is over `low`, `total` and `high` are the same; None where nothing is known.
    """

    day: str
    spent: Decimal | None = None
    expected: Decimal | None = None
    low: Decimal | None = None
    total: Decimal | None = None
    high: Decimal | None = None


class Limit(NamedTuple):
    """What may be spent, and what it is called: `budget 1,200.00 USD`."""

    amount: Decimal
    words: str


def course(way: Sequence[Day], currency: str, limit: Limit | None = None, look: Look = NORMAL) -> Spec:  # fmt: skip
    """The sum by the end of each day: spent as a line, expected dashed in a band, the limit dotted."""
    colours = look.palette
    series = {SPENT: (colours.spent, _SOLID)}
    if any(day.expected is not None for day in way):
        series[AHEAD] = (colours.ahead, _DASHED)
    if limit is not None:
        series[label(limit.words)] = (colours.limit, _DOTTED)
    y = amounts(currency)
    layers: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "area", "color": colours.ahead, "opacity": _BAND_SHOWN},
            "encoding": {
                "x": days(len(way), room=look.width), "y": {**y, "field": "low"}, "y2": {"field": "high"},
            },
        },
        {
            "transform": [{"filter": "isValid(datum.sum)"}],
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {
                "x": days(len(way), room=look.width), "y": {**y, "field": "sum"}, **_told_apart(series, look),
            },
        },
    ]  # fmt: skip
    return framed(look, {"layer": layers}, list(_points(way, limit)))


def _told_apart(series: Mapping[str, tuple[str, list[int]]], look: Look) -> Spec:
    """The channels by which series differ, colour and dashes, in one legend above the chart."""
    names = list(series)
    legend = {"orient": "top", "title": None, "columns": 1 if look.width < 400 else 3}
    of = {"field": "series", "type": "nominal", "title": None, "legend": legend}
    return {
        "color": {**of, "scale": {"domain": names, "range": [series[name][0] for name in names]}},
        "strokeDash": {**of, "scale": {"domain": names, "range": [series[name][1] for name in names]}},
    }  # fmt: skip


def _points(way: Sequence[Day], limit: Limit | None) -> Iterator[dict[str, Any]]:
    """A row a day and series; what is ahead begins where what is spent ends."""
    known = [day for day in way if day.expected is None and day.total is not None]
    for day in known:
        yield {"day": day.day, "series": SPENT, "sum": number(day.total)}
    ahead = [day for day in way if day.expected is not None]
    for day in [*known[-1:], *ahead] if ahead else []:
        yield {
            "day": day.day, "series": AHEAD, "sum": number(day.total),
            "low": number(day.low), "high": number(day.high),
        }  # fmt: skip
    if limit is not None and way:
        for day in (way[0], way[-1]):
            yield {"day": day.day, "series": label(limit.words), "sum": number(limit.amount)}


def daily(way: Sequence[Day], currency: str, look: Look = NORMAL) -> Spec:
    """A bar a day: what it cost, filled, and what is still expected of it, hollow on top."""
    colours = look.palette
    shown = [
        {"day": day.day, "kind": kind, "order": order, "amount": number(amount)}
        for day in way
        for order, (kind, amount) in enumerate(((SPENT, day.spent), (AHEAD, day.expected)))
        if amount is not None
    ]
    kinds = [SPENT, AHEAD] if any(day.expected is not None for day in way) else [SPENT]
    legend = {"orient": "top", "title": None} if len(kinds) > 1 else None
    fills, strokes = [colours.spent, colours.paper], [colours.spent, colours.ahead]
    of = {"field": "kind", "type": "nominal", "title": None, "legend": legend}
    x = {**days(len(way), room=look.width), "bandPosition": 0.5}
    body = {
        "mark": {"type": "bar", "strokeWidth": 1, "width": {"band": 0.75}},
        "encoding": {
            "x": x, "y": {**amounts(currency), "field": "amount", "stack": "zero"},
            "order": {"field": "order"},
            "fill": {**of, "scale": {"domain": kinds, "range": fills[: len(kinds)]}},
            "stroke": {**of, "scale": {"domain": kinds, "range": strokes[: len(kinds)]}},
        },
    }  # fmt: skip
    return framed(look, body, shown)
