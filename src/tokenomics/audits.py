"""`tk.verify`, `tk.verify_ledger` and `tk.forget`: whether reports and ledgers are what they were, and who is nobody."""

from __future__ import annotations

from pathlib import Path

from tokenomics.auditing.forgetting import Forgotten
from tokenomics.auditing.forgetting import forget as take_out
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


def forget(
    user: str, path: str | Path = ".tokenomics", *, config: str | Path | None = None
) -> Forgotten:
    """Forget who is behind a pseudonym of the ledger at `path`, by their name or the pseudonym.

    No figure changes and nothing brings the name back. The result says where it still stands that
    can be found. Raises InputError for who is not there, and ConfigError for a file of people that
    is damaged or open to others.
    """
    return take_out(Path(path), load(config), [user])
