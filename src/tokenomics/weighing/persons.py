"""What a person needs for a task without AI: stated by the user, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.config import Config
from tokenomics.sections import PersonConfig
from tokenomics.weighing.stated import Where, amount_of, number_of, picks, where_of


class Person(NamedTuple):
    """What a task takes of whom it is done by without AI; `where` picks tasks by dimensions, empty all.

    `hourly` is what an hour costs, None where it is not stated.
    """

    where: Where
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
    price = None if hourly is None else amount_of("hourly", hourly, currency, currency)
    if minutes is not None:
        every = Person({}, number_of("minutes", minutes), _hourly(config, None, price, currency))
        return Persons((every,), price)
    return Persons(
        tuple(
            Person(
                where_of(each.where),
                number_of("[[person]] minutes", str(each.minutes)),
                _hourly(config, each, price, currency),
            )
            for each in config.person
        ),
        price,
    )


def person_of(persons: Persons, said: Mapping[str, str | None]) -> Person | None:
    """Who does the tasks of a group, by its dimensions; nobody where none is stated for it."""
    return next((each for each in persons.each if picks(each.where, said)), None)


def _hourly(
    config: Config, each: PersonConfig | None, option: Decimal | None, currency: str
) -> Fraction | None:
    """An hour's price: as the option says, else the person, else `[labour]`."""
    if option is not None:
        return Fraction(option)
    own = each.hourly if each else None
    for name, text in (("[[person]] hourly", own), ("labour.hourly", config.labour.hourly)):
        if text is not None:
            return Fraction(amount_of(name, text, config.report.currency, currency))
    return None
