"""Hardware of one's own as a listing: a row a utilisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value
from tokenomics.costing import CostQuery, CostReport
from tokenomics.costing.run import no_costs
from tokenomics.records.money import round_fraction
from tokenomics.selfhosting.given import share
from tokenomics.selfhosting.serving import MILLION, Hosting, capacity, cost_per_token, monthly
from tokenomics.selfhosting.stated import Stated, hosting_of

KIND, TITLE = "selfhost", "Tokens on hardware of one's own"
COLUMNS: tuple[Column, ...] = (
    Column("utilisation", "share", "The share of the hours paid in which the hardware serves at its rate."),
    Column("assumed", "mark", "What of the row was not stated but assumed; null where all was stated.", spare=True),
    Column("cost_per_million_tokens", "money", "What a million tokens cost on one unit that is so busy.", "per 1M tokens"),
    Column("tokens_per_month", "count", "Tokens that one unit serves in a month, to whole ones.", "tokens a month"),
    Column("cost_per_month", "money", "What one unit costs a month, with all that it needs.", "cost a month"),
)  # fmt: skip
# The utilisations shown where none is stated.
USUAL = ("1.0", "0.5", "0.25")


class Asking(NamedTuple):
    """What hardware is asked about: the query has currency and zone, `now` is what is taken for it."""

    query: CostQuery
    now: datetime
    utilisation: Sequence[str] = ()


def selfhost(stated: Stated, asking: Asking) -> Listing:
    """What tokens cost on hardware of one's own, a row a utilisation, the busiest first.

    Raises ConfigError for what cannot be read.
    """
    of = hosting_of(stated, asking.query.currency)
    shares = sorted(
        {share("utilisation", text) for text in asking.utilisation or USUAL}, reverse=True
    )
    rows = tuple(_row(of, each, is_usual=not asking.utilisation) for each in shares)
    return Listing(
        KIND, TITLE, COLUMNS, rows, _behind(asking), len(rows),
        sentences=tuple(_assumptions(of, is_usual=not asking.utilisation)),
        remarks=tuple(_limits()), of_calls=False,
    )  # fmt: skip


def _row(of: Hosting, utilisation: Fraction, *, is_usual: bool) -> tuple[Value, ...]:
    return (
        round_fraction(utilisation), "utilisation" if is_usual else None,
        round_fraction(cost_per_token(of, utilisation) * MILLION),
        round(capacity(of, utilisation)), round_fraction(monthly(of)),
    )  # fmt: skip


def _behind(asking: Asking) -> CostReport:
    """The costs behind the answer: of no calls, on the day that is now."""
    return no_costs(asking.query)._replace(first=asking.now, last=asking.now)


def _assumptions(of: Hosting, *, is_usual: bool) -> Iterator[str]:
    for part in of.parts:
        yield f"{part.name}: {part.how}"
    if is_usual:
        yield "utilisation: assumed, for none was stated"


def _limits() -> Iterator[str]:
    yield "tokens a second are your measurement, of your mix of tokens read and written: another mix has another rate"
