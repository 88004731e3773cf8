"""The tokens of calls: how many a month, and what they cost with their own models or with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.stakes import BILLED, Base, base_of
from tokenomics.books import Book, Quote
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import CostRow
from tokenomics.costing.run import costs_by, of_ledger
from tokenomics.dimensions import Dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.overlap import Counted
from tokenomics.queries import literal
from tokenomics.records.kinds import UNBILLED, USAGE
from tokenomics.records.meters import METERS, is_token
from tokenomics.records.money import round_fraction, total
from tokenomics.records.words import amount, count, many, percent
from tokenomics.selfhosting.api import TOKENS, Price, Prices, answer_of, listed_price
from tokenomics.selfhosting.parts import text
from tokenomics.selfhosting.serving import MILLION, SECONDS
from tokenomics.selfhosting.stated import MONTH
from tokenomics.timezones import zone

OWN = "as it is"
_LACKING = "lacking"
# Where one of equal calls has no price, none has: they are left out together.
_BY = (
    Dimension("billing", ("billing",), "How a call is billed."),
    Dimension("provider", ("provider",), "Who served it."),
    Dimension("model", ("model_served", "model_requested"), "The model that answered."),
)
_BY_LACK = (Dimension(_LACKING, (_LACKING,), "Whether the call uses what has no price."),)
# What may be read from or written to a cache, and is plain input where there is none.
_CACHED = tuple(name for name in TOKENS if name.startswith("cache_"))
_NO_TOKENS = frozenset(("other", *(meter.name for meter in METERS if meter.name not in TOKENS)))
# What is otherwise where another model is called.
_OTHERWISE = frozenset((
    "provider", "model_served", "model_requested", "deployment", "region", "service_tier",
    "context_tier", "variant", "billing", "reported_cost", "reported_currency",
))  # fmt: skip
_ALWAYS = frozenset(column.name for column in USAGE.columns if column.required)


class Slice(NamedTuple):
    """The calls that are asked about: `report` has the costs of them all.

    Of those that are billed there are `calls` with `tokens`, of which `read` are input. `monthly` is what these come to in a month, None where their time is too short to tell; `own` what
    they cost by the token with their own models.
    """

    base: Base
    report: CostReport
    calls: int
    tokens: int
    read: int
    monthly: Fraction | None
    span: timedelta
    own: Price


def slice_of(  # noqa: PLR0913
    con: Engine,
    once: Counted,
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    *,
    rules: Sequence[Attribution],
    now: datetime,
) -> Slice:
    """The calls of a usage relation in which none stands twice. Raises as `costs` does."""
    bare = query._replace(by=(), per=None, limit=None)
    whole = costs_by(con, once.relation, once.used, book, bare, dims=(), rules=rules)
    of_tokens = costs_by(
        con, once.relation, once.used - _NO_TOKENS, book, bare, dims=_BY, rules=rules
    )
    billed = [row for row in of_tokens.rows if row.key[0] not in UNBILLED]
    tokens = sum(map(_tokens, billed))
    span = _span(whole, now)
    return Slice(
        base_of(con, once, book, bare, rules),
        of_ledger(whole, ledger, once.overlaps),
        sum(row.requests for row in billed),
        tokens,
        tokens - sum(_tokens(row, "output") for row in billed),
        tokens * MONTH * SECONDS / Fraction(span.total_seconds()) if span else None,
        span,
        _price(OWN, billed, query.currency),
    )


def price_with(of: Slice, against: str, mix: str | None, prices: Prices) -> Price:
    """What a token of the calls costs with another model, each call priced as that model's.

    A `mix` that is stated stands for the calls' own. Raises as `listed_price` does.
    """
    if mix is not None:
        return listed_price(against, mix, prices)
    answer = answer_of(against, prices)
    folded = [name for name in _CACHED if name in of.base.used and name not in answer.rates]
    relation = _as_of(of.base, answer, folded)
    used = _kept(of.base, folded) | {"input", "model_served", _LACKING}
    found = costs_by(of.base.con, relation, used, of.base.book, of.base.query, dims=_BY_LACK)
    price = _price(f"{answer.provider}/{answer.model}", found.rows, prices.currency)
    if folded and price.rate is not None:
        return price._replace(
            how=f"{price.how}; it has no price of {', '.join(folded)}: counted as input"
        )
    return price


def about(of: Slice) -> Iterator[str]:
    """What was measured, in sentences."""
    calls = many(of.calls, "call")
    yield f"measured: {of.tokens:,} tokens of {calls} in {_days(of.span)}, {percent(of.read, of.tokens)} of them read"
    if free := of.report.totals.requests - of.calls:
        yield f"measured: {many(free, 'call')} that nobody bills, such as answers of a gateway's cache, are left out"
    if of.monthly is None:
        yield "the calls are of too short a time to tell what a month comes to: say it with volume"


def _tokens(row: CostRow, side: str | None = None) -> int:
    of_side = {meter.name for meter in METERS if side in {None, meter.side}}
    return sum(int(n) for name, n in row.meters.items() if is_token(name) and name in of_side)


def _span(report: CostReport, now: datetime) -> timedelta:
    """The time that the calls are of: the period asked for, else whole days, and not what is to come."""
    first, last = report.first, report.last
    if first is None or last is None:
        return timedelta()
    local = zone(report.query.tz)
    begin = report.query.since or _day(first.astimezone(local))
    end = report.query.until or _day(last.astimezone(local)) + timedelta(days=1)
    return max(min(end, max(now, last)) - begin, timedelta())


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _days(span: timedelta) -> str:
    tenths = round(span / timedelta(hours=2.4))
    return many(tenths // 10, "day") if tenths % 10 == 0 else f"{text(Fraction(tenths, 10))} days"


def _price(name: str, rows: Sequence[CostRow], currency: str) -> Price:
    """What a token costs of the calls that have a price."""
    priced = [row for row in rows if not row.has_unpriced]
    tokens = sum(map(_tokens, priced))
    if not tokens:
        return Price(name, None, "none of the tokens has a price")
    rate = Fraction(total(row.cost for row in priced)) / tokens
    how = f"{amount(round_fraction(rate * MILLION), currency)} per 1M tokens, call by call"
    if left := sum(map(_tokens, rows)) - tokens:
        how = f"{how}, without {count(left)} tokens of calls that lack a price"
    return Price(name, rate, how)


def _kept(base: Base, folded: Sequence[str]) -> frozenset[str]:
    """The columns that stay as they are."""
    return (base.used | _ALWAYS) - _NO_TOKENS - _OTHERWISE - frozenset(folded) - {"input"}


def _as_of(base: Base, answer: Quote, folded: Sequence[str]) -> str:
    """SQL of the calls asked about, as calls of a model; what it has no price of is plain input."""
    lack = base.total([name for name in TOKENS if name not in answer.rates and name not in folded])
    columns = {
        **{name: f"calls.{name}" for name in sorted(_kept(base, folded))},
        "input": base.total(["input", *folded]),
        "provider": literal(answer.provider or ""),
        "model_served": literal(answer.model or ""),
        "billing": literal("metered"),
        _LACKING: f"CASE WHEN {lack} > 0 THEN 'yes' END",
    }
    return base.calls(columns, f"calls.asked AND {BILLED}")
