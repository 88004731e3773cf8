"""What a person needs for a task without AI: stated by the user, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.config import Config
from tokenomics.dimensions import filterable
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import decimal, parse_money
from tokenomics.sections import PersonConfig


class Person(NamedTuple):
    """What a task takes of whom it is done by without AI; `where` picks tasks by dimensions, empty all.

    `hourly` is what an hour costs, None where it is not stated.
    """

    where: Mapping[str, str]
    minutes: Fraction
    hourly: Fraction | None

    @property
    def cost(self) -> Fraction | None:
        """What a task costs; None where an hour has no price."""
        return None if self.hourly is None else self.minutes * self.hourly / 60


class Persons(NamedTuple):
    """Who does which tasks: the first that picks a task. `hourly` is an hour's price where an option says it."""

    each: tuple[Person, ...] = ()
    hourly: Decimal | None = None


NOBODY = Persons()


def persons_of(
    config: Config, currency: str, *, minutes: str | None = None, hourly: str | None = None
) -> Persons:
    """What a configuration states, or options instead: `minutes` of all tasks, `hourly` of everybody.

    Raises ConfigError for what is no number of minutes or no amount of the currency.
    """
    price = None if hourly is None else _amount("hourly", hourly, currency, currency)
    if minutes is not None:
        every = Person({}, _minutes("minutes", minutes), _hourly(config, None, price, currency))
        return Persons((every,), price)
    return Persons(
        tuple(
            Person(
                {filterable(name).name: value for name, value in each.where.items()},
                _minutes("[[person]] minutes", str(each.minutes)),
                _hourly(config, each, price, currency),
            )
            for each in config.person
        ),
        price,
    )


def person_of(persons: Persons, said: Mapping[str, str | None]) -> Person | None:
    """Who does the tasks of a group, by its dimensions; nobody where none is stated for it."""
    return next((each for each in persons.each if _picks(each, said)), None)


def unpicked(persons: Persons, by: Sequence[str]) -> Iterator[str]:
    """A sentence for each who is told by a dimension that the rows are not grouped by."""
    for each in persons.each:
        for name in each.where:
            if name not in by:
                yield f"[[person]] is told by {name}, and the rows are not: name it in --by"


def _picks(person: Person, said: Mapping[str, str | None]) -> bool:
    return all(
        name in said and said[name] == (value or None) for name, value in person.where.items()
    )


def _minutes(name: str, text: str) -> Fraction:
    try:
        found = decimal(text)
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    if found <= 0:
        raise ConfigError(f"{name} {text!r} must be more than 0")
    return Fraction(found)


def _hourly(
    config: Config, each: PersonConfig | None, option: Decimal | None, currency: str
) -> Fraction | None:
    """An hour's price: as the option says, else the person, else `[labour]`."""
    if option is not None:
        return Fraction(option)
    own = each.hourly if each else None
    for name, text in (("[[person]] hourly", own), ("labour.hourly", config.labour.hourly)):
        if text is not None:
            return Fraction(_amount(name, text, config.report.currency, currency))
    return None


def _amount(name: str, text: str, bare: str, currency: str) -> Decimal:
    """An amount of the report's currency; `bare` is what a number alone means."""
    try:
        found = parse_money(text, bare)
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    if found.currency != currency:
        raise ConfigError(f"{name}: {text} is not in {currency}, as the report is")
    if found.amount < 0:
        raise ConfigError(f"{name}: {text} must be 0 or more")
    return found.amount
