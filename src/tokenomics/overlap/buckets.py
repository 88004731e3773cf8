"""A provider's sums beside the logs of the same calls: which sums count, and what they add.

Quantities are whole numbers of a meter's smallest part (a token, a millionth of a search), so that
everything is integer arithmetic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tokenomics.overlap.found import Overlap
from tokenomics.records.meters import BY_NAME, is_whole

Quantities = Mapping[str, int]

DAY = 24 * 3600 * 1_000_000
# How sums of one session begin to say whose they are.
SESSION = "session:"
_END = 1 << 62
# Where a sum does not state a meter apart, the meter is inside another one of the sum.
_WITHIN = {
    "reasoning": ("output",),
    "citation": ("output",),
    "cache_write": ("cache_write_5m", "input"),
    "cache_write_5m": ("cache_write", "input"),
    "cache_write_1h": ("cache_write", "input"),
    "cache_write_12h": ("cache_write", "input"),
}


class Bucket(NamedTuple):
    """One sum of a provider: of a model family in a stretch of time, in microseconds since 1970.

    `by_gateway` says that a gateway states it, which counts the answers of its own cache too. `whose` is
    empty unless telemetry states it: then it names the session or service whose calls are summed up.
    `has_other` says that it states quantities without a meter too, which no log is compared with.
    """

    id: str
    source: str
    provider: str
    scope: str
    series: str
    operation: str
    family: str
    tier: str
    first: int
    last: int
    by_gateway: bool
    whose: str
    has_other: bool
    quantities: Quantities


class Cell(NamedTuple):
    """What sums and logs are compared in."""

    provider: str
    family: str
    first: int
    last: int
    by_gateway: bool
    whose: str


def cell_of(bucket: Bucket) -> Cell:
    """The cell that a sum belongs to.

    Telemetry's own stretches are as short as a minute, and a call is logged by its start and summed up
    when it is over: so they are compared by the day, and those of a session with all that it did.
    """
    first, last = bucket.first, bucket.last
    if bucket.whose.startswith(SESSION):
        first, last = 0, _END
    elif bucket.whose:
        days = days_of(bucket)
        first, last = days.start * DAY, days.stop * DAY
    return Cell(bucket.provider, bucket.family, first, last, bucket.by_gateway, bucket.whose)


def days_of(bucket: Bucket) -> range:
    """The days that a sum touches, counted from 1970 on."""
    return range(bucket.first // DAY, max(bucket.first, bucket.last - 1) // DAY + 1)


def chosen(buckets: Sequence[Bucket]) -> tuple[list[Bucket], list[Overlap]]:
    """The sums that count: of several series of one provider, account, operation and day the
    provider's own before a gateway's, and of those the greatest that name models. A sum that names
    no account or no operation may be about any. Telemetry's sums are added where none of these are.
    """
    days: dict[tuple[str, int], dict[_Series, list[Bucket]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for bucket in buckets:
        if not bucket.whose:
            of_day = days[bucket.provider, bucket.first // DAY]
            of_day[bucket.source, bucket.series].append(bucket)
    kept: list[Bucket] = []
    clashes: dict[tuple[str, _Series, _Series], list[_Clash]] = defaultdict(list)
    for (provider, _), of_day in days.items():
        stand, out = _of_day(of_day)
        kept += stand
        for clash in out:
            clashes[provider, clash.kept, clash.left].append(clash)
    rivals: dict[tuple[str, int], list[Bucket]] = defaultdict(list)
    for bucket in kept:
        for day in days_of(bucket):
            rivals[bucket.provider, day].append(bucket)
    for bucket in buckets:
        if bucket.whose:
            found = _summed_up(bucket, rivals)
            kept += [] if found else [bucket]
            for clash in found:
                clashes[bucket.provider, clash.kept, clash.left].append(clash)
    return kept, [_told(*names, seen) for names, seen in clashes.items()]


_Series = tuple[str, str]


class _Clash(NamedTuple):
    """A series of a day that gave way to another one."""

    kept: _Series
    left: _Series
    calls: int
    agree: bool


def _of_day(of_day: Mapping[_Series, list[Bucket]]) -> tuple[list[Bucket], list[_Clash]]:
    """The sums of one provider's day that count, and the series that gave way."""

    def rank(name: _Series) -> tuple[bool, bool, int, int, _Series]:
        mine = of_day[name]
        has_models = any(bucket.family for bucket in mine)
        by_gateway = any(bucket.by_gateway for bucket in mine)
        return not has_models, by_gateway, -_size(mine), -name[1].count(","), name

    order = sorted(of_day, key=rank)
    stand: dict[_Series, list[Bucket]] = {}
    clashes: list[_Clash] = []
    for name in order:
        mine = of_day[name]
        for other, theirs in stand.items():
            left = [b for b in mine if any(_compete(b, rival) for rival in theirs)]
            if left:
                rivals = [b for b in theirs if any(_compete(b, rival) for rival in left)]
                agree = _size(left) == _size(rivals)
                clashes.append(_Clash(other, name, len(left), agree))
                mine = [b for b in mine if b not in left]
        stand[name] = mine
    return [bucket for found in stand.values() for bucket in found], clashes


