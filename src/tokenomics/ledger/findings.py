"""What a look through a ledger finds, in words: what is wrong with which file, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

What = Literal["log", "file", "records", "watermarks", "leftover", "people"]

COPY = "put back a copy of it"


class Finding(NamedTuple):
    """One thing that is wrong: with what, where, and how it is mended.

    What is not `broken` changes no figure.
    """

    what: What
    path: str
    problem: str
    remedy: str
    broken: bool = True


class Verdict(NamedTuple):
    """What a look through one version of a ledger found.

    `version` is None where none can be read. `files`, `rows` and `size` (bytes) were looked at;
    `undigested` of the files state no digest of their bytes, so that of them only counts could be
    compared. `earlier` files are of earlier versions alone. `whole` is the latest version of which every file is as it was written, None where
    there is none.
    """

    path: Path
    version: int | None
    files: int
    rows: int
    size: int
    undigested: int
    earlier: int
    findings: tuple[Finding, ...]
    whole: int | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is broken."""
        return not any(finding.broken for finding in self.findings)
