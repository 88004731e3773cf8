"""What a page says at a glance: the cost, its change, and what else a board asks first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.listing import Listing, Value
from tokenomics.analysis.periods import Span, words
from tokenomics.briefing import Answered, Briefing
from tokenomics.costing import CostReport
from tokenomics.records.money import EXACT, ZERO, plain
from tokenomics.records.words import amount, count, many, money, percent, places_for, visible
from tokenomics.timezones import zone

_SIGNS = {"more": "\N{BLACK UP-POINTING TRIANGLE} +", "less": "\N{BLACK DOWN-POINTING TRIANGLE} \N{MINUS SIGN}"}  # fmt: skip


class Glance(NamedTuple):
    """A figure of the first row: its name, its text, the exact amount behind it, and what it rests on.

    `tone` is more, less, bad or nothing; the text says the same, so that no colour is needed.
    """

    name: str
    text: str
    note: str
    exact: str | None = None
    unit: str = ""
    tone: str = ""


def glances(briefing: Briefing) -> list[Glance]:
    """The figures of the first row, as far as they are known."""
    return [
        _cost(briefing.days),
        *_change(briefing),
        *_expected(briefing),
        *_budgets(briefing),
        *_success(briefing),
    ]


def _cost(report: CostReport) -> Glance:
    whole = report.totals
    requests = many(whole.requests, "request")
    if whole.cost is None:
        return Glance("Cost", "unpriced", requests)
    plus = "+" if whole.has_unpriced else ""
    text = f"{money(whole.cost, places_for(whole.cost))}{plus}"
    lacks = ", + some without a price" if plus else ""
    return Glance("Cost", text, f"{requests}{lacks}", plain(whole.cost), report.query.currency)


def _change(briefing: Briefing) -> Iterator[Glance]:
    """The change against the period before, where that had a cost."""
    if not isinstance(briefing.drivers, Answered) or not briefing.drivers.answer.total:
        return
    shown = briefing.drivers.answer
    total = figures(shown, shown.total)
    before, now, change = (_money(total[name]) for name in ("cost_before", "cost", "change"))
    if not before or now is None or change is None:
        return
    currency = shown.report.query.currency
    tone = "more" if change > 0 else "less" if change < 0 else ""
    text = f"{_SIGNS.get(tone, '')}{percent(abs(change), before)}"
    _, _, against = shown.title.partition(" against ")
    note = f"{amount(now, currency)} after {amount(before, currency)} in {against}"
    yield Glance(f"Change, {_when(shown.report)}", text, note, tone=tone)


def _when(report: CostReport) -> str:
    """The period of a report with both ends in the fewest words: `2026-08`."""
    query = report.query
    return words(Span(query.since, query.until), zone(query.tz))


def _expected(briefing: Briefing) -> Iterator[Glance]:
    if not isinstance(briefing.forecast, Answered):
        return
    shown = briefing.forecast.answer.whole
    row = figures(shown, shown.rows[0])
    expected, low, high = (_money(row[name]) for name in ("expected", "low", "high"))
    if expected is None:
        return
    places = places_for(expected)
    span = (
        "too little history for a range"
        if low is None or high is None
        else f"80 % range: {money(low, places)} to {money(high, places)}"
    )
    # Exact to the last digit is what is known, not what is expected.
    yield Glance(
        f"Expected, {_when(shown.report)}", money(expected, places), span,
        unit=shown.report.query.currency,
    )  # fmt: skip


def _budgets(briefing: Briefing) -> Iterator[Glance]:
    """The budget that is used most, and how many are over or at risk."""
    if not isinstance(briefing.budgets, Answered) or not briefing.budgets.answer.rows:
        return
    rows = [figures(briefing.budgets.answer, row) for row in briefing.budgets.answer.rows]
    told = [row for row in rows if row["status"] == "over"] or [
        row for row in rows if row["status"] == "at risk"
    ]
    if not told:
        yield Glance("Budgets", "within", f"all {count(len(rows))} of them")
        return
    names = [_called(row) for row in told]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    text = f"{len(told)} of {len(rows)} {told[0]['status']}"
    yield Glance("Budgets", text, f"{', '.join(names[:2])}{more}", tone="bad")


def _called(row: dict[str, Value]) -> str:
    name, value = (row[column] for column in ("budget", "value"))
    of = "" if value == "" else f" {visible(None if value is None else str(value))}"
    return f"{visible(str(name))}{of}"


def _success(briefing: Briefing) -> Iterator[Glance]:
    if not isinstance(briefing.quality, Answered) or not briefing.quality.answer.total:
        return
    shown = briefing.quality.answer
    row = figures(shown, shown.total)
    value = _money(row["cost_per_success"])
    if value is None:
        return
    rate = _money(row["success_rate"]) or ZERO
    plus = "+" if row["mark"] == "unpriced" else ""
    lacks = ", + some without a price" if plus else ""
    note = f"{percent(rate, 1)} of {many(int(_money(row['judged']) or 0), 'judged task')} succeeded{lacks}"
    yield Glance("Cost per success", f"{money(value, places_for(value))}{plus}", note, plain(value), shown.report.query.currency)  # fmt: skip


def figures(shown: Listing, row: tuple[Value, ...] | None) -> dict[str, Value]:
    """A row of a listing as a mapping of column to value."""
    return dict(zip((column.name for column in shown.columns), row or (), strict=False))


def _money(value: Value) -> Decimal | None:
    return EXACT.plus(Decimal(value)) if isinstance(value, int | Decimal) else None
