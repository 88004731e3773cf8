"""The points of budgets as conditions, and what is said when one is reached or left behind.

A point is off again where what reached it lies a twentieth below it, or a probability ten points: what
swings around it is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

from tokenomics.alert import Message, Table
from tokenomics.alert.message import Severity
from tokenomics.analysis.anomalies import Anomaly, sentence
from tokenomics.budget_config import Threshold
from tokenomics.budgeting import BudgetState, Period
from tokenomics.budgeting.listed import burn_words, label, unpriced_words
from tokenomics.budgeting.plan import picks
from tokenomics.budgeting.state import reaches
from tokenomics.records.exchange import converted_words
from tokenomics.records.money import EXACT, ZERO, plain, round_fraction, total
from tokenomics.records.words import money, percent, places_for
from tokenomics.watching.chart import Point, burn_chart
from tokenomics.watching.conditions import Condition, State

_BACK, _LESS_LIKELY = Decimal("0.95"), Decimal(10)
_WEEK = timedelta(days=7)
# A week that differs by less from the one before is no news.
_NO_NEWS = Decimal("0.05")
# Money that is gone comes before money that will be, and that before money that is going.
# What burns too fast may still be stopped.
_GONE, _GOING, _BURNING = 2000, 1000, 500


def conditions_of(
    states: Iterable[BudgetState], unusual: Sequence[Anomaly] = ()
) -> tuple[Condition, ...]:
    """The points of all budgets and whether they burn too fast; each state's are a group.

    `unusual` is what may explain that.
    """
    return tuple(found for state in states for found in _of(state, unusual))


def explained(states: Iterable[BudgetState], unusual: Sequence[Anomaly]) -> dict[str, str]:
    """The group of the first budget whose burning each anomaly explains, by its id.

    There it is told with the budget.
    """
    pairs = [(each.id, group_of(state)) for state in states for each in because(state, unusual)]
    return dict(reversed(pairs))


def _of(state: BudgetState, unusual: Sequence[Anomaly]) -> Iterator[Condition]:
    reasons = because(state, unusual)
    for point in state.budget.actual:
        share = _percent(point, state.limit)
        level = share + (_GONE if share >= 100 else 0)
        is_on, is_off = _of_amount(point, state.spent, state.limit)
        yield _condition(state, "actual", point, level, _state(is_on, is_off), reasons)
    for point in state.budget.forecast:
        level = _GOING + _percent(point, state.limit)
        yield _condition(state, "forecast", point, level, _foreseen(state, point), reasons)
    if state.burning is not None and state.burning.state != "unknown":
        yield _burns(state, state.burning.state, reasons)


def group_of(state: BudgetState) -> str:
    """What tells a budget's period from all others; days that roll on have no end."""
    cycle = state.budget.cycle
    when = "rolling" if cycle.unit == "rolling" else state.period.start.isoformat()
    value = "" if state.budget.for_each is None else f"/{state.value or ''}"
    return f"budget/{state.budget.name}{value}/{when}"


def _percent(point: Threshold, limit: Decimal) -> int:
    """A point as whole percent of the limit, rounded down; a probability is of passing it."""
    if point.kind == "amount":
        return int(Fraction(point.value) * 100 / Fraction(limit)) if limit else 100
    return int(point.value)


def _of_amount(point: Threshold, amount: Decimal, limit: Decimal) -> tuple[bool, bool]:
    """Whether an amount has reached a point, and whether it lies clearly below it."""
    lower = point._replace(value=EXACT.multiply(point.value, _BACK))
    return reaches(point, amount, limit), not reaches(lower, amount, limit)


def _foreseen(state: BudgetState, point: Threshold) -> State:
    seen = state.outlook
    if seen is None:
        return "in doubt"
    if point.kind == "probability":
        if seen.overrun is None:
            return "in doubt"
        likely = seen.overrun * 100
        return _state(likely >= point.value, likely < point.value - _LESS_LIKELY)
    if seen.expected is None:
        return "in doubt"
    return _state(*_of_amount(point, seen.expected, state.limit))


def because(state: BudgetState, unusual: Sequence[Anomaly]) -> tuple[Anomaly, ...]:
    """The anomalies that explain why a budget burns too fast: of its calls, and of half of the excess."""
    burns = state.burning
    if burns is None or burns.state != "on":
        return ()
    since = burns.until - timedelta(hours=burns.hours)
    half = (burns.spent - burns.expected) / 2
    return tuple(
        each
        for each in unusual
        if each.kind != "price" and each.end > since and each.excess >= half and _is_of(state, each)
    )


def _is_of(state: BudgetState, each: Anomaly) -> bool:
    """Whether nearly all of an anomaly is known to be of a budget's calls."""
    where = list(state.budget.where)
    if state.budget.for_each is not None:
        where.append((state.budget.for_each, state.value or ""))
    known = dict([*each.besides, each.flow])
    return all(name.removesuffix("!") in known for name, _ in where) and picks(where, known)


