"""Shares of limits as bars, with what is expected beyond them and a line where the limit is."""

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

_ROW = 30
_LIMIT = 100


class Fill(NamedTuple):
    """How full a limit is, in percent, in words beside it; `ahead` is what is expected, None if unknown."""

    name: str
    share: Decimal
    words: str
    ahead: Decimal | None = None


def fills(limits: Sequence[Fill], title: str, look: Look = NORMAL) -> Spec:
    """A bar a limit: filled what is spent, hollow what is expected, a dotted line at 100 %."""
    colours = look.palette
    shown = [
        {
            "row": row, "name": label(of.name), "share": number(of.share), "words": of.words,
            "ahead": number(of.ahead), "end": number(max(of.share, of.ahead or of.share, Decimal(_LIMIT))),
        }
        for row, of in enumerate(limits)
    ]  # fmt: skip
    axis = amounts(title)
    line = {"type": "rule", "color": colours.limit, "strokeDash": [2, 3], "strokeWidth": 2}
    body = {
        "encoding": {"y": rows()},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.ahead)"}],
                "mark": {"type": "bar", "fill": colours.paper, "stroke": colours.ahead, "strokeWidth": 1},
                "encoding": {"x": {**axis, "field": "ahead"}},
            },
            {
                "mark": {"type": "bar", "fill": colours.spent},
                "encoding": {"x": {**axis, "field": "share"}},
            },
            {"mark": line, "encoding": {"x": {**axis, "datum": _LIMIT}, "y": {"value": 0}, "y2": {"value": "height"}}},
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
                "encoding": {"x": {**axis, "field": "end"}, "text": {"field": "words"}},
            },
            named(look),
        ],
    }  # fmt: skip
    return framed(look._replace(height=max(len(limits), 1) * _ROW), body, shown, beside=BESIDE)
