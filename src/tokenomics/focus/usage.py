"""Usage as FOCUS rows: a row a day, price and meter, and value of each dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import MeterRate, Rate
from tokenomics.books.rates import STANDARD
from tokenomics.costing.others import PREFIX
from tokenomics.costing.slices import Slice
from tokenomics.dimensions import Dimension, dimension
from tokenomics.focus.columns import AI, GENERATIVE
from tokenomics.focus.row import Costs, Prices, Row, Whose, day_of, json_of, moved, row_of
from tokenomics.focus.units import PIECE, unit_of
from tokenomics.records.meters import BY_NAME, is_token
from tokenomics.records.money import EXACT, ZERO

# What every slice is told apart by, besides what its price depends on.
_FIXED = (
    dimension("day"),
    Dimension("account", ("scope_id",), "The account that is billed."),
    dimension("project"),
    dimension("billing"),
    Dimension("token_basis", ("token_basis",), "Whether counts are reported."),
)
# What a row's columns have already: no dimension of a tag.
_KNOWN = {d.name for d in _FIXED} | {"provider", "model", "service_tier", "region", "variant"}


class Line(NamedTuple):
    """Usage of a day that has one price: what a row is of."""

    day: date
    account: str | None
    project: str | None
    billing: str | None
    basis: str | None
    tags: tuple[tuple[str, str | None], ...]
    provider: str
    model: str | None
    tier: str | None
    region: str | None
    variant: str | None
    meter: str | None
    unit: str | None
    found: MeterRate | None
    rate: Decimal | None
    listed: Decimal | None
    # Buckets of one stated cost are not joined: each is the unit of its own price.
    stated: Decimal | None = None

    @property
    def priced_meter(self) -> str | None:
        """The meter whose rate it is charged at."""
        return self.found.rate.meter if self.found else self.meter


class Used(NamedTuple):
    """A line of usage with its quantity and cost."""

    line: Line
    quantity: Decimal
    cost: Decimal


def dims_of(by: Sequence[str]) -> list[Dimension]:
    """The dimensions to slice usage by: the fixed ones, and those that become tags.

    Raises ConfigError for an unknown one.
    """
    return [*_FIXED, *(d for d in map(dimension, dict.fromkeys(by)) if d.name not in _KNOWN)]


def used(slices: Iterable[Slice], dims: Sequence[Dimension]) -> list[Used]:
    """The lines of some slices that have a cost, in order of time; what has no rate is left out.

    A count of requests is a line only where it is charged.
    """
    sums: dict[Line, Used] = {}
    for each in slices:
        cost = each.cost
        if cost is None or (each.meter == "requests" and not cost):
            continue
        line = _line(each, dims)
        before = sums.get(line, Used(line, ZERO, ZERO))
        sums[line] = Used(
            line, EXACT.add(before.quantity, Decimal(each.quantity)), EXACT.add(before.cost, cost)
        )
    return sorted(sums.values(), key=lambda of: _order(of.line))


def _order(line: Line) -> tuple[object, ...]:
    """By day, then by everything that tells lines apart, as text: what is absent before all else."""
    parts = (
        line.provider, line.model, line.meter, line.tier, line.region, line.variant, line.account, line.project,
        line.billing, line.basis, line.unit, *(value for _, value in line.tags), line.rate, line.listed,
        line.stated, line.found and line.found.rate.context_min, line.found and line.found.rate.hours,
        line.found and line.found.assumed, line.found and line.found.rate.undated,
    )  # fmt: skip
    return line.day, *("" if part is None else str(part) for part in parts)


def _line(of: Slice, dims: Sequence[Dimension]) -> Line:
    day, account, project, billing, basis, *rest = of.key
    tags = zip((d.name.removeprefix("tag:") for d in dims[len(_FIXED) :]), rest, strict=True)
    found = of.found and of.found._replace(rate=_price_of(of.found.rate))
    return Line(
        date.fromisoformat(str(day)), account, project, billing, basis, tuple(tags), of.at.provider,
        of.at.model, of.at.service_tier, of.at.region, of.at.variant, of.meter, of.unit, found,
        of.rate, of.listed, of.stated if of.meter is None else None,
    )  # fmt: skip


def _price_of(rate: Rate) -> Rate:
    """A rate without what no price is told apart by, so that days on both sides of an edge are alike."""
    return rate._replace(start=None, end=None, end_expected=None, source="", note="", disputed="")


def rows(lines: Iterable[Used], currency: str, is_covered: Callable[[Line], bool]) -> Iterator[Row]:
    """A row a line. What a bill covers is charged by the bill's own rows; all else is an estimate."""
    for of in lines:
        covered, (prices, listed) = is_covered(of.line), _prices(of)
        costs = Costs(ZERO if covered else of.cost, listed, of.cost, of.cost)
        yield _row(of, costs, prices, currency, is_estimated=not covered)