def _state(is_on: bool, is_off: bool) -> State:
    return "on" if is_on else "off" if is_off else "in doubt"


def _condition(
    state: BudgetState,
    series: str,
    point: Threshold,
    level: int,
    found: State,
    reasons: Sequence[Anomaly],
) -> Condition:
    is_gone = series == "actual" and _percent(point, state.limit) >= 100
    if found == "on":
        subject = _subject(state, series, point) + _trend(state)
    else:
        what = "spent" if series == "actual" else "expected"
        subject = f"{label(state)}: back below {point.text} of {_worth(state, state.limit)} {what}"
    severity: Severity = "critical" if is_gone else "warning" if series == "forecast" else "info"
    message = _message(state, f"{series}/{point.text}", subject, severity, found, reasons)
    fields = {**message.fields, "point": point.text, "series": series}
    message = message._replace(headline=_headline(state, series), fields=fields)
    return _told(state, message, found, level, series)


def _burns(state: BudgetState, found: State, reasons: Sequence[Anomaly]) -> Condition:
    """That a budget burns too fast: worse than money that is going, and known before that."""
    subject = f"{label(state)}: no longer burns faster than expected"
    if found == "on":
        subject = f"{label(state)}: {burn_words(state)}"
    message = _message(state, "burn", subject, "warning", found, reasons)
    return _told(state, message, found, _BURNING, "burn")


def _told(state: BudgetState, message: Message, found: State, level: int, series: str) -> Condition:
    return Condition(
        message, found, group_of(state), level, state.budget.channels, series,
        again=state.budget.cycle.unit == "rolling", picture=partial(_chart, state),
    )  # fmt: skip


def _message(
    state: BudgetState,
    name: str,
    subject: str,
    severity: Severity,
    found: State,
    reasons: Sequence[Anomaly],
) -> Message:
    """What is said of a budget as it stands, or that it is back."""
    is_on = found == "on"
    return Message(
        key=f"{group_of(state)}/{name}",
        subject=subject,
        headline=_headline(state, "actual"),
        occurred_at=state.at.astimezone(state.budget.cycle.tz),
        period=_period(state),
        status="alert" if is_on else "resolved",
        severity=severity if is_on else "info",
        paragraphs=tuple(_paragraphs(state, reasons)) if is_on else (),
        tables=(Table(tuple(_facts(state))),),
        fields=_fields(state),
    )


def _subject(state: BudgetState, series: str, point: Threshold) -> str:
    """What happened in one line, with the day that matters."""
    name, limit = label(state), _worth(state, state.limit)
    if series == "actual":
        if _percent(point, state.limit) >= 100:
            return f"{name}: budget of {limit} is gone"
        over = percent(round_fraction(Fraction(state.elapsed)), 1)
        return f"{name}: {point.text} of {limit} spent, {over} of the period is over"
    if state.outlook is not None and state.outlook.gone.middle is not None:
        return f"{name}: budget gone on {_gone(state)}"
    expected = None if state.outlook is None else state.outlook.expected
    return f"{name}: {_worth(state, expected or ZERO)} expected of {limit}"


def _gone(state: BudgetState) -> str:
    """`19 Nov (80 %: 17-23)`: the middling day and the range; hours where periods are that short."""
    assert state.outlook is not None
    early, middle, late = state.outlook.gone
    assert middle is not None
    day = _day(state, middle)
    if early is None:
        return day
    if late is None:
        return f"{day} (80 %: {_day(state, early)} or later)"
    first, last = _day(state, early), _day(state, late)
    if first == last:
        return day
    month = f" {first.rsplit(' ', 1)[-1]}"
    if state.budget.cycle.step == "day" and last.endswith(month):
        first = first.removesuffix(month)
        return f"{day} (80 %: {first}-{last.removesuffix(month)})"
    return f"{day} (80 %: {first} to {last})"


def _day(state: BudgetState, step: Period) -> str:
    at = step.start.astimezone(state.budget.cycle.tz)
    if state.budget.cycle.step == "hour":
        return f"{at.day} {at:%b %H:%M}"
    return f"{at.day} {at:%b}"


def _trend(state: BudgetState) -> str:
    """How the last seven days compare with the seven before them; nothing where they are alike."""
    if state.spending is None:
        return ""
    weeks = [
        total(cell.cost for at, cell in state.spending.cells.items() if start <= at < start + _WEEK)
        for start in (state.at - _WEEK, state.at - 2 * _WEEK)
    ]
    begun = min(state.spending.cells, default=state.at)
    if begun > state.at - 2 * _WEEK or not weeks[1]:
        return ""
    change = EXACT.subtract(weeks[0], weeks[1])
    if abs(change) < EXACT.multiply(weeks[1], _NO_NEWS):
        return ""
    sign = "+" if change >= 0 else ""
    return f", {sign}{percent(change, weeks[1])} on the week before"


