"""A comparison as grids of texts: its measures from old to new, and its groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tokenomics.analysis.intervals import NO_INTERVAL
from tokenomics.analysis.listing import Value
from tokenomics.comparing.difference import COLUMNS, Diff
from tokenomics.comparing.group import COUNTS, UNITS, Unit
from tokenomics.comparing.words import interval_words, percent_change, places_of
from tokenomics.records.money import EXACT, ZERO, largest_remainder, total
from tokenomics.records.words import count, money, places_for, visible
from tokenomics.report.drawing import Grid, without

UNKNOWN = "-"
_HEAD = ("", "base", "head", "change", "%", "95 %")


def measures(diff: Diff) -> Grid:
    """The whole: what it cost, what of the change is of prices, and each unit with its cost."""
    rows = [*_costs(diff)]
    for unit in UNITS:
        if diff.value(COUNTS[unit]) is not None or diff.value(f"{COUNTS[unit]}_before") is not None:
            rows += [_count(diff, unit), _unit_cost(diff, unit)]
    return Grid(1, _HEAD, tuple(rows))


def _costs(diff: Diff) -> Iterator[tuple[str, ...]]:
    """The cost, and what of its change is of usage and what of prices, where prices changed any of it.

    They are rounded so that what is shown adds up to what the head cost.
    """
    before, after, usage, price = (
        diff.amount(name) for name in ("cost_before", "cost", "usage", "price")
    )
    places, share = _places(diff), diff.amount("cost_change")
    ends = [UNKNOWN if value is None else money(value, places) for value in (before, after)]
    if usage is None or price is None:
        change = diff.amount("change")
        yield ("cost", *ends, _signed(change, places), _percent(share), "")
        return
    _, *parts = largest_remainder([before or ZERO, usage, price], places)
    yield ("cost", *ends, _signed(total(parts), places), _percent(share), "")
    if price:
        for name, part in zip(("  by usage", "  by price"), parts, strict=True):
            yield (name, "", "", _signed(part, places), "", "")


def _count(diff: Diff, unit: Unit) -> tuple[str, ...]:
    what = COUNTS[unit]
    before, after = diff.value(f"{what}_before"), diff.value(what)
    texts = [UNKNOWN if value is None else count(value) for value in (before, after)]
    if before is None or after is None:
        return (what, *texts, "", "", "")
    change = int(after) - int(before)
    share = Decimal(change) / before if before else None
    return (what, *texts, f"{change:+,}" if change else "0", _percent(share), "")


def _unit_cost(diff: Diff, unit: Unit) -> tuple[str, ...]:
    name = f"cost_per_{unit}"
    before, after = (diff.amount(f"{name}{end}") for end in ("_before", ""))
    places = places_of(before, after)
    texts = [UNKNOWN if value is None else money(value, places) for value in (before, after)]
    change = None if before is None or after is None else EXACT.subtract(after, before)
    share = diff.amount(f"{name}_change")
    ends = diff.interval(unit)
    sure = "" if ends == NO_INTERVAL else interval_words(ends).removeprefix("95 %: ")
    return (f"cost per {unit}", *texts, _signed(change, places), _percent(share), sure)


def groups(diff: Diff, most: int | None = None) -> Grid:
    """The groups with their costs and changes, which sum to the whole's; only the first `most` of them."""
    columns = [column.name for column in diff.listing.columns]
    names = len(columns) - len(COLUMNS)
    rows, whole = diff.listing.rows, diff.listing.total or ()
    places = _places(diff)
    at = [columns.index(name) for name in ("cost_before", "cost")]
    apart = [_rest([row[i] for row in rows], whole[i]) for i in at]
    cells = [
        _shown([row[i] for row in rows], rest, places) for i, rest in zip(at, apart, strict=True)
    ]
    share, mark = columns.index("cost_change"), columns.index("mark")
    body = tuple(
        (
            *(visible(None if part is None else str(part)) for part in row[:names]),
            *(UNKNOWN if cell is None else money(cell, places) for cell in (before, after)),
            _signed(_between(before, after), places),
            _percent(_amount(row[share])), str(row[mark] or ""),
        )
        for row, before, after in zip(rows[:most], *cells, strict=False)
    )  # fmt: skip
    shown = Grid(names, (*columns[:names], "base", "head", "change", "%", ""), body)
    return shown if any(row[-1] for row in body) else without(shown, len(shown.head) - 1)


def _rest(values: Sequence[Value], whole: Value) -> Decimal:
    """What is of no row that is shown."""
    known = [value for value in values if isinstance(value, Decimal)]
    left = whole if isinstance(whole, Decimal) else ZERO
    for value in known:
        left = EXACT.subtract(left, value)
    return left


def _shown(values: Sequence[Value], rest: Decimal, places: int) -> list[Decimal | None]:
    """The amounts rounded so that they sum to the whole."""
    known = [value for value in values if isinstance(value, Decimal)]
    found = iter(largest_remainder([*known, rest], places))
    return [next(found) if isinstance(value, Decimal) else None for value in values]


def _between(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """The change of what is shown."""
    return None if before is after is None else EXACT.subtract(after or ZERO, before or ZERO)


def _places(diff: Diff) -> int:
    """Decimals for all amounts of costs, so that they add up as shown."""
    costs = [diff.amount(name) or ZERO for name in ("cost_before", "cost")]
    return places_for(max(costs))


def _amount(value: Value) -> Decimal | None:
    return None if value is None else Decimal(value)


def _signed(value: Decimal | None, places: int) -> str:
    if value is None:
        return ""
    text = money(value or ZERO, places)
    return f"+{text}" if value > 0 else text


def _percent(share: Decimal | None) -> str:
    return "" if share is None else percent_change(share).removesuffix(" %")
