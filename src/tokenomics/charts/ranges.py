"""Figures with the range that each may lie in, as dots on lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.charts.spec import (
    BESIDE,
    NORMAL,
    Look,
    Spec,
    amounts,
    framed,
    label,
    named,
    number,
    rows,
)

_ROW = 28


class Range(NamedTuple):
    """A figure of a group, in words beside it; `low` and `high` are None where no range is known.

    `is_small` marks a sample that is too small to say much.
    """

    name: str
    value: Decimal
    words: str
    low: Decimal | None = None
    high: Decimal | None = None
    is_small: bool = False


def ranges(groups: Sequence[Range], title: str, look: Look = NORMAL) -> Spec:
    """A dot a group, in the order given, on a line from low to high; of a small sample it is hollow."""
    colours = look.palette
    shown = [
        {
            "row": row, "name": label(of.name), "value": number(of.value), "words": of.words,
            "low": number(of.low), "high": number(of.high), "small": of.is_small,
            "end": number(of.value if of.high is None else max(of.high, of.value)),
        }
        for row, of in enumerate(groups)
    ]  # fmt: skip
    axis = amounts(title)
    fill = {"condition": {"test": "datum.small", "value": colours.paper}, "value": colours.spent}
    body = {
        "encoding": {"y": rows()},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
                "mark": {"type": "rule", "strokeWidth": 2, "color": colours.quiet},
                "encoding": {"x": {**axis, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {
                    "type": "point", "size": 70, "stroke": colours.spent, "strokeWidth": 2,
                    "opacity": 1,
                },
                "encoding": {"x": {**axis, "field": "value"}, "fill": fill},
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 10},
                "encoding": {"x": {**axis, "field": "end"}, "text": {"field": "words"}},
            },
            named(look),
        ],
    }  # fmt: skip
    return framed(look._replace(height=max(len(groups), 1) * _ROW), body, shown, beside=BESIDE)
