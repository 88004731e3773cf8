"""What meters are counted and priced in, in the words of FOCUS."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tokenomics.focus.values import is_unit
from tokenomics.records.meters import BY_NAME
from tokenomics.records.meters import Unit as MeterUnit
from tokenomics.records.money import EXACT


class Unit(NamedTuple):
    """The unit of single pieces, and the unit that prices are per with how many powers of ten it has."""

    consumed: str
    priced: str
    power: int = 0


_TOKENS = Unit("Tokens", "1000000 Tokens", 6)
_PIECES: dict[MeterUnit, str] = {
    "request": "Requests", "call": "Calls", "session": "Sessions", "image": "Images", "second": "Seconds",
    "character": "Characters", "page": "Pages", "search_unit": "Search Units", "classification": "Classifications",
    "token_hour": "Token-Hours", "gb_hour": "GB-Hours", "gpu_second": "GPU-Seconds",
    "capacity_unit_hour": "Unit-Hours",
}  # fmt: skip
# One line of a bill, or what nobody gave a unit.
PIECE = Unit("Units", "Units")
# How many single tokens bills mean by a unit.
_TOKEN_UNITS = {
    "token": 1, "tokens": 1, "1 tokens": 1, "1k tokens": 1_000, "1000 tokens": 1_000, "1m tokens": 1_000_000,
    "1000000 tokens": 1_000_000,
}  # fmt: skip


def unit_of(meter: str | None, unit: str | None = None) -> Unit:
    """The unit of a meter; of one that the meter table does not know, by the `unit` that its source states."""
    stated = BY_NAME[meter].unit if meter in BY_NAME else unit or ""
    if meter is None or stated.lower() in _TOKEN_UNITS:
        return _TOKENS
    words = next((words for name, words in _PIECES.items() if name == stated), None)
    return Unit(words, words) if words else PIECE


def billed(quantity: Decimal, unit: str | None) -> tuple[Decimal, str]:
    """A bill's quantity in single units; units that FOCUS would write otherwise are Units.

    >>> billed(Decimal(2), "1K tokens"), billed(Decimal(2), "Requests"), billed(Decimal(2), "reqs")
    ((Decimal('2000'), 'Tokens'), (Decimal('2'), 'Requests'), (Decimal('2'), 'Units'))
    """
    factor = _TOKEN_UNITS.get((unit or "").strip().lower())
    if factor is not None:
        return EXACT.multiply(quantity, Decimal(factor)), _TOKENS.consumed
    return quantity, unit if unit and is_unit(unit) else PIECE.consumed
