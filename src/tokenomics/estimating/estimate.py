"""What one request will cost with a model, before it is made: what is expected, and at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books import Book, Call, Quote, quote, why_unpriced
from tokenomics.costing.coverage import Unpriced
from tokenomics.estimating.counting import How
from tokenomics.estimating.shapes import Asked
from tokenomics.estimating.uses import OPEN, Note, Plan, Use, use_of
from tokenomics.guard.naming import NOBODY, alike
from tokenomics.guard.prices import Size, ceiling, tariff_of
from tokenomics.guard.units import amount_of
from tokenomics.pricing import check_currency
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import NO_RATES, Exchange
from tokenomics.records.money import EXACT, total

# A request's word for any tier; what is expected is the plainest.
_ANY_TIER = "auto"


class Prices(NamedTuple):
    """What is asked for prices: a book, an instant, and the currency of amounts."""

    book: Book
    at: datetime
    currency: str = "USD"
    exchange: Exchange = NO_RATES


class Estimate(NamedTuple):
    """What a request will use and cost. Amounts are in `currency`; None is unknown, never nothing.

    `input_tokens` are counted as `counted` says: `exact` by the model's own encoding, `ratio` by
    another one times a ratio, `bytes` by their size. `output_tokens` are those expected, None where
    neither the request nor anybody says it. The `_high` ones are the most that there can be.
    `input_cost`, `output_cost` and their sum `cost` are what has a price; without `output_tokens`
    that is the prompt alone. `cost_high` is the most that the request may cost, at the dearest rates
    that may apply, as a guard would reserve it. `unpriced` tells what has no price and why, `notes`
    what else limits the estimate.
    """

    provider: str
    model: str
    counted: How
    input_tokens: int
    input_tokens_high: int
    output_tokens: int | None
    output_tokens_high: int | None
    input_cost: Decimal | None
    output_cost: Decimal | None
    cost: Decimal | None
    cost_high: Decimal | None
    currency: str
    unpriced: Unpriced | None = None
    notes: frozenset[Note] = frozenset()
    meters: Mapping[str, int] = MappingProxyType({})
    context_from: int = 0
    is_undated: bool = False
    is_assumed: bool = False


def estimate(asked: Asked, model: tuple[str, str], plan: Plan, prices: Prices) -> Estimate:
    """What a request costs with a model of a provider; `model` is as `naming.meant` has it.

    Raises PriceError where a rate is in another currency and no exchange rate is known.
    """
    use = use_of(asked, model, plan, prices.book)
    answer = _answer(use, prices)
    generated = {"output": use.generated} if use.generated else {}
    meters = {**use.sent, **generated}
    paid_in, paid_out = _cost(answer, use.sent), _cost(answer, generated)
    missing = _unpriced(answer, use, meters)
    rates = [found for name, found in answer.rates.items() if name in meters]
    return Estimate(
        provider=answer.provider or use.kind.provider,
        model=answer.model or use.kind.model,
        counted=use.how,
        input_tokens=use.context,
        input_tokens_high=use.sent_high,
        output_tokens=use.generated,
        output_tokens_high=use.generated_high,
        input_cost=paid_in,
        output_cost=None if use.generated is None else paid_out,
        cost=total((paid_in, paid_out)) if paid_in is not None else None,
        cost_high=None if missing else _most(use, prices),
        currency=prices.currency,
        unpriced=missing and _with_names(missing, prices.book),
        notes=use.notes,
        meters=meters,
        context_from=max((found.rate.context_min for found in rates), default=0),
        is_undated=any(found.rate.undated for found in rates),
        is_assumed=any(found.assumed for found in rates),
    )


def _answer(use: Use, prices: Prices) -> Quote:
    """What the book asks for the request as it is expected."""
    kind = use.kind
    tier = None if kind.tier == _ANY_TIER else kind.tier
    call = Call(kind.provider, kind.model, tier, kind.region, kind.variant, use.context, prices.at)
    found = quote(prices.book, call)
    check_currency(found, prices.currency, prices.at, prices.exchange)
    return found


def _cost(answer: Quote, used: Mapping[str, int]) -> Decimal | None:
    """What has a price costs; None where nothing that is used has one."""
    priced = [
        EXACT.multiply(answer.rates[meter].rate.rate, Decimal(number))
        for meter, number in used.items()
        if meter in answer.rates
    ]
    return total((*priced, *_fees(answer, used))) if priced or not any(used.values()) else None


def _fees(answer: Quote, used: Mapping[str, int]) -> Iterable[Decimal]:
    """What a provider asks for each request, with what is sent."""
    if "input" in used and "requests" in answer.rates:
        yield answer.rates["requests"].rate.rate


def _most(use: Use, prices: Prices) -> Decimal | None:
    """The most that the request may cost; None where that cannot be known."""
    if use.notes & OPEN or use.generated_high is None:
        return None
    size = Size(use.sent_high, use.generated_high, tuple(use.tools.items()))
    try:
        return amount_of(ceiling(tariff_of(prices.book, use.kind, prices.at), size))
    except PriceError:
        return None


def _unpriced(answer: Quote, use: Use, meters: Mapping[str, int]) -> Unpriced | None:
    """What has no price; an answer needs one, also where nobody says how long it is."""
    missing = {name: n for name, n in meters.items() if n and name not in answer.rates}
    if use.generated is None and "output" not in answer.rates:
        missing = missing or {"output": 0}
    if not missing:
        return None
    why = next((why for name in missing if (why := why_unpriced(answer, name))), answer.reason)
    return Unpriced(use.kind.provider, use.kind.model, missing, 1, answer.nearest, why)


def _with_names(missing: Unpriced, book: Book) -> Unpriced:
    """The same with the nearest names of all providers, where nobody has the model."""
    if missing.provider != NOBODY or missing.nearest:
        return missing
    return missing._replace(nearest=alike(book, missing.model or ""))
