"""Why a price of a list is not believed: lists are typed by hand, and a slip costs a factor."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tokenomics.imports.record import STANDARD, TIMES, Kind, Offer, Prices, words, written
from tokenomics.records.meters import is_token
from tokenomics.records.money import plain

_JUMP = Decimal(10)
# Above any price there is: of a million tokens, of those embedded, and of anything else.
_TOKENS, _EMBEDDED, _PIECE = Decimal(1_000), Decimal(15), Decimal(100)
_CACHED = {
    "cache_read": "input",
    "cache_read_audio": "input_audio",
    "cache_read_image": "input_image",
}
_CHEAPER = ("batch", "flex")


def doubts(offer: Offer, before: Prices) -> Iterator[str]:
    """What speaks against an offer, `before` being what was believed of its model."""
    if offer.doubt:
        yield offer.doubt
    for period in offer.periods:
        for kind, price in period.prices.items():
            yield from _of_price(kind, price, offer)
            yield from _of_jump(kind, price, before.get(kind))
            yield from _of_others(kind, price, period.prices)


def _of_price(kind: Kind, price: Decimal, offer: Offer) -> Iterator[str]:
    most = _PIECE
    if is_token(kind.meter):
        most = _EMBEDDED if offer.embeds and kind.meter == "input" else _TOKENS
    if price < 0:
        yield f"negative: {_told(kind, price)}"
    elif written(kind.meter, price) > most:
        yield f"more than {most} USD: {_told(kind, price)}"
    elif not price and offer.chats and not offer.free and kind.meter in {"input", "output"}:
        yield f"{words(kind)} costs nothing"


def _of_jump(kind: Kind, price: Decimal, before: Decimal | None) -> Iterator[str]:
    if before and price and not before / _JUMP <= price <= before * _JUMP:
        old = plain(written(kind.meter, before))
        yield f"more than tenfold: {_told(kind, price)} after {old}"


def _of_others(kind: Kind, price: Decimal, prices: Prices) -> Iterator[str]:
    whole = prices.get(kind._replace(meter=_CACHED.get(kind.meter, "")))
    if whole is not None and price > whole:
        yield f"cached above input: {_told(kind, price)}, input {plain(written('input', whole))}"
    standard = prices.get(kind._replace(tier=STANDARD))
    if kind.tier in _CHEAPER and kind.meter != TIMES and standard is not None and price > standard:
        usual = plain(written(kind.meter, standard))
        yield f"{kind.tier} above standard: {_told(kind, price)}, standard {usual}"


def _told(kind: Kind, price: Decimal) -> str:
    return f"{words(kind)} {plain(written(kind.meter, price))}"
