"""Charts of answers: what of an answer's rows is drawn, and which words stand beside it.

Rows are mappings of column to value, as frames and listings have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tokenomics.analysis.drivers import COLUMNS as DRIVERS
from tokenomics.analysis.listing import Column
from tokenomics.analysis.waste import SAVED
from tokenomics.charts import (
    Bar,
    Day,
    Fill,
    Limit,
    Look,
    Range,
    Step,
    bars,
    bridge,
    course,
    daily,
    fills,
    ranges,
)
from tokenomics.charts.spec import NORMAL, Spec
from tokenomics.reconciling.reconcile import COLUMNS as RECONCILED
from tokenomics.records.errors import InputError
from tokenomics.records.money import EXACT, ZERO, parse_money, ratio, total
from tokenomics.records.words import amount, count, money, money_parts, places_for, visible

Rows = Sequence[Mapping[str, Any]]

MOST = 12
# Narrower charts have no room for many words beside a bar.
_TERSE = 200
# Beside a whole so many times as large nobody sees a part.
_SEEN = 12
_UP, _DOWN = "+", "\N{MINUS SIGN}"
_BETWEEN = " \N{MIDDLE DOT} "


def spending(rows: Rows, currency: str, *, budget: str | Decimal | None = None, look: Look = NORMAL) -> Spec:  # fmt: skip
    """The way of a forecast by day, with its range and a budget's line; of costs by day bars.

    Raises InputError for rows that are neither.
    """
    needs(rows, "day")
    if not rows or "sum" in rows[0]:
        return course(_way(rows), currency, limit_of(budget, currency), look)
    needs(rows, "cost")
    return daily([Day(str(row["day"]), row["cost"]) for row in rows], currency, look)


def by_day(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """The days of a forecast or of costs by day, each for itself."""
    needs(rows, "day")
    if rows and "sum" not in rows[0]:
        return spending(rows, currency, look=look)
    return daily(_way(rows), currency, look)


def _way(rows: Rows) -> list[Day]:
    return [
        Day(
            str(row["day"]), row["spent"], row["expected"], row["sum_low"], row["sum"], row["sum_high"]
        )
        for row in rows
    ]  # fmt: skip


def limit_of(budget: str | Decimal | None, currency: str) -> Limit | None:
    """A budget as a line: `1200`, `1200.00 USD`, or None for none; raises InputError for no amount."""
    if budget is None:
        return None
    stated = budget if isinstance(budget, Decimal) else parse_money(budget, currency).amount
    return Limit(stated, f"budget {amount(stated, currency)}")


def groups(rows: Rows, currency: str, *, most: int = MOST, look: Look = NORMAL) -> Spec:
    """What the dearest groups cost; those after `most` are one bar, so that bars sum to the whole."""
    needs(rows, "requests", "cost")
    dims = dimensions(rows)
    dear = sorted(rows, key=lambda row: -(row["cost"] or ZERO))
    named = [(_name(row, dims), row["cost"], False) for row in dear[:most]]
    if rest := dear[most:]:
        known = [row["cost"] for row in rest if row["cost"] is not None]
        named.append((f"(other, {len(rest):,} more)", total(known) if known else None, True))
    words = _parts([cost for _, cost, _ in named])
    return bars(
        [
            Bar(name, cost or ZERO, told, is_rest)
            for (name, cost, is_rest), told in zip(named, words, strict=True)
        ],
        currency,
        look,
    )


def _parts(costs: Sequence[Decimal | None]) -> list[str]:
    """Amounts rounded so that they add up; of what has no price the word for that."""
    known = [cost for cost in costs if cost is not None]
    texts = iter(money_parts(known, places_for(total(known))))
    return ["unpriced" if cost is None else next(texts) for cost in costs]


def dimensions(rows: Rows) -> list[str]:
    """The columns that groups are by: those before the requests."""
    columns = list(rows[0]) if rows else []
    return columns[: columns.index("requests")] if "requests" in columns else []


def _name(row: Mapping[str, Any], dims: Iterable[str]) -> str:
    return _BETWEEN.join(visible(row[name]) for name in dims) or "all"


def successes(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """What a success costs with the range of 95 %, the cheapest first; hollow below 30 judged tasks.

    Groups without a success are left out.
    """
    needs(rows, "judged", "cost_per_success", "cost_per_success_ci_low")
    names = list(rows[0])[: list(rows[0]).index("judged")] if rows else []
    known = [row for row in rows if row["cost_per_success"] is not None]
    known.sort(key=lambda row: row["cost_per_success"])
    told = [_range(row, names, is_terse=look.width < _TERSE) for row in known]
    return ranges(told, f"{currency} per success", look)


def _range(row: Mapping[str, Any], names: Sequence[str], *, is_terse: bool) -> Range:
    value, low, high = (
        row[f"cost_per_success{end}"] for end in ("", "_ci_low", "_ci_high")
    )  # fmt: skip
    places = places_for(value)
    span = (
        ""
        if is_terse or None in (low, high)
        else f" ({money(low, places)} to {money(high, places)})"
    )
    words = f"{money(value, places)}{span}, n = {count(row['judged'])}"
    is_small = "small sample" in (row["mark"] or "")
    return Range(_name(row, names), value, words, low, high, is_small)


def changes(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """From the cost before to the cost now, through what each factor changed of all flows together.

    Parts that would be too small to see beside these are drawn alone, and the change below them.
    """
    needs(rows, "cost_before", "change")
    ends = ("cost_before", "cost")
    return _bridged(rows, ends, ("before", "now"), _part_columns(DRIVERS, "change"), currency, look)


def variance(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """From what was metered to what was billed, through what explains the difference."""
    needs(rows, "metered", "billed", "difference")
    ends = ("metered", "billed")
    return _bridged(rows, ends, ends, _part_columns(RECONCILED, "difference"), currency, look)


def designs(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """From what calls cost to what they would have, through what each step of a design saves or costs."""
    needs(rows, "step", "cost", "cost_then", "saving")
    names = list(dict.fromkeys(row["step"] for row in rows))
    if not names:
        return bridge([], currency, look)
    of = {name: [row for row in rows if row["step"] == name] for name in names}
    start = total(row["cost"] for row in of[names[0]])
    moved = [
        (name, EXACT.subtract(ZERO, total(row["saving"] for row in of[name]))) for name in names
    ]
    end = EXACT.add(start, total(by for _, by in moved))
    return _between((start, end), ("as it was", "under the design"), moved, currency, look)


def _part_columns(columns: Sequence[Column], after: str) -> list[Column]:
    """The parts of a change: the columns of amounts after that of the change itself."""
    at = [column.name for column in columns].index(after)
    return [column for column in columns[at + 1 :] if column.what == "part"]


def _bridged(
    rows: Rows, ends: tuple[str, str], called: tuple[str, str], parts: Sequence[Column],
    currency: str, look: Look,
) -> Spec:  # fmt: skip
    start, end = (total(row[name] for row in rows) for name in ends)
    moved = [(column.heading, total(row[column.name] for row in rows)) for column in parts]
    return _between((start, end), called, moved, currency, look)


def _between(
    ends: tuple[Decimal, Decimal], called: tuple[str, str], moved: Sequence[tuple[str, Decimal]],
    currency: str, look: Look,
) -> Spec:  # fmt: skip
    start, end = ends
    places = places_for(max(abs(start), abs(end)))
    steps = [Step(name, by, _signed(by, places)) for name, by in moved if by]
    by = EXACT.subtract(end, start)
    if steps and max(abs(step.amount) for step in steps) * _SEEN < max(start, end):
        return bridge(
            [*steps, Step("change", by, _signed(by, places), is_whole=True)], currency, look
        )
    whole = [
        Step(name, value, money(value, places), is_whole=True)
        for name, value in zip(called, (start, end), strict=True)
    ]
    return bridge([whole[0], *steps, whole[1]], currency, look)


def _signed(by: Decimal, places: int) -> str:
    return f"{_UP if by > 0 else _DOWN}{money(abs(by), places)}"


def stakes(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """What each finding of waste puts at stake; what was saved already is hollow and says so."""
    needs(rows, "finding", "at_stake")
    named = list(rows[0])[: list(rows[0]).index("calls")] if rows else []
    known = [row for row in rows if row["at_stake"] is not None]
    places = places_for(max((row["at_stake"] for row in known), default=ZERO))
    shown = [
        Bar(_name(row, named), row["at_stake"], _stake(row, places), row["finding"] in SAVED)
        for row in known
    ]
    return bars(shown, currency, look)


def _stake(row: Mapping[str, Any], places: int) -> str:
    words = money(row["at_stake"], places)
    return f"{words}, saved already" if row["finding"] in SAVED else words


def used(rows: Rows, currency: str, look: Look = NORMAL) -> Spec:
    """How much of each budget is spent, and expected to be by the end, in percent of its limit."""
    needs(rows, "budget", "spent", "limit", "expected")
    shown = [_used(row, currency, is_terse=look.width < _TERSE) for row in rows]
    return fills(shown, "% of the limit", look)


def _used(row: Mapping[str, Any], currency: str, *, is_terse: bool) -> Fill:
    limit = row["limit"]
    share, ahead = (
        None if row[name] is None or not limit else ratio(row[name] * 100, limit)
        for name in ("spent", "expected")
    )
    is_one = row["value"] == ""
    name = _BETWEEN.join(map(visible, (row["budget"], *(() if is_one else (row["value"],)))))
    spent = f"{money(row['spent'], places_for(limit))} of {amount(limit, currency)}, "
    words = f"{'' if is_terse else spent}{row['status']}"
    return Fill(name, share or ZERO, words, ahead)


def needs(rows: Rows, *names: str) -> None:
    """Raise InputError where rows are not of the answer that a chart is of."""
    missing = [name for name in names if rows and name not in rows[0]]
    if missing:
        raise InputError(
            f"no column {missing[0]!r}: this chart is of another answer than one with {', '.join(rows[0])}"
        )
