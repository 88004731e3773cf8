"""From one amount to another, step by step: what each part of a change adds or takes away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

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
from tokenomics.records.money import EXACT, ZERO

_ROW = 28


class Step(NamedTuple):
    """A part of a change, or with `is_whole` an amount that begins or ends one; in words beside it."""

    name: str
    amount: Decimal
    words: str
    is_whole: bool = False


def bridge(steps: Sequence[Step], currency: str, look: Look = NORMAL) -> Spec:
    """A bar a step, each from where the one before it ended; wholes stand on nothing.

    What adds and what takes away differ in colour and in the sign of their words.
    """
    colours = look.palette
    shown = list(_placed(steps))
    fill = {
        "condition": [
            {"test": "datum.kind == 'whole'", "value": colours.whole},
            {"test": "datum.kind == 'more'", "value": colours.more},
        ],
        "value": colours.less,
    }  # fmt: skip
    x = amounts(currency)
    body = {
        "encoding": {"y": rows()},
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x": {**x, "field": "from", "scale": {"zero": True}},
                    "x2": {"field": "to"}, "fill": fill,
                },
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6},
                "encoding": {"x": {**x, "field": "right"}, "text": {"field": "words"}},
            },
            named(look),
        ],
    }  # fmt: skip
    return framed(look._replace(height=max(len(shown), 1) * _ROW), body, shown, beside=BESIDE)


def _placed(steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    at = ZERO
    for row, step in enumerate(steps):
        start = ZERO if step.is_whole else at
        at = EXACT.add(start, step.amount)
        kind = "whole" if step.is_whole else "more" if step.amount > 0 else "less"
        yield {
            "row": row, "name": label(step.name), "words": step.words, "kind": kind,
            "from": number(start), "to": number(at), "right": number(max(start, at)),
        }  # fmt: skip
