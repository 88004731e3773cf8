"""Whether a ledger's files are all there, and not so many that reading them takes longer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tokenomics.ledger.entries import ADVICE
from tokenomics.ledger.identity import is_whole
from tokenomics.ledger.layout import CROWD, SMALL, DataFile, Ledger
from tokenomics.ledger.store import sizes_in
from tokenomics.records.errors import LedgerError


def lost(ledger: Ledger) -> tuple[DataFile, ...]:
    """The files of a version that are gone, have another size than was written, or are another file.

    Of a bucket only the sizes are looked at.
    """
    if ledger.remote is not None:
        sizes = sizes_in(ledger.remote)
        return tuple(file for file in ledger.files if sizes.get(file.path) != file.size)
    return tuple(
        file for file in ledger.files if not is_whole(Path(file.path), file.size, file.committed)
    )


def crowded(ledger: Ledger) -> int:
    """How many small files lie in months that have too many of them."""
    small = Counter((file.kind, file.month) for file in ledger.files if file.size < SMALL)
    return sum(count for count in small.values() if count > CROWD)


def refuse_lost(ledger: Ledger) -> None:
    """Raise LedgerError where files of a version are lost: what is left of it would tell less than there was."""
    gone = list(lost(ledger))
    if gone:
        first, *rest = gone
        more = f" and {len(rest)} more" if rest else ""
        raise LedgerError(
            f"the ledger {ledger.path} is damaged: {first.path}{more} is gone or not the file "
            f"that was written: {ADVICE}"
        )
