"""The difference of a bill and what was metered, group by group, with parts that sum to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.shapley import in_decimals
from tokenomics.books import Book
from tokenomics.reconciling.lines import FX
from tokenomics.reconciling.matching import Matched
from tokenomics.reconciling.sides import Group, Side, cost_of
from tokenomics.reconciling.timing import Moved, late, timing_of
from tokenomics.reconciling.variance import (
    CACHE,
    DISCOUNT,
    PRICE,
    QUANTITY,
    TIER,
    UNPRICED,
    explained,
)
from tokenomics.records.money import EXACT, ZERO, round_fraction

TIMING, UNEXPLAINED = "timing", "unexplained"
# A difference of so large a part of the greater side is none.
TOLERANCE = Decimal("0.01")

PARTS = {
    QUANTITY: "Usage that is billed and not metered, or less than 0 metered and not billed, at the bill's shares and on average over the orders of the parts.",
    PRICE: "Other rates than the price book's for the same usage, before discounts that the bill states.",
    CACHE: "Other shares of the input from cache, or written to it.",
    TIER: "Other shares of service tiers.",
    DISCOUNT: "What the bill's lines are below its list prices, less than 0.",
    "credit": "Credits of the bill, less than 0.",
    "tax": "Taxes of the bill.",
    "commitment": "Fees of commitments and other purchases.",
    "correction": "Corrections and refunds.",
    FX: "What lines in another currency come to at the rates of `[fx]`, less what they do at the rates that the bill itself counted with.",
    TIMING: "Usage that is billed on another day than it was metered on, or not yet: less than 0 where it is billed later.",
    UNPRICED: "What is billed for usage that has no price here.",
    UNEXPLAINED: "What has no reason that bill and usage tell.",
}  # fmt: skip
# What lines of a bill are besides usage, by the part that they are.
_KINDS = {"refund": "correction"}


class Difference(NamedTuple):
    """What a group is billed and metered, and the parts of the difference, exact to 18 decimals."""

    billed: Decimal
    metered: Decimal
    parts: Mapping[str, Decimal]
    has_bill: bool
    has_usage: bool

    @property
    def whole(self) -> Decimal:
        """What is billed less what is metered."""
        return EXACT.subtract(self.billed, self.metered)

    def plus(self, other: Difference) -> Difference:
        """Both together."""
        return Difference(
            EXACT.add(self.billed, other.billed),
            EXACT.add(self.metered, other.metered),
            {name: EXACT.add(self.parts[name], other.parts[name]) for name in PARTS},
            self.has_bill or other.has_bill,
            self.has_usage or other.has_usage,
        )


NOTHING = Difference(ZERO, ZERO, dict.fromkeys(PARTS, ZERO), has_bill=False, has_usage=False)


def differences(sides: Matched, book: Book) -> tuple[dict[Group, Difference], tuple[Moved, ...]]:
    """The difference of each group, and what is billed later than it was used."""
    placed, moved = late(sides.used, sides.billed)
    shifted = timing_of(moved)
    others: dict[Group, dict[str, Decimal]] = defaultdict(dict)
    for (group, kind), amount in sides.besides.items():
        name = _KINDS.get(kind, kind if kind in PARTS else UNEXPLAINED)
        others[group][name] = EXACT.add(others[group].get(name, ZERO), amount)
    found: dict[Group, Difference] = {}
    for group in dict.fromkeys((*sides.billed, *sides.used, *others, *placed)):
        used, billed = sides.used.get(group, {}), sides.billed.get(group, {})
        parts = dict(explained(used, _without_lists(placed.get(group, {}), book)))
        parts[TIMING] = shifted.get(group, Fraction())
        lines = others.get(group, {})
        for name, amount in lines.items():
            parts[name] = parts.get(name, Fraction()) + Fraction(amount)
        whole = cost_of(billed) + sum(map(Fraction, lines.values()), Fraction())
        tells = sides.telling.get(group.provider)
        is_last = tells is not None and group.at == tells.last and not tells.by_month
        found[group] = _difference(whole, cost_of(used), parts, is_last=is_last)._replace(
            has_bill=bool(billed or lines), has_usage=bool(used)
        )
    return found, moved


def _without_lists(side: Side, book: Book) -> Side:
    """The bill's side; beside a contract's prices its discounts are part of its rates."""
    if book.basis != "contract":
        return side
    return {way: of._replace(listed=None) for way, of in side.items()}


def _difference(
    billed: Fraction, metered_cost: Fraction, parts: dict[str, Fraction], *, is_last: bool
) -> Difference:
    """The difference with all its parts; what the last day of a bill lacks is a matter of time."""
    both = round_fraction(billed), round_fraction(metered_cost)
    whole = EXACT.subtract(*both)
    left = Fraction(whole) - sum(parts.values(), Fraction())
    parts[UNEXPLAINED] = parts.get(UNEXPLAINED, Fraction()) + left
    if is_last:
        for name in (QUANTITY, UNEXPLAINED):
            if parts.get(name, 0) < 0:
                parts[TIMING] += parts.pop(name)
    every = {name: parts.get(name, Fraction()) for name in PARTS}
    return Difference(*both, in_decimals(every, whole), has_bill=True, has_usage=True)


def status(of: Difference, tolerance: Decimal) -> str:
    """Whether both sides are one within a share of the greater of them, or which side there is."""
    if of.has_bill and of.has_usage:
        greater = max(abs(of.billed), abs(of.metered))
        return "matched" if abs(of.whole) <= EXACT.multiply(greater, tolerance) else "off"
    return "billed only" if of.has_bill else "metered only"
