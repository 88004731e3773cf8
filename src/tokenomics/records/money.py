"""Money as decimals: exact from the file to the screen, rounded only where it is shown.

A rate is the price of one unit of a meter; an amount is a sum of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tokenomics.records.errors import InputError
from tokenomics.records.written import is_measured

SCALE = 18
RATE_TYPE = "DECIMAL(22,18)"
AMOUNT_TYPE = "DECIMAL(38,18)"
QUANTITY_TYPE = "DECIMAL(18,6)"
ZERO = Decimal(0)

# Wide enough that no product or sum here is ever rounded by the context.
EXACT = Context(prec=120, rounding=ROUND_HALF_EVEN)

_MONEY = r"^\s*([+-]?[0-9][0-9_]*(?:\.[0-9]+)?)\s*([A-Za-z]{3})?\s*$"


class Money(NamedTuple):
    """An amount of one currency."""

    amount: Decimal
    currency: str


def decimal(text: str | int | Decimal) -> Decimal:
    """A decimal from text, without a float in between.

    Raises InputError where the text is no finite number.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise InputError(f"{text!r} is not a number") from None
    if not value.is_finite():
        raise InputError(f"{text!r} is not a finite number")
    if not is_measured(value):
        raise InputError(f"{str(text)[:40]!r} is a number beyond all measure")
    return value


def parse_money(text: str, currency: str = "USD") -> Money:
    """`'1200.00 USD'`, `'100USD'` or `'100'` as money; `currency` is what a bare number means."""
    match = re.match(_MONEY, text)
    if match is None:
        raise InputError(f"{text!r} is not an amount of money: write it like '100.00 USD'")
    return Money(decimal(match[1].replace("_", "")), (match[2] or currency).upper())


def rounded(value: Decimal, places: int = SCALE) -> Decimal:
    """`value` to `places` decimals, half to even."""
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def rate_per_unit(price: Decimal, units: int) -> Decimal:
    """The rate of one unit from the price of `units` of them, half-even to 18 decimals."""
    return rounded(EXACT.divide(price, Decimal(units)))


def derived(rate: Decimal, factor: Fraction) -> Decimal:
    """The rate times an exact factor, half-even to 18 decimals.

    >>> derived(Decimal("2.8"), 1 / (1 - Fraction(30, 100)))
    Decimal('4.000000000000000000')
    """
    return round_fraction(Fraction(rate) * factor)


def round_fraction(value: Fraction) -> Decimal:
    """An exact fraction half-even to 18 decimals."""
    return Decimal(round(value * 10**SCALE)).scaleb(-SCALE, context=EXACT)


def ratio(amount: Decimal, count: Decimal | int) -> Decimal | None:
    """`amount / count` half-even to 18 decimals for display; None where `count` is zero."""
    return rounded(EXACT.divide(amount, Decimal(count))) if count else None


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum of amounts, however many digits it has; None counts as nothing."""
    result = ZERO
    for amount in amounts:
        if amount is not None:
            result = EXACT.add(result, amount)
    return result


def plain(value: Decimal) -> str:
    """Plain decimal text: no exponent, no trailing zeros, no negative zero.

    >>> plain(Decimal("1.500E+3")), plain(Decimal("0.10"))
    ('1500', '0.1')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def largest_remainder(parts: Sequence[Decimal], places: int) -> list[Decimal]:
    """The parts rounded to `places` so that they sum to their rounded total.

    Each part is cut down; the units then missing go to the largest cut-off remainders,
    the earlier part first where two are equal.
    """
    unit = Decimal(1).scaleb(-places)
    cut = [part.quantize(unit, rounding=ROUND_DOWN, context=EXACT) for part in parts]
    short = EXACT.subtract(rounded(total(parts), places), total(cut))
    missing = int(EXACT.divide(short, unit))
    step = unit if missing > 0 else -unit
    left = [EXACT.divide(EXACT.subtract(p, c), step) for p, c in zip(parts, cut, strict=True)]
    order = sorted(range(len(parts)), key=lambda i: (left[i], -i), reverse=True)
    for index in order[: abs(missing)]:
        cut[index] = EXACT.add(cut[index], step)
    return cut


def shared_out(amount: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """The parts of an amount by weights of 0 and more, to 18 decimals, which sum to it.

    What is left of cutting them down goes to the largest remainders, the earlier part first where
    two are equal. Raises ValueError where no weight is above 0 or the amount has more decimals.

    >>> [plain(part) for part in shared_out(Decimal(1), [Fraction(2), Fraction(1)])]
    ['0.666666666666666667', '0.333333333333333333']
    """
    whole, units = sum(weights, Fraction(0)), Fraction(abs(amount)) * 10**SCALE
    if whole <= 0 or units.denominator != 1:
        raise ValueError(f"{amount} cannot be shared out by {[str(w) for w in weights]}")
    exact = [units * weight / whole for weight in weights]
    cut = [floor(part) for part in exact]
    order = sorted(range(len(cut)), key=lambda i: (cut[i] - exact[i], i))
    for index in order[: int(units) - sum(cut)]:
        cut[index] += 1
    sign = -1 if amount < 0 else 1
    return [Decimal(sign * part).scaleb(-SCALE, EXACT) for part in cut]
