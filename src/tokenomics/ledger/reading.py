"""The engine that answers questions about a ledger."""

from __future__ import annotations

from tokenomics.engine import Engine, connect
from tokenomics.ledger.layout import Ledger


def engine_of(*ledgers: Ledger) -> Engine:
    """A new engine that reads these ledgers' files, answers kept about them, and no others; whoever asks for it closes it."""
    shelves = [ledger.shelf.folder for ledger in ledgers if ledger.shelf]
    return connect(allowed=[*(ledger.path for ledger in ledgers), *shelves])
