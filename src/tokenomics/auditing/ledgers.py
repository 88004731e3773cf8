"""A ledger looked through with what lies beside it: who is behind its pseudonyms, and the key of its digests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tokenomics.config import Config, people_of
from tokenomics.ledger import Finding, Verdict, verify
from tokenomics.people import checked_key, load
from tokenomics.places import Where
from tokenomics.records.errors import ConfigError


def looked_through(path: Where | str, config: Config, at: int | None = None) -> Verdict:
    """Look through a version of a ledger, its latest by default, its file of people and its key.

    Nothing is written. Raises LedgerError where there is no ledger.
    """
    found = verify(path, at)
    return found._replace(findings=(*found.findings, *_beside(people_of(config, found.path))))


def _beside(people: Path) -> Iterator[Finding]:
    """What is wrong with the file of people and the key of digests, where there are any."""
    for look in (load, checked_key):
        try:
            look(people)
        except ConfigError as error:
            where, _, problem = str(error).partition(": ")
            what, _, remedy = problem.partition(": ")
            yield Finding("people", where, what, remedy or "put back a copy of it")
