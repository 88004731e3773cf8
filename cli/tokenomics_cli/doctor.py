"""`tokenomics doctor`: what is installed, what the ledger holds, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.options import ConfigFile, Ledger, LedgerAt, ListForm, Now, Pricebooks
from tokenomics_cli.terminal import emit

if TYPE_CHECKING:
    from tokenomics_cli.health import Health


def doctor(
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    pricebook: Pricebooks = None,
    config: ConfigFile = None,
    now: Now = None,
    form: ListForm = "table",
) -> None:
    """What is installed, what the ledger holds of whom, what is old or missing, and what to do."""
    from tokenomics.ledger import open_ledger
    from tokenomics_cli.books import book_of
    from tokenomics_cli.handles import opened
    from tokenomics_cli.health import as_json, as_text, look
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger, now=now)
    looked_at = (
        opened(given, ledger_at, damaged=True)
        if ledger_at
        else open_ledger(given.ledger, damaged=True)
    )
    found: Health = look(looked_at, book_of(pricebook or ()), given)
    emit(as_json(found) if form == "json" else as_text(found), exact=form == "json")
