"""What a replay comes to, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from tokenomics.records.money import EXACT
from tokenomics.records.words import amount, many, percent

_SHOWN = 3
# Nothing is compared, so that nothing is the same either.
NOTHING_PRICED = (
    "No call that costs anything has a price at every step: what this design saves is not known."
)
# A price by quantity is of all that is used, and parts of a world are priced one by one.
ALONE = (
    "prices by quantity: what a route asks again counts by itself, neither towards what the calls before it"
    " have used nor after it: its share of a free allowance or a step is not what it would be"
)


class LeftOut(NamedTuple):
    """Calls without a price: how many had none before, and of which models there is none after a step."""

    before: int
    after: Counter[str]


def result(was: Decimal, then: Decimal, currency: str) -> str:
    """What all steps together save, or cost more."""
    saved = EXACT.subtract(was, then)
    if not saved:
        return f"Under this design the calls would have cost the same: {amount(was, currency)}."
    share = f" ({percent(abs(saved), was)})" if was else ""
    which = "less" if saved > 0 else "MORE"
    return (
        f"Under this design {amount(was, currency)} would have been {amount(then, currency)}:"
        f" {amount(abs(saved), currency)}{share} {which}."
    )


def idle(steps: Iterable[str]) -> Iterator[str]:
    """Steps that change nothing, so that a name in one may be wrong."""
    for step in steps:
        yield f"{step}: no call is as it says, or all are so already: nothing is changed"


def left_out(of: LeftOut) -> Iterator[str]:
    """Calls that are in no figure for want of a price."""
    if of.before:
        yield f"{many(of.before, 'call')} without a price: in no figure of this table"
    if of.after:
        most = [f"{many(n, 'call')} of {name}" for name, n in of.after.most_common(_SHOWN)]
        more = len(of.after) - len(most)
        others = f" and {many(more, 'more model')}" if more else ""
        some = ", some of them or all" if of.after.total() > 1 else ""
        yield (
            f"{', '.join(most)}{others} would have no price under this design{some}: in no figure of this table;"
            " --pricebook or --prices-at may give them one"
        )
