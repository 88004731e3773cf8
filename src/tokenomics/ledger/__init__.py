"""The ledger: Parquet files under one Delta table, the only place that knows their layout."""

from tokenomics.ledger.commit import Committed, commit, compact
from tokenomics.ledger.findings import Finding, Verdict
from tokenomics.ledger.layout import NOTHING, DataFile, Known, Ledger
from tokenomics.ledger.merge import Replacement
from tokenomics.ledger.reading import duckdb_of, engine_of, opening
from tokenomics.ledger.scan import known_of, relation, used_columns
from tokenomics.ledger.soundness import crowded, lost
from tokenomics.ledger.usage import Usage, usage_of
from tokenomics.ledger.verify import verify
from tokenomics.ledger.versions import Holding, Info, Version, history, info, open_ledger

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
