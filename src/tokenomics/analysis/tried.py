"""How good forecasts would have been over a ledger's own past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from tokenomics.analysis.listing import Column, Listing, Value, limited
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.answer import check
from tokenomics.costing.run import of_ledger
from tokenomics.engine import Engine
from tokenomics.forecasting import Protocol, Score, backtest, score
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Asked
from tokenomics.outcomes.asking import once
from tokenomics.overlap import Authority
from tokenomics.projection import Usage, see, spent
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import rounded, total
from tokenomics.records.words import measure

COLUMNS = (
    Column("model", "name", "What forecasts: ours, and simpler methods that it must not lose to."),
    Column("windows", "count", "How many times it was tried."),
    Column("mase", "number", "Error of a day, in units of the difference between a day and the one a week before.", "MASE"),
    Column("error", "share", "Error of the total, as a share of what came.", "error of total"),
    Column("bias", "share", "Whether totals lay too high (plus) or too low, likewise."),
    Column("pinball", "share", "Loss of the quantiles 10, 50 and 90 %, likewise.", spare=True),
    Column("coverage", "share", "How many totals lay within the 80 % range."),
    Column("width", "share", "How wide that was, as a share of what came."),
    Column("breaches", "count", "Windows in which a budget of a tenth above the average was passed.", spare=True),
    Column("missed", "count", "Of these, how many were not foreseen.", spare=True),
    Column("false", "count", "Windows without a breach in which one was foreseen.", "false calls", spare=True),
    Column("lead", "number", "Days between the call and the breach, 0 for a missed one.", "lead days", spare=True),
)  # fmt: skip

# History and horizon, the longest that the past allows.
_TRIED = ((56, 30), (42, 30), (28, 30), (28, 14), (21, 7), (14, 7))
_LEAST_ORIGINS = 3


def tried(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    /,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """What each model would have said of the last half year, at the prices of now.

    Raises ConfigError for groups and periods, InputError where the past is too short for one
    origin, and as `costs` does.
    """
    check(query)
    if query.by or query.since or query.until:
        raise ConfigError("a backtest is of all the past: leave out --by, --since and --until")
    with once(ledger, book, authority=authority, con=con) as (mine, found):
        usage = Usage(mine, found.relation, found.used, book, rules)
        seen = see(usage, query, (), now=asked.now, until=asked.now + timedelta(days=1))
        past = (seen.past[0].start, seen.past[-1].end) if seen.past else (None, None)
        within = query._replace(since=past[0], until=past[1])
        report = of_ledger(spent(usage, within, ()), ledger, found.overlaps)
    days = zip(*seen.flows.past.values(), strict=True)
    values = [float(total(amounts)) for amounts in days]
    protocol = protocol_for(len(values))
    scores = {name: score(windows) for name, windows in backtest(values, protocol).items()}
    rows = [(name, *_figures(found)) for name, found in scores.items()]
    return Listing(
        "backtest", f"Forecasts of {protocol.horizon} days from {protocol.history} before them",
        COLUMNS, limited(rows, query.limit), report, len(rows),
        sentences=tuple(_told(scores, protocol)),
    )  # fmt: skip


def protocol_for(days: int) -> Protocol:
    """The longest history and horizon of which a past has several windows.

    Raises InputError where it has not even a short one.
    """
    for history, horizon in _TRIED:
        if days >= history + horizon + _LEAST_ORIGINS - 1:
            return Protocol(history=history, horizon=horizon)
    raise InputError(
        f"{days} days of history are too few to try forecasts on: "
        f"{sum(_TRIED[-1]) + _LEAST_ORIGINS - 1} are needed"
    )


def _figures(found: Score) -> tuple[Value, ...]:
    return (
        found.windows, _exact(found.mase), _exact(found.error), _exact(found.bias),
        _exact(found.pinball), _exact(found.coverage), _exact(found.width), found.breaches,
        found.missed, found.false, _exact(found.lead),
    )  # fmt: skip


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else rounded(Decimal(value), 9)


def _told(scores: dict[str, Score], protocol: Protocol) -> Iterator[str]:
    """What the table says of our forecast."""
    ours = scores["forecast"]
    naive = scores["seasonal-naive"]
    if ours.mase is not None and naive.mase:
        ratio = Decimal(ours.mase / naive.mase)
        yield f"days are forecast with {measure(ratio)} x the error of the week before repeated"
    yield (
        f"{ours.windows} windows of {protocol.horizon} days, which overlap: "
        "differences of some percent mean nothing"
    )
