"""Money as whole units of 10^-18, and counts as whole numbers: they add fast, and lose nothing."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from math import ceil
from typing import Any

from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import EXACT, SCALE, parse_money

# What prices are in.
CURRENCY = "USD"
_ONE = 10**SCALE


def units_of(amount: Decimal) -> int:
    """The units of an amount; what is finer than one counts as one.

    >>> units_of(Decimal("0.5"))
    500000000000000000
    """
    return int(amount.scaleb(SCALE, EXACT).to_integral_value(ROUND_CEILING))


def amount_of(units: int) -> Decimal:
    """The amount of so many units.

    >>> amount_of(500_000_000_000_000_000)
    Decimal('0.5')
    """
    whole, rest = divmod(units, _ONE)
    return Decimal(units).scaleb(-SCALE, EXACT).normalize(EXACT) if rest else Decimal(whole)


def whole(name: str, number: Any) -> int:
    """A count as somebody gave it: a part of a unit counts as one.

    Raises InputError for what is no number, or less than nothing.

    >>> whole("input", 1.2)
    2
    """
    try:
        found = ceil(number)
    except (TypeError, ValueError, ArithmeticError):
        raise InputError(f"{name} = {number!r} is no number") from None
    if found < 0:
        raise InputError(f"{name} = {number}: no call uses less than nothing")
    return found


def limit_of(text: str | Decimal, currency: str = CURRENCY) -> int:
    """The units of a limit such as `0.50 USD`. Raises ConfigError for another currency, or nothing."""
    money = parse_money(str(text), currency)
    if money.currency != currency:
        raise ConfigError(f"a limit of {text} is not in {currency}, as prices are")
    if money.amount <= 0:
        raise ConfigError(f"a limit of {text} lets no call through: give more than 0")
    return units_of(money.amount)


def told(units: int) -> str:
    """An amount in a sentence: to the cent above a dollar, below it with three digits that count.

    >>> told(41_234_567_890_123_456), told(12_345 * 10**15)
    ('0.0412', '12.35')
    """
    amount = amount_of(units)
    places = 2 if abs(amount) >= 1 or not amount else 2 - amount.adjusted()
    return (
        f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN, context=EXACT):f}"
    )
