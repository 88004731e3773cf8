"""Which prices by quantity records touch: their accounts and periods as columns of the rate key."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.books.graduated import Graduated, period_end, period_start
from tokenomics.books.match import matches
from tokenomics.queries import literal
from tokenomics.rate_keys import NULL, Cuts, step_sql
from tokenomics.records import meters
from tokenomics.timezones import instant_sql

# What lies outside has a wrong clock, and no period of which anything could be known.
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)

NO_PERIOD = "0"

Names = Collection[tuple[str, str | None]]


class Graduation(NamedTuple):
    """The prices by quantity that records touch.

    `providers` are the names under which the records know those who ask these prices, `meters`
    the meters in use that may be charged them. `starts` are the first instants of all periods, in
    order; the last period ends at `end`.
    """

    entries: tuple[Graduated, ...]
    providers: tuple[str, ...]
    meters: tuple[str, ...]
    starts: tuple[datetime, ...]
    end: datetime


NONE = Graduation((), (), (), (), _FIRST)


def graduation_of(
    book: Book, names: Names, used: Collection[str], first: datetime, last: datetime
) -> Graduation:
    """What records of these (provider, model) names touch that use these meters between two instants."""
    entries = tuple(
        entry
        for entry in book.graduated
        if entry.retracted_at is None
        and _meters_of(book, entry, used)
        and any(_is_reached(book, entry, *name) for name in names)
    )
    if not entries:
        return NONE
    first, last = max(first, _FIRST), min(last, _LAST)
    return Graduation(
        entries=entries,
        providers=providers_of(book, names, entries),
        meters=tuple(sorted({m for entry in entries for m in _meters_of(book, entry, used)})),
        starts=tuple(sorted({at for entry in entries for at in _starts(entry, first, last)})),
        end=max(period_end(entry, last) for entry in entries),
    )


def providers_of(book: Book, names: Names, entries: Collection[Graduated]) -> tuple[str, ...]:
    """The names of providers in records that ask these prices."""
    asked = {entry.reach.provider for entry in entries}
    found = {
        provider
        for provider, model in names
        if any(match.provider in asked for match in matches(book, provider, model or ""))
    }
    return tuple(sorted(found))


def widened(
    book: Book, used: Collection[str], since: datetime | None, until: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The period with the whole of every period that prices by quantity of meters in use count over."""
    entries = [entry for entry in book.graduated if _meters_of(book, entry, used)]
    first = min((period_start(entry, since) for entry in entries), default=since) if since else None
    last = max((period_end(entry, until) for entry in entries), default=until) if until else None
    return first, last


def with_windows(cuts: Cuts, graduation: Graduation, last: datetime) -> Cuts:
    """The cuts with those instants at which prices by quantity come into force or end."""
    edges = {at for entry in graduation.entries for at in entry.reach.window if at is not None}
    found = {at for at in edges if cuts.first < at <= last}
    return cuts._replace(instants=tuple(sorted(found.union(cuts.instants))))


def uses_sql(graduation: Graduation) -> str:
    """SQL of whether a record uses anything that may have a price by quantity."""
    if "requests" in graduation.meters:
        return "true"
    return f"({' OR '.join(f'coalesce({name}, 0) > 0' for name in graduation.meters)})"


def key_columns(graduation: Graduation, used: Collection[str]) -> dict[str, str]:
    """The account and the period as SQL of a stored record: 0 and null where nothing is counted."""
    names = ", ".join(map(literal, graduation.providers))
    pooled = [entry.pooled for entry in graduation.entries]
    by_account = not all(pooled) and "scope_id" in used
    if not names or not (by_account or any(pooled)):
        return {"account": NULL, "period": NO_PERIOD}
    uses = f"CASE WHEN provider IN ({names}) AND {uses_sql(graduation)}"
    return {
        "account": f"{uses} THEN scope_id END" if by_account else NULL,
        "period": f"{uses} THEN {period_sql(graduation, 'ts')} ELSE 0 END",
    }


def period_sql(graduation: Graduation, ts: str) -> str:
    """SQL of how many periods have begun at an instant."""
    return step_sql(ts, [instant_sql(at) for at in graduation.starts])


def _is_reached(book: Book, entry: Graduated, provider: str, model: str | None) -> bool:
    return any(
        match.provider == entry.reach.provider
        and (not entry.reach.models or match.model in entry.reach.models)
        for match in matches(book, provider, model or "")
    )


def _meters_of(book: Book, entry: Graduated, used: Collection[str]) -> tuple[str, ...]:
    """The meters in use that may be charged the entry's prices, their own or by a fall-back."""
    known = [name for name in meters.NAMES if name in used or name == "requests"]
    if not entry.reach.meters:
        return tuple(known)
    wanted = set(entry.reach.meters)
    rules = book.providers[entry.reach.provider].fallbacks
    while more := {rule.meter for rule in rules if rule.to in wanted} - wanted:
        wanted |= more
    return tuple(name for name in known if name in wanted)


def _starts(entry: Graduated, first: datetime, last: datetime) -> Iterator[datetime]:
    at = period_start(entry, first)
    while at <= last:
        yield at
        at = period_end(entry, at)
