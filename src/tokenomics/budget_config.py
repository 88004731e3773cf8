"""`[[budget]]`: how much may be spent on what and by when, and at which points it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_args

from msgspec import Meta, Struct

from tokenomics.records.errors import ConfigError, InputError, unknown
from tokenomics.records.money import Money, parse_money, plain
from tokenomics.timezones import zone

Unit = Literal["hour", "day", "week", "month", "quarter", "year", "rolling"]
Basis = Literal["list", "contract", "billed"]

UNITS = tuple(unit for unit in get_args(Unit) if unit != "rolling")
# Periods that are put together of months, and so begin where a fiscal year does.
OF_MONTHS = ("month", "quarter", "year")

_ROLLING = r"([1-9][0-9]{0,3})d"
_FISCAL = r"([0-9]{1,2})(?:-([0-9]{1,2}))?"
_PERCENT = r"([0-9]+(?:\.[0-9]+)?)\s*%"
# Every month has so many days.
_SHORTEST_MONTH = 28


class ProbabilityConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`{ probability = 80 }`: told when the limit is passed so likely."""

    probability: Annotated[
        int | float, Meta(description="How likely the limit is passed, in percent.")
    ]


class BudgetAlertConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`alert` of a `[[budget]]`: the points at which it is told."""

    actual: Annotated[
        tuple[int | float | str, ...],
        Meta(description="What was spent: percent of the limit, or amounts: `50`, `900 USD`."),
    ] = (50, 80, 100)
    forecast: Annotated[
        tuple[int | float | str | ProbabilityConfig, ...],
        Meta(description="What it will be by the end, likewise; or `{ probability = 80 }`."),
    ] = (100,)


class BudgetConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[budget]]`: how much may be spent in a period."""

    name: Annotated[str, Meta(description="Name of the budget, as messages and reports show it.")]
    amount: Annotated[str, Meta(description="What may be spent in a period: `1200.00 USD`.")]
    where: Annotated[
        dict[str, str | tuple[str, ...]],
        Meta(
            description="Dimension = value, or one of a list, of what it is for; else everything."
        ),
    ] = {}
    for_each: Annotated[
        str | None,
        Meta(description="Dimension of which each value has a budget of this amount: `team`."),
    ] = None
    period: Annotated[
        str,
        Meta(description="hour, day, week, month, quarter, year, or rolling days such as `28d`."),
    ] = "month"
    fiscal_start: Annotated[
        int | str | None,
        Meta(description="When the year begins: a month, `4`, or a month and day, `04-06`."),
    ] = None
    timezone: Annotated[
        str | None, Meta(description="Zone in which periods begin; else that of reports.")
    ] = None
    rollover: Annotated[
        bool,
        Meta(
            description="Whether what was left of the last period may be spent as well; nothing where calls of it have no price."
        ),
    ] = False
    basis: Annotated[
        Basis | None,
        Meta(description="What counts as spent: list or contract prices, or what bills say."),
    ] = None
    alert: Annotated[BudgetAlertConfig, Meta(description="The points at which it is told.")] = (
        BudgetAlertConfig()
    )
    channels: Annotated[
        tuple[str, ...], Meta(description="Names of the channels by which it is told.")
    ] = ()


class Span(NamedTuple):
    """How long a budget's periods are: a unit of the calendar, or `days` that roll on."""

    unit: Unit
    days: int = 0


class Threshold(NamedTuple):
    """A point at which a budget is told: percent of its limit, an amount of money, or percent of
    probability that the limit is passed. `stated` is how an amount was written that is converted.
    """

    kind: Literal["percent", "amount", "probability"]
    value: Decimal
    currency: str = ""
    stated: str = ""

    @property
    def text(self) -> str:
        """The point as people write it: `80 %`, `900 USD`, `80 % likely`."""
        if self.kind == "amount":
            return self.stated or f"{plain(self.value)} {self.currency}"
        return f"{plain(self.value)} %{' likely' if self.kind == 'probability' else ''}"


def check(budgets: Sequence[BudgetConfig], currency: str, channels: Iterable[str]) -> None:
    """Raise ConfigError, naming budget and key, for one that could not be kept.

    `currency` is what a bare amount is in, `channels` the names that are configured.
    """
    known = tuple(channels)
    names = [budget.name for budget in budgets]
    for budget in budgets:
        try:
            _check(budget, currency, known)
        except InputError as error:
            raise ConfigError(f"[[budget]] {budget.name!r}: {error}") from None
        if names.count(budget.name) > 1:
            raise ConfigError(f"[[budget]] {budget.name!r}: two budgets have that name")


