"""What a look through a ledger found, a line a finding, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from tokenomics.auditing.ledgers import looked_through
from tokenomics.ledger import Verdict
from tokenomics_cli.handles import opened
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import counted
from tokenomics_cli.terminal import emit, lines_of, near

if TYPE_CHECKING:
    from tokenomics_cli.tables import ListFormat

_MEGABYTE = 1_000_000


def look_through(given: Settings, at: str | None, form: ListFormat) -> None:
    """Show what is broken in the ledger of the settings; ends with exit code 1 where anything is."""
    version = opened(given, at, damaged=True).version if at else None
    found = looked_through(given.ledger, given.config, version)
    text = _json(found) if form == "json" else lines_of(_lines(found))
    emit(text, exact=form == "json")
    if not found.is_sound:
        raise typer.Exit(1)


def _lines(found: Verdict) -> Iterator[str]:
    for finding in found.findings:
        state = "broken" if finding.broken else "note"
        yield f"{state} {finding.what}: {near(finding.path)}: {finding.problem}"
        yield f"  {finding.remedy}"
    what = f"the ledger {near(found.path)}"
    if found.version is None:
        yield f"{what} cannot be opened"
    else:
        size = f"{found.size / _MEGABYTE:,.1f} MB"
        yield f"{what} version {found.version}: {counted(found.files, 'file')}, {counted(found.rows, 'row')}, {size}"
    yield from _besides(found)
    yield _end(found)


def _besides(found: Verdict) -> Iterator[str]:
    """What files of earlier versions of the tool, and of the ledger, were looked at for."""
    if found.undigested:
        files = counted(found.undigested, "file")
        yield f"{files} of an earlier version of tokenomics: no digest of the bytes is known, rows and nulls were compared"
    if found.earlier:
        yield f"{counted(found.earlier, 'file')} of earlier versions alone, of which reports may be asked anew"


def _end(found: Verdict) -> str:
    if found.is_sound:
        return "all is as it was written"
    broken = counted(sum(finding.broken for finding in found.findings), "finding")
    if found.whole is None:
        return f"{broken}; no version is whole"
    if found.whole == found.version:
        return f"{broken}; every file of version {found.whole} is as it was written"
    return f"{broken}; version {found.whole} is whole: --ledger-at {found.whole} reads it"


def _json(found: Verdict) -> str:
    answer = {
        "path": str(found.path), "version": found.version, "sound": found.is_sound, "files": found.files,
        "rows": found.rows, "bytes": found.size, "undigested": found.undigested, "earlier": found.earlier, "whole": found.whole,
        "findings": [finding._asdict() for finding in found.findings],
    }  # fmt: skip
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
