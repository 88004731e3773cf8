"""Exchange rates of a test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tokenomics.records.exchange import Era, Exchange, Pair


def era(start: str, rate: str) -> Era:
    """A rate from a day on."""
    return Era(date.fromisoformat(start), Decimal(rate))


# A euro is 1.08 dollars, and 1.10 from the eighth of November on.
EUROS = Exchange((Pair("EUR", "USD", (era("2026-01-01", "1.08"), era("2026-11-08", "1.10"))),))
