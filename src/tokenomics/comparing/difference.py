"""Two sides compared: what changed in all and by group, at one price, by prices, and beyond noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.intervals import Interval, relative
from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.quality_tasks import LEAST_TASKS
from tokenomics.comparing.group import COUNTS, NOTHING, UNITS, Group, Key, Unit
from tokenomics.comparing.measured import Measured
from tokenomics.comparing.verdicts import Verdict
from tokenomics.costing import CostQuery
from tokenomics.costing.coverage import Unpriced
from tokenomics.records.money import EXACT, ZERO, ratio, total
from tokenomics.records.words import many

KIND, TITLE = "diff", "What changed"
NEW, GONE, UNPRICED = "new", "gone", "unpriced"


def _unit_columns(unit: Unit) -> Iterator[Column]:
    what, name = COUNTS[unit], f"cost_per_{unit}"
    yield Column(f"{what}_before", "count", f"{what.capitalize()} of the base.", spare=True)
    yield Column(what, "count", f"{what.capitalize()} of the head.", spare=True)
    yield Column(f"{name}_before", "money", f"What one {unit} cost in the base.", spare=True)
    yield Column(name, "money", f"What one {unit} costs in the head.", spare=True)
    yield Column(f"{name}_change", "share", "Its change, as a share of what it was.", spare=True)
    yield Column(f"{name}_change_low", "share", "From where on the change of the whole lies with 95 % confidence, by drawing both sides again.", spare=True)  # fmt: skip
    yield Column(f"{name}_change_high", "share", "Up to where it does.", spare=True)


COLUMNS = (
    Column("mark", "mark", "Whether the group is new, gone or unpriced, which is at least partly without a price."),
    Column("cost_before", "part", "What the base cost, at prices of its time.", "base"),
    Column("cost", "part", "What the head cost, at prices of its time.", "head"),
    Column("change", "part", "The change of the cost, the sum of the next two."),
    Column("usage", "part", "What other usage changed, at the prices of the head's last call.", "by usage", spare=True),
    Column("price", "part", "What other prices of the same usage changed.", "by price", spare=True),
    Column("cost_change", "share", "The change as a share of what it was.", "change in %"),
    *(column for unit in UNITS for column in _unit_columns(unit)),
)  # fmt: skip


class Side(NamedTuple):
    """What is compared: as it was named, of which kind, and its first and last call."""

    name: str
    kind: str
    first: datetime | None
    last: datetime | None
    requests: int


class Diff(NamedTuple):
    """A comparison: `listing` has a row a group and the whole as its total, `gates` how they were judged.

    `unit` is what the headline is about, `unpriced` what has no price in the head and was not in the
    base's list of such, `sizes` how many units each side has (of successes: closed tasks). `drawn` are
    those whose costs have intervals, `is_priced` whether all their usage has a price,
    `is_same` whether nothing changed, in all and in any group.
    """

    listing: Listing
    base: Side
    head: Side
    unit: Unit
    unpriced: tuple[Unpriced, ...]
    sizes: Mapping[Unit, tuple[int, int]]
    gates: tuple[Verdict, ...] = ()
    drawn: frozenset[Unit] = frozenset()
    is_priced: bool = True
    is_same: bool = False

    def value(self, name: str) -> Decimal | int | None:
        """A figure of the whole."""
        columns = [column.name for column in self.listing.columns]
        found = (self.listing.total or ())[columns.index(name)]
        return None if isinstance(found, str) else found

    def amount(self, name: str) -> Decimal | None:
        """A figure of the whole that is an amount or a share."""
        found = self.value(name)
        return None if found is None else Decimal(found)

    def interval(self, unit: Unit) -> Interval:
        """Where the change of the whole's cost per unit lies."""
        name = f"cost_per_{unit}_change"
        return Interval(self.amount(f"{name}_low"), self.amount(f"{name}_high"))


def _has_changed(values: Sequence[Value]) -> bool:
    of = {column.name: value for column, value in zip(COLUMNS, values, strict=True)}
    changes = ("change", "usage", "price", *(f"cost_per_{unit}_change" for unit in UNITS))
    counts = [(of[f"{what}_before"], of[what]) for what in COUNTS.values()]
    moved = any(was != now for was, now in counts)
    marks = str(of["mark"] or "").split(", ")
    return NEW in marks or GONE in marks or moved or any(of[name] for name in changes)


