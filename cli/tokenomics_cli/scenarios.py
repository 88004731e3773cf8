"""The scenarios of the configuration that a command is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenomics.projection import NONE, Scenario, scenario_of
from tokenomics_cli.books import book_of
from tokenomics_cli.settings import Settings


def assumed(
    names: Sequence[str],
    given: Settings,
    pricebook: Sequence[Path],
    known: str | None = None,
    currency: str | None = None,
) -> Scenario:
    """The scenarios of these names as one, as it begins now; nothing is assumed without a name."""
    if not names:
        return NONE
    # How prices fell is measured in the currency of the book, whatever a report is in.
    book = book_of(pricebook, known)
    return scenario_of(given.config, names, book, given.now, currency or "")
