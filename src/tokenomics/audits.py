"""`tk.verify` and `tk.verify_ledger`: whether a report and a ledger still are what they were."""

from __future__ import annotations

from pathlib import Path

from tokenomics.auditing.ledgers import looked_through
from tokenomics.auditing.reports import Verified, verified
from tokenomics.config import load
from tokenomics.ledger import Verdict


def verify(
    report: str | Path, *, ledger: str | Path | None = None, config: str | Path | None = None
) -> Verified:
    """Recompute a report in JSON from what it states of itself, in a process of its own.

    `ledger` is where its ledger lies now, else where the report says; `config` the configuration,
    else ./tokenomics.toml. The result is `same`, or has the `differences` and the `reasons`. Raises
    InputError for a file that is no report.
    """
    where, settings = (None if each is None else Path(each) for each in (ledger, config))
    return verified(report, ledger=where, config=settings)


def verify_ledger(
    path: str | Path = ".tokenomics", *, at: int | None = None, config: str | Path | None = None
) -> Verdict:
    """Look through every byte of the ledger at `path`, or of its version `at`, its people and its key.

    The result `is_sound`, or its `findings` say what is broken and what can be done. Raises
    LedgerError where there is no ledger.
    """
    return looked_through(path, load(config), at)