def _check(budget: BudgetConfig, currency: str, channels: Sequence[str]) -> None:
    if not budget.name.strip():
        raise ConfigError("name: is empty")
    money = money_of(budget, currency)
    span_of(budget)
    fiscal_of(budget)
    if budget.timezone is not None:
        zone(budget.timezone)
    for each in thresholds((*budget.alert.actual, *budget.alert.forecast), money.currency):
        if each.currency not in {"", money.currency}:
            raise ConfigError(f"alert: {each.text} is not in {money.currency}, as the amount is")
    if empty := [name for name, values in budget.where.items() if values == ()]:
        raise ConfigError(f"where.{empty[0]}: names no value: give one or leave it out")
    for name in budget.channels:
        if not channels:
            raise ConfigError(f"channels: {name!r}: there is no [channel.NAME] at all")
        if name not in channels:
            raise ConfigError(f"channels: {unknown('channel', name, channels)}")


def money_of(budget: BudgetConfig, currency: str) -> Money:
    """What may be spent in a period; a bare number is in `currency`.

    Raises ConfigError unless it is more than nothing.
    """
    return _more_than_nothing("amount", budget.amount, currency)


def _more_than_nothing(key: str, text: str, currency: str) -> Money:
    try:
        money = parse_money(text, currency)
    except InputError as error:
        raise ConfigError(f"{key}: {error}") from None
    if money.amount <= 0:
        raise ConfigError(f"{key}: {text!r} is not more than nothing")
    return money


def span_of(budget: BudgetConfig) -> Span:
    """How long the periods of a budget are.

    Raises ConfigError for a period that there is not, and where rolling days have a rollover.
    """
    for unit in UNITS:
        if budget.period == unit:
            return Span(unit)
    rolling = re.fullmatch(_ROLLING, budget.period)
    if rolling is None:
        raise ConfigError(f"period: {unknown('period', budget.period, [*UNITS, '28d'])}")
    if budget.rollover:
        raise ConfigError("rollover: rolling days have no last period to have anything left of")
    return Span("rolling", int(rolling[1]))


def fiscal_of(budget: BudgetConfig) -> tuple[int, int]:
    """The month and day on which the budget's years begin, 1 and 1 where none is stated.

    Raises ConfigError for a day that not every month has, and where it decides about nothing.
    """
    if budget.fiscal_start is None:
        return 1, 1
    found = re.fullmatch(_FISCAL, str(budget.fiscal_start))
    month, day = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if not 1 <= month <= 12 or not 1 <= day <= _SHORTEST_MONTH:
        raise ConfigError(
            f"fiscal_start: {budget.fiscal_start!r} is no month, such as 4, and no month and day"
            f" up to {_SHORTEST_MONTH}, such as '04-06'"
        )
    if budget.period not in OF_MONTHS:
        raise ConfigError(
            f"fiscal_start: decides about nothing where the period is {budget.period!r}"
        )
    return month, day


def thresholds(
    given: Sequence[int | float | str | ProbabilityConfig], currency: str
) -> tuple[Threshold, ...]:
    """The points of an alert's list, a bare number being percent, and in their order.

    Raises ConfigError for one that is neither percent nor an amount nor a probability.
    """
    return tuple(_threshold(each, currency) for each in given)


def _threshold(given: float | str | ProbabilityConfig, currency: str) -> Threshold:
    if isinstance(given, ProbabilityConfig):
        likely = Decimal(str(given.probability))
        if not 0 < likely < 100:
            raise ConfigError(
                f"alert: a probability of {given.probability} is not within 0 and 100"
            )
        return Threshold("probability", likely)
    text = str(given)
    percent = re.fullmatch(_PERCENT, text.strip())
    if isinstance(given, str) and percent is None:
        money = _more_than_nothing("alert", text, currency)
        return Threshold("amount", money.amount, money.currency)
    value = Decimal(percent[1] if percent else text)
    if not value.is_finite() or value <= 0:
        raise ConfigError(f"alert: {text} is not more than nothing")
    return Threshold("percent", value)
