"""Groups by what they cost, as bars: the longest first, each with its amount."""

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

_ROW = 26


class Bar(NamedTuple):
    """A group: its name, its amount, and the amount in words, which stands beside the bar.

    `is_rest` marks what is no single group, such as all others together.
    """

    name: str
    amount: Decimal
    words: str
    is_rest: bool = False


def bars(groups: Sequence[Bar], currency: str, look: Look = NORMAL) -> Spec:
    """A bar a group, in the order given; a rest is hollow."""
    colours = look.palette
    shown = [
        {
            "row": row, "name": label(bar.name), "amount": number(bar.amount), "words": bar.words,
            "rest": bar.is_rest,
        }
        for row, bar in enumerate(groups)
    ]  # fmt: skip
    fill = {"condition": {"test": "datum.rest", "value": colours.paper}, "value": colours.spent}
    x = {**amounts(currency), "field": "amount"}
    beside = {"type": "text", "align": "left", "baseline": "middle", "dx": 6}
    body = {
        "encoding": {"y": rows()},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": colours.spent, "strokeWidth": 1},
                "encoding": {"x": x, "fill": fill},
            },
            {"mark": beside, "encoding": {"x": x, "text": {"field": "words"}}},
            named(look),
        ],
    }  # fmt: skip
    return framed(look._replace(height=max(len(groups), 1) * _ROW), body, shown, beside=BESIDE)
