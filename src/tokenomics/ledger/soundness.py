"""Whether a ledger's files are all there, and not so many that reading them takes longer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tokenomics.ledger.layout import DataFile, Ledger
from tokenomics.ledger.write import CROWD, SMALL


def lost(ledger: Ledger) -> tuple[DataFile, ...]:
    """The files of a version that are gone or have another size than was written."""
    return tuple(file for file in ledger.files if _size(Path(file.path)) != file.size)


def crowded(ledger: Ledger) -> int:
    """How many small files lie in months that have too many of them."""
    small = Counter((file.kind, file.month) for file in ledger.files if file.size < SMALL)
    return sum(count for count in small.values() if count > CROWD)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
