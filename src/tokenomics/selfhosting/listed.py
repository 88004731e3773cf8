"""Hardware of one's own as a listing: a row a price beside it, a precision and a utilisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.run import no_costs
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import total
from tokenomics.selfhosting import words
from tokenomics.selfhosting.api import (
    Price,
    Prices,
    is_amount,
    listed_price,
    mixed_price,
    read_share,
    stated_price,
)
from tokenomics.selfhosting.given import number, share
from tokenomics.selfhosting.measured import about, price_with, slice_of
from tokenomics.selfhosting.rows import COLUMNS, PARTS, Case, part_rows, row
from tokenomics.selfhosting.speeds import Read, are_apart
from tokenomics.selfhosting.stated import USUAL_READ, Served, Stated, assumed, left_out, served

KIND, TITLE = "selfhost", "Tokens on hardware of one's own"
PARTS_KIND, PARTS_TITLE = (
    "selfhost-parts",
    "What tokens cost on hardware of one's own, part by part",
)
# The utilisations shown where none is stated.
USUAL = ("1.0", "0.5", "0.25")
MEASURED = "measured"
# The characters that names should have.
_READABLE = 24


class Asking(NamedTuple):
    """What is asked of hardware: at which utilisations, beside which prices, for which mix and volume.

    `against` are models or prices per million tokens, `volume` tokens a month; texts as they are
    written. `parts` asks for what a unit costs part by part instead.
    """

    utilisation: Sequence[str] = ()
    against: Sequence[str] = ()
    mix: str | None = None
    volume: str | None = None
    parts: bool = False


def selfhost(
    stated: Stated, asking: Asking, query: CostQuery, book: Book, now: datetime
) -> Listing:
    """What tokens cost on hardware of one's own, the busiest first, beside what APIs ask.

    `query` has currency and zone. Raises ConfigError for what cannot be read, PriceError for models
    without a price.
    """
    check(query)
    at = query.prices_at or now
    prices = Prices(book, at, query.currency, query.exchange)
    found = _prices(asking, query.currency, lambda each: listed_price(each, asking.mix, prices))
    if asking.mix is None:
        read = USUAL_READ
    elif all(map(is_amount, asking.against)) and not are_apart(stated.tokens_per_second):
        raise ConfigError("mix is what a model's tokens cost by: name one with against")
    else:
        read = Read(read_share(asking.mix), is_assumed=False)
    volume = None if asking.volume is None else number("volume", asking.volume)
    behind = no_costs(query)._replace(first=now, last=now)
    hostings = served(stated, query.currency, read)
    return _listing(stated, asking, hostings, found, volume, behind)._replace(of_calls=False)


def measured(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    stated: Stated,
    asking: Asking,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The same beside what calls of a ledger cost with their own models or others, for their volume.

    Raises as `selfhost` and `costs` do.
    """
    check(query)
    with once(ledger, book, authority=authority, con=con) as (mine, counted):
        of = slice_of(mine, counted, ledger, book, query, rules=rules, now=asked.now)
        at = query.prices_at or of.report.last or asked.now
        prices = Prices(book, at, query.currency, query.exchange)
        mix = None if asking.mix == MEASURED else asking.mix
        found = _prices(asking, query.currency, lambda each: price_with(of, each, mix, prices))
        read = USUAL_READ if not of.tokens else Read(Fraction(of.read, of.tokens), is_assumed=False)
        if mix is not None:
            read = Read(read_share(mix), is_assumed=False)
        volume = of.monthly if asking.volume is None else number("volume", asking.volume)
        hostings = served(stated, query.currency, read)
        shown = _listing(stated, asking, hostings, found or [of.own], volume, of.report)
        return shown._replace(sentences=(*shown.sentences, *about(of)))


def _prices(asking: Asking, currency: str, ask: Callable[[str], Price]) -> list[Price]:
    def one(name: str) -> Price:
        return stated_price(name, currency) if is_amount(name) else ask(name)

    return [mixed_price(each, one) for each in asking.against]


def _listing(
    stated: Stated,
    asking: Asking,
    hostings: Sequence[Served],
    prices: Sequence[Price],
    volume: Fraction | None,
    behind: CostReport,
) -> Listing:
    currency = behind.query.currency
    texts = asking.utilisation or (USUAL[:1] if asking.parts else USUAL)
    shares = sorted({share("utilisation", text) for text in texts}, reverse=True)
    if asking.parts:
        if asking.against or asking.volume:
            raise ConfigError("parts are what a unit costs: leave out against and volume")
        return _parts(stated, hostings, shares, behind)
    cases = [
        Case(each, busy, price, volume, _assumed(stated, asking, each, price))
        for price in prices or (None,)
        for each in hostings
        for busy in shares
    ]
    listed = len(prices) > sum(map(is_amount, asking.against))
    busiest = [case for case in cases if case.utilisation == shares[0]]
    return Listing(
        KIND, TITLE, COLUMNS, tuple(map(row, cases)), behind, len(cases),
        sentences=(
            *(text for case in busiest for text in words.results(case, currency)),
            *(text for case in busiest for text in words.volumes(case, currency)),
            *words.assumptions(hostings, usual=not asking.utilisation), *words.prices(busiest),
            *words.mix(busiest),
        ),
        remarks=tuple(words.limits(hostings, left_out(stated), has_caches=listed)),
        readable=_READABLE,
    )  # fmt: skip


def _assumed(stated: Stated, asking: Asking, of: Served, price: Price | None) -> list[str]:
    return [
        *([] if asking.utilisation else ["utilisation"]),
        *dict.fromkeys([*assumed(stated, of), *(["mix"] if price and price.is_assumed else [])]),
    ]


def _parts(
    stated: Stated, hostings: Sequence[Served], shares: Sequence[Fraction], behind: CostReport
) -> Listing:
    rows = [line for each in hostings for busy in shares for line in part_rows(each, busy)]
    is_one = len(hostings) * len(shares) == 1
    return Listing(
        PARTS_KIND, PARTS_TITLE, PARTS, tuple(rows), behind, len(rows),
        total=_total(rows) if is_one and rows else None,
        remarks=tuple(words.limits(hostings, left_out(stated), has_caches=False)),
    )  # fmt: skip


def _total(rows: Sequence[tuple[Value, ...]]) -> tuple[Value, ...]:
    names = [column.name for column in PARTS]
    sums = {
        name: total(
            value for line in rows if not isinstance(value := line[names.index(name)], (str, int))
        )
        for name in ("cost_per_month", "cost_per_million_tokens")
    }
    return tuple(sums.get(name) for name in names)