def _headline(state: BudgetState, series: str) -> str:
    spent = f"{_worth(state, state.spent)} of {_worth(state, state.limit)} spent"
    expected = None if state.outlook is None else state.outlook.expected
    if series == "actual" or expected is None:
        return f"{label(state)}: {spent}, {percent(round_fraction(state.share), 1)}."
    return f"{label(state)}: {_worth(state, expected)} expected by the end, {spent} so far."


def _paragraphs(state: BudgetState, reasons: Sequence[Anomaly]) -> Iterator[str]:
    """How fast it goes and why, what makes up what is to come, and what is not in any figure."""
    if (words := burn_words(state)) is not None:
        yield f"It {words}."
        for each in reasons:
            told = sentence(each, state.budget.cycle.tz.key, state.budget.currency)
            yield f"{told[:1].upper()}{told[1:]}."
    if state.outlook is not None:
        for layer in state.outlook.layers[1:]:
            if layer.amount:
                sign = "+" if layer.amount > 0 else ""
                yield f"Of what is to come: {layer.name}, {sign}{_worth(state, layer.amount)}."
        if state.outlook.certainty != "normal" and state.outlook.expected is not None:
            yield f"What is expected rests on {state.outlook.known} {state.budget.cycle.step}s of history only."
    if (reason := state.left_unknown) is not None:
        yield f"Nothing is carried over, for {reason}."
    if state.unpriced:
        yield f"{unpriced_words(state)}."


def _facts(state: BudgetState) -> Iterator[tuple[str, str]]:
    yield "spent", _worth(state, state.spent)
    yield "limit", _worth(state, state.limit)
    if state.budget.stated is not None:
        yield "budget", converted_words(state.budget.stated)
    if state.carried:
        yield "of it carried over", _worth(state, state.carried)
    yield "left", _worth(state, state.remaining)
    yield "of the period over", percent(round_fraction(Fraction(state.elapsed)), 1)
    seen = state.outlook
    if seen is None or seen.expected is None:
        return
    yield "expected by the end", _worth(state, seen.expected)
    if seen.low is not None and seen.high is not None:
        yield "80 % of outcomes", f"{_worth(state, seen.low)} to {_worth(state, seen.high)}"
    if seen.overrun is not None:
        yield "risk of passing the limit", percent(seen.overrun, 1)
    if seen.gone.middle is not None:
        yield "money is gone", _gone(state)


def _fields(state: BudgetState) -> dict[str, str | int | Decimal | None]:
    seen, burns = state.outlook, state.burning
    is_fast = burns is not None and burns.state == "on"
    gone = None if seen is None or seen.gone.middle is None else seen.gone.middle.start
    return {
        "budget": state.budget.name, "value": state.value, "series": "burn",
        "spent": state.spent, "limit": state.limit, "currency": state.budget.currency,
        "stated": _stated(state),
        "expected": seen and seen.expected, "low": seen and seen.low, "high": seen and seen.high,
        "overrun": seen and seen.overrun, "gone": None if gone is None else gone.isoformat(),
        "burn_rate": burns.rate if burns and is_fast else None,
        "burn_hours": burns.hours if burns and is_fast else None,
        "burnt": burns.spent if burns and is_fast else None,
        "burn_expected": burns.expected if burns and is_fast else None,
        "period_start": state.period.start.isoformat(), "period_end": state.period.end.isoformat(),
    }  # fmt: skip


def _stated(state: BudgetState) -> str | None:
    """What the budget is in a currency of its own: `1000 EUR`; None where it has none."""
    of = state.budget.stated
    return None if of is None else f"{plain(of.stated.amount)} {of.stated.currency}"


def _period(state: BudgetState) -> str:
    tz = state.budget.cycle.tz
    first = state.period.start.astimezone(tz).date()
    last = (state.period.end - timedelta(microseconds=1)).astimezone(tz).date()
    return first.isoformat() if first == last else f"{first} to {last}"


def _worth(state: BudgetState, amount: Decimal) -> str:
    return f"{money(amount, places_for(state.limit))} {state.budget.currency}"


def _chart(state: BudgetState) -> bytes | None:
    """What was spent and is expected, summed step by step."""
    if state.spending is None or state.outlook is None:
        return None
    points, level = list[Point](), ZERO
    for at, cell in state.spending.cells.items():
        if state.period.start <= at < state.period.end:
            level = EXACT.add(level, cell.cost or ZERO)
            points.append(Point(_moment(at), spent=float(level)))
    if points:
        # What is to come begins where what is spent ends.
        points[-1] = points[-1]._replace(low=float(level), expected=float(level), high=float(level))
    points += [
        Point(_moment(sums.step.start), low=sums.low, expected=sums.expected, high=sums.high)
        for sums in state.outlook.path
    ]
    return burn_chart(points, float(state.limit), state.budget.currency)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
