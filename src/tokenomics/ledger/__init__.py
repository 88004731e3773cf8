"""The ledger: Parquet files under one Delta table, the only place that knows their layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics.later import later
from tokenomics.ledger.layout import NOTHING, Committed, DataFile, Known, Ledger
from tokenomics.ledger.reading import duckdb_of, engine_of, opening
from tokenomics.ledger.scan import known_of, relation, used_columns
from tokenomics.ledger.soundness import crowded, lost
from tokenomics.ledger.usage import Usage, usage_of
from tokenomics.ledger.versions import Holding, Info, Version, history, info, open_ledger

if TYPE_CHECKING:
    from tokenomics.ledger.commits import commit, compact
    from tokenomics.ledger.findings import Finding, Verdict
    from tokenomics.ledger.merge import Replacement
    from tokenomics.ledger.verifying import verify

__all__ = [
    "NOTHING",
    "Committed",
    "DataFile",
    "Finding",
    "Holding",
    "Info",
    "Known",
    "Ledger",
    "Replacement",
    "Usage",
    "Verdict",
    "Version",
    "commit",
    "compact",
    "crowded",
    "duckdb_of",
    "engine_of",
    "history",
    "info",
    "known_of",
    "lost",
    "open_ledger",
    "opening",
    "relation",
    "usage_of",
    "used_columns",
    "verify",
]

# What a question needs nothing of: writing, and looking through a ledger, by the modules that have it.
__getattr__ = later(
    __name__,
    {
        "Finding": "findings",
        "Replacement": "merge",
        "Verdict": "findings",
        "commit": "commits",
        "compact": "commits",
        "verify": "verifying",
    },
)
