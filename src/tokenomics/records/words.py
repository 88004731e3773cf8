"""Figures and names as people read them; everything that is rounded is rounded here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from tokenomics.records.escape import printable
from tokenomics.records.money import EXACT, largest_remainder, rounded

NONE = "(none)"
_CENTS = 2
_DIGITS = 4
_MEASURED = 3


def visible(value: str | None) -> str:
    """A name without anything that moves a cursor: such characters are written as escapes."""
    return NONE if value is None else printable(value)


def count(value: Decimal | int) -> str:
    """A quantity with thousands separators: `1,234` or `1,234.5`."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_for(total: Decimal) -> int:
    """Decimals to show money with: cents, and more for small sums, so that four digits show."""
    if not total:
        return _CENTS
    return min(max(_CENTS, _DIGITS - 1 - total.adjusted()), 18)


def money(value: Decimal, places: int) -> str:
    """An amount with thousands separators and a fixed number of decimals."""
    return f"{rounded(value, places):,f}"


def amount(value: Decimal, currency: str) -> str:
    """An amount for itself, with its currency: `12.34 USD`, and four digits of a small one."""
    return f"{money(value, places_for(value))} {currency}"


def lasting(span: timedelta) -> str:
    """A length of time in whole hours, or from three days on in days: `30 hours`, `1,234 days`."""
    hours = int(span.total_seconds() // 3600)
    return many(hours, "hour") if hours < 72 else many(hours // 24, "day")


def many(number: int, noun: str) -> str:
    """A number of things: `1 call`, `1,234 calls`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def money_parts(parts: Sequence[Decimal], places: int) -> list[str]:
    """Amounts rounded so that what is shown sums to their rounded total."""
    return [f"{part or abs(part):,f}" for part in largest_remainder(parts, places)]


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """A share in percent with one decimal below ten; what is not nothing never shows as 0 %."""
    if not part or not whole:
        return "0 %"
    share = EXACT.divide(EXACT.multiply(Decimal(part), Decimal(100)), Decimal(whole))
    if share < 0:
        return f"-{percent(-part, whole)}"
    if share < Decimal("0.1"):
        return "<0.1 %"
    unit = Decimal("0.1") if share < 10 else Decimal(1)
    return f"{share.quantize(unit, rounding=ROUND_HALF_EVEN, context=EXACT).normalize():f} %"


def measure(value: Decimal | int) -> str:
    """A measure with three digits, or all of those before the point: `0.0123`, `3.46` or `12,346`."""
    places = max(_MEASURED - 1 - Decimal(value).adjusted(), 0) if value else 0
    return count(rounded(Decimal(value), places))
