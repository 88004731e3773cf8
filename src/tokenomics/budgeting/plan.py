"""The budgets of a configuration, with every name in them checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics import budget_config as stated
from tokenomics.budget_config import Basis, BudgetConfig, Threshold
from tokenomics.budgeting.periods import Cycle, Period, local_day
from tokenomics.config import Config, exchange_of
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.persons import meant
from tokenomics.dimensions import filterable
from tokenomics.outcomes.stated import bill_column
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.exchange import NO_RATES, Converted, Exchange, convert
from tokenomics.records.money import Money
from tokenomics.timezones import zone

BILLED = "billed"
_MICRO = timedelta(microseconds=1)


class Budget(NamedTuple):
    """What may be spent in each period of a cycle, by the calls or charges that `where` picks.

    `where` holds (name, value) pairs as those of a CostQuery; of a budget of what is billed they are
    columns of bills, each once. `for_each` gives each value of a dimension a budget of its own.
    `actual` and `forecast` are the points at which it is told by `channels`. `basis` None is
    whatever prices there are.

    `into` is the currency of reports where amounts are in another one; `in_period` converts them at
    rates of `exchange`, and what it makes says by `stated` what the amount was.
    """

    name: str
    amount: Decimal
    currency: str
    cycle: Cycle
    where: tuple[tuple[str, str], ...] = ()
    for_each: str | None = None
    rollover: bool = False
    basis: Basis | None = None
    actual: tuple[Threshold, ...] = ()
    forecast: tuple[Threshold, ...] = ()
    channels: tuple[str, ...] = ()
    into: str = ""
    exchange: Exchange = NO_RATES
    stated: Converted | None = None

    @property
    def counts_in(self) -> str:
        """The currency of what is spent."""
        return self.into or self.currency


def budgets_of(config: Config) -> tuple[Budget, ...]:
    """The budgets of a configuration, in its order.

    Raises ConfigError for a dimension or a column of bills that there is not.
    """
    return tuple(_budget(each, config) for each in config.budget)


def _budget(given: BudgetConfig, config: Config) -> Budget:
    money = stated.money_of(given, config.report.currency)
    span, (month, day) = stated.span_of(given), stated.fiscal_of(given)
    named = _bill_names if given.basis == BILLED else _names
    try:
        where, for_each = named(given)
    except InputError as error:
        raise ConfigError(f"[[budget]] {given.name!r}: {error}") from None
    return Budget(
        name=given.name,
        amount=money.amount,
        currency=money.currency,
        cycle=Cycle(
            span.unit, zone(given.timezone or config.report.timezone), span.days, month, day
        ),
        where=where,
        for_each=for_each,
        rollover=given.rollover,
        basis=given.basis,
        actual=stated.thresholds(given.alert.actual, money.currency),
        forecast=stated.thresholds(given.alert.forecast, money.currency),
        channels=given.channels,
        into=config.report.currency,
        exchange=exchange_of(config),
    )


def in_period(budget: Budget, period: Period) -> Budget:
    """The budget as it counts in a period: its amounts in the currency of reports.

    They are at the rate of the period's first day, those of rolling days at that of the last. Raises
    PriceError where none is known that day.
    """
    if budget.counts_in == budget.currency:
        return budget
    at = period.end - _MICRO if budget.cycle.unit == "rolling" else period.start
    day = local_day(budget.cycle.tz, at)

    def worth(amount: Decimal) -> Converted:
        money = Money(amount, budget.currency)
        return convert(budget.exchange, money, budget.counts_in, day, f"budget {budget.name!r}")

    def point(given: Threshold) -> Threshold:
        if given.kind != "amount":
            return given
        money = worth(given.value).money
        return Threshold("amount", money.amount, money.currency, given.text)

    whole = worth(budget.amount)
    return budget._replace(
        amount=whole.money.amount,
        currency=whole.money.currency,
        actual=tuple(map(point, budget.actual)),
        forecast=tuple(map(point, budget.forecast)),
        stated=whole,
    )


def _names(given: BudgetConfig) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """What picks calls: dimensions under their own names."""
    pairs = [
        (f"{filterable(name.removesuffix('!')).name}{'!' if name.endswith('!') else ''}", value)
        for name, values in given.where.items()
        for value in ((values,) if isinstance(values, str) else values)
    ]
    return tuple(pairs), None if given.for_each is None else filterable(given.for_each).name


def _bill_names(given: BudgetConfig) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """What picks lines of bills: columns, each with one value."""
    pairs: list[tuple[str, str]] = []
    for name, values in given.where.items():
        if not isinstance(values, str):
            raise ConfigError(
                f"where.{name}: of what is billed one value can be asked for: make it a budget each"
            )
        pairs.append((bill_column(name), values))
    return tuple(pairs), None if given.for_each is None else bill_column(given.for_each)


def naming(
    budgets: Sequence[Budget], rules: Sequence[Attribution], people: Path
) -> tuple[tuple[Budget, ...], tuple[Attribution, ...]]:
    """Budgets and rules that find whom they name, for whoever may read the file of `people`.

    Raises ConfigError for a file that is damaged or open to others.
    """
    every = meant(CostQuery(), rules, people).rules
    found = [
        each
        if each.basis == BILLED
        else each._replace(where=meant(CostQuery(where=each.where), (), people).query.where)
        for each in budgets
    ]
    return tuple(found), every


def picks(where: Sequence[tuple[str, str]], values: Mapping[str, str | None]) -> bool:
    """Whether calls with these values of dimensions are among those that `where` picks.

    >>> picks([("team", "a"), ("team", "b")], {"team": "b"}), picks([("team!", "b")], {"team": "b"})
    (True, False)
    """
    for name in dict.fromkeys(name for name, _ in where):
        wanted = {value for other, value in where if other == name}
        is_wanted = (values[name.removesuffix("!")] or "") in wanted
        if is_wanted == name.endswith("!"):
            return False
    return True
