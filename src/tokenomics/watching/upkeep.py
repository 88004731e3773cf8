"""Conditions of the ledger itself: old data, old prices, and usage that has no price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from tokenomics.alert import Message, Table
from tokenomics.costing import CostReport
from tokenomics.costing.coverage import Unpriced
from tokenomics.records.words import count, lasting, many, visible
from tokenomics.watching.conditions import Condition, History

DATA, PRICES, UNPRICED = "stale-data", "stale-prices", "unpriced"
# Prices change about every month; a book that nobody has looked at for longer may be wrong.
PRICES_MAX_AGE = timedelta(days=45)
_LOOK = "Look whether the logs arrive and whether 'tokenomics ingest' ran."


def stale_data(
    newest: datetime | None, now: datetime, max_age: timedelta, channels: Sequence[str],
    history: History,
) -> tuple[Condition, ...]:  # fmt: skip
    """Whether the newest record is too old to judge by, or there is none; and the end of each such
    time that was told.
    """
    if newest is None:
        return (_alone(_nothing(now), "on", channels),)
    age = now - newest
    if age > max_age:
        return (_alone(_old(newest, now, max_age), "on", channels),)
    open_ = sorted({key for (key, _), said in history.items() if key.startswith(f"{DATA}/") and said == "alert"})  # fmt: skip
    return tuple(
        _alone(
            Message(
                key=key,
                subject="usage arrives again",
                headline="The newest record is recent again.",
                occurred_at=now,
                status="resolved",
                paragraphs=(f"It is of {newest:%Y-%m-%d %H:%M %Z}. Everything is judged again.",),
            ),
            "off",
            channels,
        )
        for key in open_
    )


def _nothing(now: datetime) -> Message:
    return Message(
        key=f"{DATA}/none",
        subject="no usage at all: nothing is judged",
        headline="The ledger has no usage.",
        occurred_at=now,
        paragraphs=(
            "Budgets, forecasts and spikes are not judged until usage is ingested.",
            _LOOK,
        ),
        fields={"newest": None},
    )


def _old(newest: datetime, now: datetime, max_age: timedelta) -> Message:
    age = lasting(now - newest)
    limit = f"more than {lasting(max_age)} are too old to judge by"
    return Message(
        key=f"{DATA}/{newest.isoformat()}",
        subject=f"no usage for {age}: nothing else is judged",
        headline=f"The newest record is {age} old.",
        occurred_at=now,
        paragraphs=(
            f"It is of {newest:%Y-%m-%d %H:%M %Z}; {limit}.",
            "Budgets, forecasts and spikes are not judged until newer usage is ingested.",
            _LOOK,
        ),
        fields={"newest": newest.isoformat()},
    )


def stale_prices(
    checked: date | None, now: datetime, channels: Sequence[str]
) -> tuple[Condition, ...]:
    """Whether nobody has looked at the prices in use for too long."""
    if checked is None or now.date() - checked <= PRICES_MAX_AGE:
        return ()
    days = (now.date() - checked).days
    message = Message(
        key=f"{PRICES}/{checked.isoformat()}",
        subject=f"prices were last checked {days} days ago",
        headline=f"The newest check of any price is of {checked.isoformat()}.",
        occurred_at=now,
        severity="info",
        paragraphs=(
            "Providers change prices about every month. Update tokenomics, or bring prices of your own with --pricebook.",
        ),
        fields={"checked": checked.isoformat(), "days": days},
    )
    return (_alone(message, "on", channels)._replace(ends=False),)


def unpriced(
    report: CostReport, now: datetime, channels: Sequence[str], history: History
) -> tuple[Condition, ...]:
    """The models of recent usage that have no price, and those that were told and have one now."""
    missing = {_key(entry): entry for entry in report.unpriced}
    told = {key for (key, _), said in history.items() if key.startswith(f"{UNPRICED}/") and said == "alert"}  # fmt: skip
    found = [_alone(_missing(key, entry, now), "on", channels) for key, entry in missing.items()]
    over = [_alone(_priced(key, now), "off", channels) for key in sorted(told - set(missing))]
    return (*found, *over)


def _key(entry: Unpriced) -> str:
    return f"{UNPRICED}/{entry.provider}/{entry.model or ''}"


def _missing(key: str, entry: Unpriced, now: datetime) -> Message:
    name = f"{visible(entry.provider)} {visible(entry.model)}"
    rows = tuple((visible(meter), count(quantity)) for meter, quantity in entry.meters.items())
    return Message(
        key=key,
        subject=f"{name} has no price: {many(entry.requests, 'call')}",
        headline=f"{many(entry.requests, 'call')} of {name} cost nobody knows what.",
        occurred_at=now,
        paragraphs=tuple(_advice(entry)),
        tables=(Table(rows, ("meter", "used")),),
        fields={"provider": entry.provider, "model": entry.model, "requests": entry.requests},
    )


def _advice(entry: Unpriced) -> Iterator[str]:
    yield f"Why: {visible(entry.reason)}."
    if entry.nearest:
        yield f"The most similar names with a price: {', '.join(map(visible, entry.nearest))}."
    yield "They are in no budget and in no forecast. Bring a price with --pricebook or an update."


def _priced(key: str, now: datetime) -> Message:
    name = " ".join(visible(part) for part in key.split("/", 2)[1:])
    return Message(
        key=key,
        subject=f"{name} has no unpriced usage of late",
        headline=f"Recent usage of {name} has a price, or there is none.",
        occurred_at=now,
        status="resolved",
    )


def _alone(message: Message, state: str, channels: Sequence[str]) -> Condition:
    """A condition that is a group of its own."""
    is_on = state == "on"
    return Condition(message, "on" if is_on else "off", message.key, 0, tuple(channels))
