"""Usage as it is seen at one instant, from which any scope and any end is projected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tokenomics.costing import CostQuery
from tokenomics.projection.events import Event
from tokenomics.projection.flows import LEARNT, Flows, Key, Usage, fewer, flows_of, span
from tokenomics.projection.project import Projection, project
from tokenomics.projection.steps import Length, Step, steps

# A ledger whose newest record is older has no news of the time since.
MAX_AGE = timedelta(hours=26)


class Seen(NamedTuple):
    """Flows in past steps, of usage that is known up to `known`; all after it is to come.

    `where` are the filters that the flows were found by, `newest` is the newest of all records.
    """

    flows: Flows
    past: tuple[Step, ...]
    known: datetime
    newest: datetime | None
    length: Length
    tz: str
    where: tuple[tuple[str, str], ...]


def see(  # noqa: PLR0913
    usage: Usage,
    query: CostQuery,
    names: Sequence[str],
    *,
    now: datetime,
    until: datetime,
    length: Length = "day",
    max_age: timedelta = MAX_AGE,
) -> Seen:
    """What is seen `now` of the usage that a query's filters pick, by `names`, to project up to `until`.

    Where the newest record is older than `max_age`, nothing is known of the time after it. Raises
    as `costs` does.
    """
    reach = span(usage)
    newest = reach[1] if reach else None
    known = now if newest is None or now - newest <= max_age else newest
    (running,) = steps(length, known, known + timedelta(microseconds=1), query.tz)
    first = max(reach[0] if reach else known, running.start - LEARNT[length])
    past = steps(length, first, running.start, query.tz) if first < running.start else ()
    flows = flows_of(
        usage, query._replace(prices_at=known), names, past, length=length, until=until
    )
    return Seen(flows, past, known, newest, length, query.tz, query.where)


def expect(
    seen: Seen,
    since: datetime,
    until: datetime,
    *,
    keys: Sequence[Key] | None = None,
    events: Sequence[Event] = (),
    where: Sequence[tuple[str, str]] = (),
) -> Projection:
    """What some flows, by default all, come to from `since`, or from what is known, up to `until`.

    `where` picks them besides the filters they were found by.
    """
    return project(
        seen.flows,
        list(seen.flows.past) if keys is None else keys,
        seen.past,
        steps(seen.length, seen.known, until, seen.tz),
        since=max(since, seen.known),
        length=seen.length,
        tz=seen.tz,
        events=events,
        where=(*seen.where, *where),
    )


def by_fewer(seen: Seen, names: Sequence[str]) -> Seen:
    """What is seen, by some of its names only: to the last digit what is seen by these alone."""
    return seen._replace(flows=fewer(seen.flows, names))


def history(seen: Seen, keys: Sequence[Key] | None = None) -> int:
    """The steps from the first cost of some flows on."""
    chosen = [seen.flows.past[key] for key in (seen.flows.past if keys is None else keys)]
    begun = (i for i in range(len(seen.past)) if any(series[i] for series in chosen))
    return len(seen.past) - next(begun, len(seen.past))
