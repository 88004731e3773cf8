"""What an API asks for the same tokens: a price that is stated, or that of a mix by the book."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from tokenomics.books import Book, Call, Quote, quote, why_unpriced
from tokenomics.guard.naming import meant
from tokenomics.pricing import check_currency
from tokenomics.records.errors import ConfigError, PriceError
from tokenomics.records.exchange import NO_RATES, Exchange
from tokenomics.records.meters import METERS, is_token
from tokenomics.selfhosting.given import amount, named, number
from tokenomics.selfhosting.parts import PER_MILLION, cash, text
from tokenomics.selfhosting.serving import MILLION

TOKENS = tuple(meter.name for meter in METERS if is_token(meter.name) and meter.side != "other")
# What is assumed of the tokens where nobody states it: three are read for one that is written.
USUAL = "input=3,output=1"
_AMOUNT = re.compile(r"^\s*[+-]?[0-9][0-9_.,]*\s*([A-Za-z]{3})?\s*(/1M)?\s*$")


class Prices(NamedTuple):
    """What is asked for prices: a book, an instant, and the currency of amounts."""

    book: Book
    at: datetime
    currency: str = "USD"
    exchange: Exchange = NO_RATES


class Price(NamedTuple):
    """What a token costs at an API; None where something has no price. `how` says it in words.

    `is_assumed` says that a mix of tokens is behind it that nobody stated.
    """

    name: str
    rate: Fraction | None
    how: str
    is_assumed: bool = False


def mix_of(stated: str) -> Mapping[str, Fraction]:
    """The shares of meters in all tokens, which sum to 1, from weights: `input=3,output=1`.

    Raises ConfigError for what is no meter of tokens.
    """
    found = named("mix", stated, TOKENS)
    weights = {meter: number(f"mix {meter}", value) for meter, value in found.items()}
    return {meter: weight / sum(weights.values()) for meter, weight in weights.items()}


def read_share(stated: str) -> Fraction:
    """The share of a mix that is read. Raises ConfigError as `mix_of` does."""
    written = {meter.name for meter in METERS if meter.side == "output"}
    return sum(
        (share for name, share in mix_of(stated).items() if name not in written), Fraction(0)
    )


def is_amount(against: str) -> bool:
    """Whether a price is stated, rather than a model named."""
    return _AMOUNT.match(against) is not None


def mixed_price(against: str, one: Callable[[str], Price]) -> Price:
    """What `one` says of a model or price, or of several by weights: `openai/gpt-5=3,2.50=1`.

    The price is None where that of one of them is. Raises ConfigError for weights that cannot be read.
    """
    if "=" not in against:
        return one(against)
    weights: dict[str, Fraction] = {}
    for each in against.split(","):
        name, _, weight = (part.strip() for part in each.partition("="))
        if not name or not weight:
            raise ConfigError(f"against {against!r}: write MODEL=WEIGHT,MODEL=WEIGHT")
        if name in weights:
            raise ConfigError(f"against {against!r} has {name} twice")
        weights[name] = number(f"against {name}", weight)
    whole = sum(weights.values())
    found = [(weight / whole, one(name)) for name, weight in weights.items()]
    return Price(
        " + ".join(f"{text(share * 100)} % {price.name}" for share, price in found),
        _sum([(share, price.rate) for share, price in found]),
        "; ".join(f"{price.name}: {price.how}" for _, price in found),
        is_assumed=any(price.is_assumed for _, price in found),
    )


def _sum(parts: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    whole = Fraction(0)
    for share, rate in parts:
        if rate is None:
            return None
        whole += share * rate
    return whole


def stated_price(against: str, currency: str) -> Price:
    """A price per million tokens, as somebody asks it. Raises ConfigError where it is none."""
    asked = amount("against", against.strip().removesuffix(PER_MILLION), currency)
    words = cash(asked, currency)
    return Price(f"{words}/1M", asked / MILLION, f"{words} per 1M tokens, as stated")


def listed_price(against: str, mix: str | None, prices: Prices) -> Price:
    """What a model's tokens cost by the book, at its standard tier and shortest context.

    Raises PriceError for a model that the book does not have, and for a meter without a price.
    """
    answer = answer_of(against, prices)
    shares = mix_of(mix or USUAL)
    for meter in shares:
        if meter not in answer.rates:
            raise PriceError(f"{against}: no price of {meter}: {_why(answer, meter)}")
    rate = sum(
        (share * Fraction(answer.rates[meter].rate.rate) for meter, share in shares.items()),
        Fraction(0),
    )
    parts = " + ".join(
        f"{text(share * 100)} % {meter} at {cash(Fraction(answer.rates[meter].rate.rate) * MILLION, prices.currency)}"
        for meter, share in shares.items()
    )
    how = f"{parts} per 1M tokens, by the book of {prices.at:%Y-%m-%d}"
    return Price(f"{answer.provider}/{answer.model}", rate, how, is_assumed=mix is None)


def answer_of(against: str, prices: Prices) -> Quote:
    """The rates of a model's plainest calls, none of them in another currency.

    Raises PriceError where there is none.
    """
    provider, model = meant(prices.book, against.strip())
    found = quote(prices.book, Call(provider, model, None, None, None, 0, prices.at))
    check_currency(found, prices.currency, prices.at, prices.exchange)
    if not found.rates:
        raise PriceError(f"{against}: {found.reason or 'the book has no price of it'}")
    return found


def _why(answer: Quote, meter: str) -> str:
    return why_unpriced(answer, meter) or "say with --mix what its tokens count as"
