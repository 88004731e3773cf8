"""What a user states of work that is not measured: amounts, numbers, and which tasks they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tokenomics.dimensions import filterable
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import decimal, parse_money

Where = Mapping[str, str]


def amount_of(name: str, text: str, bare: str, currency: str) -> Decimal:
    """An amount of the report's currency; `bare` is what a number alone means.

    Raises ConfigError for anything else, and for less than nothing.
    """
    try:
        found = parse_money(text, bare)
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    if found.currency != currency:
        raise ConfigError(f"{name}: {text} is not in {currency}, as the report is")
    if found.amount < 0:
        raise ConfigError(f"{name}: {text} must be 0 or more")
    return found.amount


def number_of(name: str, text: str) -> Fraction:
    """A number above 0. Raises ConfigError for anything else."""
    try:
        found = decimal(text)
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    if found <= 0:
        raise ConfigError(f"{name} {text!r} must be more than 0")
    return Fraction(found)


def where_of(where: Where) -> Where:
    """What picks tasks, by the names of dimensions. Raises ConfigError for one that cannot."""
    return {filterable(name).name: value for name, value in where.items()}


def picks(where: Where, said: Mapping[str, str | None]) -> bool:
    """Whether a group's tasks are meant, by its dimensions; an empty value means those that state none."""
    return all(name in said and said[name] == (value or None) for name, value in where.items())


def unpicked(section: str, wheres: Iterable[Where], by: Sequence[str]) -> Iterator[str]:
    """A sentence for each dimension that picks tasks, and that the rows are not grouped by."""
    for name in dict.fromkeys(name for where in wheres for name in where):
        if name not in by:
            yield f"[[{section}]] is told by {name}, and the rows are not: name it in --by"
