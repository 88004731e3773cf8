"""What a forecast expects to be used, model by model and meter by meter, and what that costs when."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tokenomics.analysis.listing import Column, Listing, limited
from tokenomics.analysis.outlook import period_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.answer import check
from tokenomics.costing.run import of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.projection import (
    NONE,
    Event,
    Scenario,
    Usage,
    Use,
    assumed,
    expect,
    names_of,
    see,
    spent,
    under,
)
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import IN_CONTEXT, METERS
from tokenomics.records.money import EXACT, ZERO, total
from tokenomics.timezones import zone

COLUMNS = (
    Column("provider", "name", "Who serves and bills the calls."),
    Column("model", "name", "Model that answers."),
    Column("since", "name", "The day from which on these prices hold."),
    Column("requests", "count", "Calls that are expected from then on."),
    Column("input", "count", "Tokens sent in them, cached ones too.", "all input"),
    Column("output", "count", "Tokens generated.", "all output"),
    Column("cost", "part", "What all that is used costs at these prices."),
)

_OUTPUT = tuple(m.name for m in METERS if m.side == "output" and m.unit == "token")


def uses(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    events: Sequence[Event] = (),
    scenario: Scenario = NONE,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The usage that is to come in a period, whose costs sum to what the forecast has to come.

    Raises as `outlook` does, and ConfigError for groups.
    """
    check(query)
    if query.by:
        raise ConfigError("expected usage is by model and price: leave out --by")
    period = period_of(query, asked.now)
    names = names_of(scenario, events)
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, rules)
        seen = see(usage, query, names, now=asked.now, until=period.end)
        lately = query._replace(since=seen.past[0].start if seen.past else None, until=seen.known)
        report = of_ledger(spent(usage, lately, ()), ledger, found.overlaps)
    coming = expect(seen, *period, events=under(scenario, events, seen, book))
    rows = [
        (provider, model, since, *figures)
        for (provider, model, since), figures in _together(coming.uses, query.tz).items()
    ]
    rows.sort(key=lambda row: (-(row[-1] or ZERO), row[:3]))
    fixed = [f"events add {coming.fixed.normalize():f} {query.currency} besides"] * bool(
        coming.fixed
    )
    return Listing(
        "forecast-usage", "Expected usage", COLUMNS, limited(rows, query.limit),
        report._replace(query=query._replace(since=period.start, until=period.end)), len(rows),
        total=(None, None, None, *_sum(coming.uses)), remarks=tuple(fixed),
        sentences=tuple(assumed(scenario, (seen,), book)),
    )  # fmt: skip


_Figures = tuple[Decimal, Decimal, Decimal, Decimal | None]


def _together(found: Sequence[Use], tz: str) -> dict[tuple[str | None, str | None, str], _Figures]:
    """The uses of one model at one era's prices together, whichever flows they are of."""
    groups: dict[tuple[str | None, str | None, str], list[Use]] = {}
    for use in found:
        day = use.since.astimezone(zone(tz)).date().isoformat()
        groups.setdefault((use.provider, use.model, day), []).append(use)
    return {key: _sum(of) for key, of in groups.items()}


def _sum(found: Sequence[Use]) -> _Figures:
    costs = [use.cost for use in found if use.cost is not None]
    return (
        _whole(total(use.requests for use in found)),
        _whole(total(use.meters.get(name, ZERO) for use in found for name in IN_CONTEXT)),
        _whole(total(use.meters.get(name, ZERO) for use in found for name in _OUTPUT)),
        total(costs) if costs else None,
    )


def _whole(quantity: Decimal) -> Decimal:
    """A quantity as it is counted: nobody uses a part of a token."""
    return quantity.quantize(Decimal(1), context=EXACT)