def difference(
    base: Measured,
    head: Measured,
    sides: Sequence[tuple[str, str]],
    query: CostQuery,
    unit: Unit | None = None,
) -> Diff:
    """The comparison of two sides that were asked the same; `unit` is what the headline is about.

    `sides` are the name and the kind of each. Without `unit` the headline is about a success where both
    sides know any, else a request. Groups stand in the order of their changes, the greatest first.
    """
    base, head = _of_one_side(base, head), _of_one_side(head, base)
    unpriced = _newly_unpriced(base, head)
    # A report that is by something else has no groups, and nothing is new or gone for that.
    has_groups = all(side.groups or not side.whole.requests for side in (base, head))
    keys = dict.fromkeys([*head.groups, *base.groups]) if has_groups else {}
    found = [(key, _values(base.groups.get(key), head.groups.get(key))) for key in keys]
    rows = [(*key, *values) for key, values in sorted(found, key=_order)]
    intervals = _intervals(base, head)
    whole = _values(base.whole, head.whole, intervals)
    listing = Listing(
        KIND,
        f"{TITLE} from {sides[0][0]} to {sides[1][0]}",
        (*names(query.by), *COLUMNS),
        limited(rows, query.limit),
        head.report,
        len(rows),
        total=(*(None for _ in query.by), *whole),
        remarks=tuple(_remarks(base, head)),
    )
    of = [
        Side(name, kind, side.report.first, side.report.last, side.whole.requests)
        for (name, kind), side in zip(sides, (base, head), strict=True)
    ]
    is_bought = base.whole.successes and head.whole.successes
    return Diff(
        listing, of[0], of[1], unit or ("success" if is_bought else "request"),
        unpriced,
        {unit: (base.sizes.get(unit, 0), head.sizes.get(unit, 0)) for unit in UNITS}, drawn=frozenset(intervals),
        is_priced=not (base.whole.has_unpriced or head.whole.has_unpriced),
        is_same=not unpriced and not any(map(_has_changed, (whole, *(of for _, of in found)))),
    )  # fmt: skip


def _of_one_side(side: Measured, other: Measured) -> Measured:
    """The side, of whose groups those that the other one has not cost the same at any prices.

    What is new or gone is so by usage: nothing is there whose price could have changed.
    """
    if side.whole.then is None:
        return side
    groups = {
        key: group if key in other.groups else group._replace(then=group.cost)
        for key, group in side.groups.items()
    }
    then = total(group.then for group in groups.values())
    return side._replace(groups=groups, whole=side.whole._replace(then=then))


def _values(
    base: Group | None, head: Group | None, intervals: Mapping[Unit, Interval] | None = None
) -> tuple[Value, ...]:
    """The figures of a group, or of the whole, in the order of COLUMNS."""
    is_missing = intervals is None and bool(
        (base and base.has_unpriced) or (head and head.has_unpriced)
    )
    marks = [NEW] if base is None else [GONE] if head is None else []
    mark = ", ".join([*marks, *([UNPRICED] if is_missing else [])]) or None
    was, now = base or _beside(head), head or _beside(base)
    change, usage = _change(was.cost, now.cost), _change(was.then, now.then)
    is_compared = change is not None and was.then is not None and now.then is not None
    by_price = EXACT.subtract(change, usage or ZERO) if is_compared and change is not None else None
    figures: list[Value] = [mark, was.cost, now.cost, change]
    figures += [usage if is_compared else None, by_price, share_of(was.cost, now.cost)]
    for unit in UNITS:
        costs = was.unit_cost(unit), now.unit_cost(unit)
        sure = (intervals or {}).get(unit, Interval(None, None))
        figures += [was.number(unit), now.number(unit), *costs, share_of(*costs), *sure]
    return tuple(figures)


def _beside(other: Group | None) -> Group:
    """What stands where a group has no call: nothing, of whose change nothing is known where none has a price."""
    unknown = other is not None and other.cost is None
    return NOTHING._replace(cost=None, then=None) if unknown else NOTHING


def _change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    return None if before is after is None else EXACT.subtract(after or ZERO, before or ZERO)


def share_of(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """The change as a share of what was before; None where there was nothing."""
    if before is None or after is None or not before:
        return None
    return ratio(EXACT.subtract(after, before), before)


def _order(each: tuple[Key, tuple[Value, ...]]) -> tuple[object, ...]:
    key, values = each
    change, cost = values[3], values[2]
    sizes = [abs(value) if isinstance(value, Decimal) else ZERO for value in (change, cost)]
    return (*(-size for size in sizes), *((part is None, part or "") for part in key))


def _intervals(base: Measured, head: Measured) -> dict[Unit, Interval]:
    found: dict[Unit, Interval] = {}
    for unit in UNITS:
        if unit in base.samples and unit in head.samples and _are_many(base, head, unit):
            found[unit] = relative(base.samples[unit], head.samples[unit])
    return found


def _are_many(base: Measured, head: Measured, unit: Unit) -> bool:
    """Whether there are enough to be drawn again; fewer tell of themselves alone."""
    return min(base.sizes.get(unit, 0), head.sizes.get(unit, 0)) >= LEAST_TASKS


def _newly_unpriced(base: Measured, head: Measured) -> tuple[Unpriced, ...]:
    known = {(entry.provider, entry.model) for entry in base.report.unpriced}
    return tuple(
        entry for entry in head.report.unpriced if (entry.provider, entry.model) not in known
    )


def _remarks(base: Measured, head: Measured) -> Iterator[str]:
    for name, side in (("base", base), ("head", head)):
        if side.report.first is None and not side.whole.requests:
            yield f"the {name} has no record"
        elif side.whole.has_unpriced:
            yield f"some usage of the {name} has no price and is in no amount"
        besides, counts = side.report.totals.besides, side.report.totals.tasks
        if besides is not None and besides.cost:
            told = besides.words(side.report.query.currency)
            yield f"the cost per task and success of the {name} has {told} in it"
        if counts is not None and counts.open:
            are = "is" if counts.open == 1 else "are"
            yield (
                f"{many(counts.open, 'task')} of the {name} {are} open and in no cost per success,"
                " which rises with each that fails"
            )
        yield from (f"{name}: {remark}" for remark in side.remarks)
