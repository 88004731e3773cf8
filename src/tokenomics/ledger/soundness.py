"""Whether a ledger's files are all there, and not so many that reading them takes longer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tokenomics.ledger.entries import ADVICE
from tokenomics.ledger.identity import digest_of, is_itself, stated_digest
from tokenomics.ledger.layout import DataFile, Ledger
from tokenomics.ledger.write import CROWD, SMALL
from tokenomics.records.errors import LedgerError


def lost(ledger: Ledger) -> tuple[DataFile, ...]:
    """The files of a version that are gone, have another size than was written, or are another file."""
    return tuple(file for file in ledger.files if not _is_there(file))


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


def _is_there(file: DataFile) -> bool:
    path = Path(file.path)
    try:
        state = path.stat()
        if state.st_size != file.size or not is_itself(path):
            return False
        # What nobody touched since it was committed is taken to be what was committed: to read all of it
        # each time would take longer than most answers.
        stated = stated_digest(path)
        is_touched = state.st_mtime_ns // 1_000_000 > file.committed
        return not (is_touched and stated) or digest_of(path) == stated
    except OSError:
        return False
