"""Costs that are no model calls, and their shares: exact parts that sum to the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.costing import CostRow
from tokenomics.dimensions import of_scope
from tokenomics.engine import Engine
from tokenomics.queries import sql
from tokenomics.records.meters import is_token
from tokenomics.records.money import ZERO, round_fraction, shared_out, total
from tokenomics.timezones import from_micros

_MICRO = timedelta(microseconds=1)
# A period that is stated in days ends with the last microsecond of one, which it includes.
_SECOND = 1_000_000


class Overhead(NamedTuple):
    """A cost of a period, confined to a scope (dimension's name -> value), and how it is shared out.

    `end` None says that it falls due at `start`. `allocate_by` is requests, tokens, cost, tasks or
    even.
    """

    name: str
    nature: str
    start: datetime
    end: datetime | None
    amount: Decimal
    currency: str
    scope: Mapping[str, str]
    allocate_by: str


Key = tuple[str | None, ...]


class Share(NamedTuple):
    """What a part of a report's group weighs: the same measures that overheads are shared out by.

    `key` names the part, `group` the group.
    """

    values: Mapping[str, str | None]
    requests: int
    tokens: int
    cost: Decimal
    tasks: int
    group: Key = ()
    key: Key = ()


def overheads(con: Engine, relation: str) -> list[Overhead]:
    """The overheads of a relation with their columns. Without a word they are opex, by cost."""
    rows = con.execute(sql("overheads", overheads=relation)).fetchall()
    return [
        Overhead(
            name=name,
            nature=nature or "opex",
            start=from_micros(first),
            end=None if last is None else from_micros(last + (last % _SECOND == _SECOND - 1)),
            amount=amount,
            currency=currency,
            scope={of_scope(name).name: value for name, value in (scope or {}).items()},
            allocate_by=by or "cost",
        )
        for name, nature, first, last, amount, currency, scope, by in rows
    ]


def touches(found: Overhead, since: datetime | None, until: datetime | None) -> bool:
    """Whether any time of an overhead belongs to a period."""
    if until is not None and found.start >= until:
        return False
    if found.end is None or found.end <= found.start:
        return since is None or found.start >= since
    return since is None or found.end > since


def within(found: Overhead, since: datetime | None, until: datetime | None) -> Decimal:
    """The part of the amount that belongs to a period, by time, half-even to 18 decimals."""
    if not touches(found, since, until):
        return ZERO
    if found.end is None or found.end <= found.start:
        return found.amount
    first = max(found.start, since or found.start)
    last = min(found.end, until or found.end)
    share = Fraction((last - first) // _MICRO, (found.end - found.start) // _MICRO)
    return round_fraction(Fraction(found.amount) * share)


def due(
    found: Iterable[Overhead], since: datetime | None, until: datetime | None
) -> list[tuple[Overhead, Decimal]]:
    """The overheads that cost anything in a period, with what they do; equal ones are joined."""
    alike: dict[tuple[object, ...], list[Overhead]] = defaultdict(list)
    for each in found:
        scope = tuple(sorted(each.scope.items()))
        alike[each.name, each.nature, each.currency, each.allocate_by, scope].append(each)
    amounts = [
        (equal[0], total(within(each, since, until) for each in equal)) for equal in alike.values()
    ]
    return [(each, amount) for each, amount in amounts if amount]


def shares_of(
    rows: Iterable[CostRow], names: Sequence[str], tasks: Mapping[Key, int], by: int
) -> list[Share]:
    """What rows weigh whose keys begin with the values of these dimensions; the first `by` name the group.

    `tasks` has their number by key, of rows without a call too.
    """
    called = {row.key: row for row in rows}
    nothing = CostRow((), 0, {}, ZERO)
    return [
        Share(
            values=dict(zip(names, key, strict=False)),
            requests=row.requests,
            tokens=sum(int(n) for meter, n in row.meters.items() if is_token(meter)),
            cost=row.cost or ZERO,
            tasks=tasks.get(key, 0),
            group=key[:by],
            key=key,
        )
        for key in dict.fromkeys((*called, *tasks))
        for row in (called.get(key, nothing),)
    ]


def borne(
    owed: Iterable[tuple[Overhead, Decimal]], among: Sequence[Share]
) -> tuple[dict[Key, Decimal], list[tuple[Overhead, Decimal]]]:
    """What each share bears of what is owed, by its key, and what of it nothing is in the scope of."""
    parts: dict[Key, Decimal] = {}
    idle: list[tuple[Overhead, Decimal]] = []
    for found, amount in owed:
        of_this = shared(found, amount, among)
        if not any(of_this):
            idle.append((found, amount))
        for share, part in zip(among, of_this, strict=True):
            parts[share.key] = total((parts.get(share.key), part))
    return parts, idle


def shared(found: Overhead, amount: Decimal, among: Sequence[Share]) -> list[Decimal]:
    """What of the amount each group bears; nothing where no group is in its scope.

    The parts sum to the amount.
    """
    weights = [_weight(found, share) for share in among]
    if found.allocate_by == "even":
        weights = _even(weights, among)
    return shared_out(amount, weights) if any(weights) else [ZERO for _ in among]


def _weight(found: Overhead, share: Share) -> Fraction:
    if any(share.values.get(name) != value for name, value in found.scope.items()):
        return Fraction(0)
    if found.allocate_by == "even":
        # Within a group its parts weigh by their tasks; a group without any is a group all the same.
        return Fraction(share.tasks or 1)
    return Fraction(getattr(share, found.allocate_by))


def _even(weights: Sequence[Fraction], among: Sequence[Share]) -> list[Fraction]:
    """The same weight for each group, whatever its parts weigh together."""
    whole: dict[tuple[str | None, ...], Fraction] = defaultdict(Fraction)
    for weight, share in zip(weights, among, strict=True):
        whole[share.group] += weight
    return [
        weight / whole[share.group] if weight else weight
        for weight, share in zip(weights, among, strict=True)
    ]


def scopes(found: Sequence[Overhead]) -> Iterator[str]:
    """The dimensions that overheads are confined by, each once."""
    yield from dict.fromkeys(name for each in found for name in each.scope)