def _prices(of: Used) -> tuple[Prices, Decimal]:
    """Quantity and unit prices of a line, and its cost by list: by contract where no list price is known."""
    line = of.line
    if line.rate is None:
        return Prices(Decimal(1), PIECE.priced, of.cost, of.cost), of.cost
    unit = unit_of(line.meter, line.unit)
    rates = [line.rate if line.listed is None else line.listed, line.rate]
    prices = Prices(
        moved(of.quantity, -unit.power), unit.priced, *(moved(rate, unit.power) for rate in rates)
    )
    return prices, EXACT.multiply(of.quantity, rates[0])


def _row(of: Used, costs: Costs, prices: Prices, currency: str, *, is_estimated: bool) -> Row:
    line, unit = of.line, unit_of(of.line.meter, of.line.unit)
    words = _words(line.meter)
    return row_of(
        costs, prices, day_of(line.day), Whose(line.provider, line.account, line.region, currency),
        ChargeCategory="Usage", ChargeFrequency="Usage-Based", PricingCategory="Standard",
        ChargeDescription=f"{words} of {line.model or 'an unnamed model'}",
        ConsumedQuantity=of.quantity, ConsumedUnit=unit.consumed,
        ServiceCategory=AI, ServiceSubcategory=GENERATIVE, ServiceName=f"{line.provider} API",
        SkuId=_sku(line), SkuMeter=words, SkuPriceId="/".join([_sku(line), *_variant(line)]),
        SkuPriceDetails=json_of(_details(line)), SubAccountId=line.project, SubAccountName=line.project,
        Tags=json_of(dict(line.tags)),
        x_Billing=line.billing, x_Estimated=is_estimated, x_LineKind="usage",
        x_ListAssumed=line.rate is not None and line.listed is None, x_Meter=line.meter, x_Model=line.model,
        x_RateAssumed=line.found is not None and line.found.assumed,
        x_RateUndated=line.found is not None and line.found.rate.undated,
        x_ServiceTier=line.tier, x_TokenBasis=line.basis,
    )  # fmt: skip


def _words(meter: str | None) -> str:
    """A meter as bills name it."""
    if meter is None:
        return "All Tokens"
    return BY_NAME[meter].focus if meter in BY_NAME else meter.removeprefix(PREFIX)


def _sku(line: Line) -> str:
    return "/".join([line.provider, line.model or "", line.meter or "all"])


def _variant(line: Line) -> Iterable[str]:
    """What tells the price of a meter apart from its others."""
    if line.found is None:
        yield "as-stated" if line.meter is None else "not-billed"
        return
    rate = line.found.rate
    yield rate.service_tier or STANDARD
    if rate.context_min:
        yield f"from-{rate.context_min}"
    yield from (part for part in (rate.region, rate.variant, rate.hours) if part)


def _details(line: Line) -> dict[str, str | None]:
    """What the drafts of FOCUS for AI say of a price, under names of our own until they are part of it."""
    if not is_token(line.meter or ""):
        return {"x_ModelId": line.model}
    meter = BY_NAME[line.meter or ""]
    direction = {"input": "Input", "output": "Output"}.get(meter.side)
    return {
        "x_ModelId": line.model,
        "x_TokenDirection": direction,
        "x_TokenCacheAction": _cache_action(meter.name) if meter.side == "input" else None,
    }


def _cache_action(meter: str) -> str:
    if meter.startswith("cache_read"):
        return "Read"
    return "Write" if meter.startswith("cache_write") else "Uncached"
