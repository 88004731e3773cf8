"""A flow's usage by model and by how it was served, with the rates it was charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from tokenomics.books import Book, boundaries
from tokenomics.books.hours import Hours
from tokenomics.books.match import matches
from tokenomics.costing.keyed import Cell
from tokenomics.pricing import rate_of
from tokenomics.rate_keys import Cuts, RateKey, stated_context

STANDARD = "standard"
# A part of the week has two bits in a rate key.
_SIDES = 4

Model = tuple[str, str | None]


class Way(NamedTuple):
    """How calls were served, as far as prices depend on it; `hours` are parts of the week."""

    tier: str
    region: str | None = None
    variant: str | None = None
    billable: bool = True
    hours: tuple[tuple[Hours, int], ...] = ()


class Leaf(NamedTuple):
    """Usage whose prices differ by nothing but time; `step` is the least input of its context tier."""

    model: Model
    way: Way
    step: int = 0


class Metered(NamedTuple):
    """A quantity, and the rate of one unit: on average over a period, None where part of it has none."""

    quantity: Fraction
    rate: Fraction | None


class Use(NamedTuple):
    """What a number of requests used, by meter; what was not used has the rate it would have had."""

    requests: int
    meters: Mapping[str, Metered]


Uses = Mapping[Leaf, Use]


def uses(found: Iterable[Cell], book: Book, cuts: Cuts, meters: Collection[str]) -> Uses:
    """The usage of one flow by leaf, with these meters.

    Left out is what no rate explains or no request is known of: usage without a count of requests,
    and sums that cost what their source states.
    """
    of_leaf: dict[Leaf, list[Cell]] = defaultdict(list)
    for cell in found:
        if cell.counted and not cell.priced.as_stated:
            of_leaf[leaf_of(book, cuts, cell.priced.key)].append(cell)
    return {
        leaf: Use(
            sum(cell.requests for cell in cells), {name: _metered(cells, name) for name in meters}
        )
        for leaf, cells in of_leaf.items()
    }


def _metered(cells: Collection[Cell], meter: str) -> Metered:
    """A meter's quantity and its average rate: of what was used, else of the requests that might have."""
    used = [
        (Fraction(cell.quantities.get(meter) or 0), rate_of(cell.priced, meter)) for cell in cells
    ]
    quantity = sum((amount for amount, _ in used), Fraction())
    weighed = (
        used if quantity else [(Fraction(c.requests), rate_of(c.priced, meter)) for c in cells]
    )
    cost = Fraction()
    for weight, rate in weighed:
        if weight and rate is None:
            return Metered(quantity, None)
        cost += weight * Fraction(rate or 0)
    return Metered(quantity, cost / sum(weight for weight, _ in weighed))


def leaf_of(book: Book, cuts: Cuts, key: RateKey) -> Leaf:
    """What of a rate key is no time: the book's name of the model, the way, and its context tier.

    It is the same whatever other models a report has, whose prices cut time and contexts as well.
    """
    name = key.model or ""
    found = matches(book, key.provider, name)
    same = {match.model for match in found}
    bounds = boundaries(book, key.provider, name)
    stated = stated_context(key.context_tier)
    reached = (cuts.context[key.step - 1] if key.step else 0) if stated is None else stated
    hours = (
        (week.hours, key.hours // _SIDES**i % _SIDES)
        for i, week in enumerate(cuts.weeks)
        if week.hours in bounds.hours
    )
    way = Way(
        key.service_tier or STANDARD,
        next((match.region for match in found if match.region), key.region),
        key.variant,
        key.billable,
        tuple(hours),
    )
    model = key.provider, same.pop() if len(same) == 1 else key.model
    return Leaf(model, way, max((at for at in bounds.context if at <= reached), default=0))