def _summed_up(measured: Bucket, rivals: Mapping[tuple[str, int], list[Bucket]]) -> list[_Clash]:
    """What a provider or a gateway sums up of the days of telemetry's sum; nothing where none does.

    That it holds the calls of telemetry is certain of the provider's own sums, if they are of all these days.
    """
    days = [rivals.get((measured.provider, day), []) for day in days_of(measured)]
    near = [[b for b in of_day if _may_hold(b, measured)] for of_day in days]
    first = next((of_day[0] for of_day in near if of_day), None)
    if first is None:
        return []
    is_sure = all(any(not b.by_gateway for b in of_day) for of_day in near)
    names = [(b.source, b.series) for b in (first, measured)]
    return [_Clash(names[0], names[1], 1, is_sure)]


def _may_hold(summed: Bucket, measured: Bucket) -> bool:
    is_ours = summed.scope == measured.scope or not summed.scope or not measured.scope
    return is_ours and not summed.quantities.keys().isdisjoint(measured.quantities)


def _compete(one: Bucket, two: Bucket) -> bool:
    return all(
        a == b or not a or not b
        for a, b in ((one.scope, two.scope), (one.operation, two.operation))
    )


def _size(buckets: Iterable[Bucket]) -> int:
    """Tokens and requests together: enough to tell the fuller of two sums of the same usage."""
    return sum(
        quantity
        for bucket in buckets
        for meter, quantity in bucket.quantities.items()
        if is_whole(BY_NAME[meter])
    )


def _told(provider: str, kept: _Series, left: _Series, seen: Sequence[_Clash]) -> Overlap:
    names = [f"{source} ({series})" if series else source for source, series in (kept, left)]
    calls, agree = sum(clash.calls for clash in seen), all(clash.agree for clash in seen)
    return Overlap(provider, tuple(names), "series", calls, agree)


def unlogged(
    buckets: Sequence[Bucket], logged: Mapping[Cell, Mapping[str, Quantities]]
) -> dict[str, dict[str, int]]:
    """What of each sum no log states, by the sum's id; sums of which nothing is left are left out.
    One with quantities that have no meter is always left with them.

    `logged` holds what logs state of a cell, by tier. What a cell lacks altogether is shared out
    among its tiers by what each lacks, and within a tier by size.
    """
    cells: dict[Cell, list[Bucket]] = defaultdict(list)
    for bucket in buckets:
        cells[cell_of(bucket)].append(bucket)
    rest = defaultdict[str, dict[str, int]](dict, {b.id: {} for b in buckets if b.has_other})
    for cell, found in cells.items():
        stated = {meter for bucket in found for meter in bucket.quantities}
        seen = {tier: _folded(used, stated) for tier, used in logged.get(cell, {}).items()}
        for meter in stated:
            _share_out(
                found, meter, {tier: used.get(meter, 0) for tier, used in seen.items()}, rest
            )
    return dict(rest)


def _share_out(
    buckets: Sequence[Bucket],
    meter: str,
    seen: Mapping[str, int],
    rest: dict[str, dict[str, int]],
) -> None:
    tiers: dict[str, list[Bucket]] = defaultdict(list)
    for bucket in buckets:
        if bucket.quantities.get(meter):
            tiers[bucket.tier].append(bucket)
    sizes = {tier: sum(b.quantities[meter] for b in found) for tier, found in tiers.items()}
    lacking = [max(0, sizes[tier] - seen.get(tier, 0)) for tier in tiers]
    missing = max(0, sum(sizes.values()) - sum(seen.values()))
    for part, found in zip(shares(missing, lacking), tiers.values(), strict=True):
        parts = shares(part, [bucket.quantities[meter] for bucket in found])
        for bucket, amount in zip(found, parts, strict=True):
            if amount:
                rest[bucket.id][meter] = amount


def shares(whole: int, weights: Sequence[int]) -> list[int]:
    """A whole number in parts by weight that sum to it; the last digits go by rounding the sums."""
    total, reached, given = sum(weights), 0, 0
    parts: list[int] = []
    for weight in weights:
        reached += weight
        upto = whole * reached // total if total else 0
        parts.append(upto - given)
        given = upto
    return parts


def _folded(used: Quantities, stated: Iterable[str]) -> dict[str, int]:
    """What logs state, under the meters that the sums have."""
    known, found = set(stated), dict[str, int]()
    for meter, quantity in used.items():
        home = next((name for name in (meter, *_homes(meter)) if name in known), None)
        if home is not None:
            found[home] = found.get(home, 0) + quantity
    return found


def _homes(meter: str) -> tuple[str, ...]:
    """The meters that hold a meter where it is not stated apart, the nearest first."""
    parent = BY_NAME[meter].parent if meter in BY_NAME else None
    return _WITHIN.get(meter, (parent,) if parent and parent != meter else ())
