"""What `tokenomics doctor` looks at, as text and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.checkup import Checkup, Seen, checkup
from tokenomics.ledger import Ledger
from tokenomics.overlap.found import sentence
from tokenomics_cli.request import authority_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import counted
from tokenomics_cli.tables import Value, table

_PARTS = ("tokenomics-finops", "duckdb", "deltalake")
# Prices change about every month; a book that nobody has looked at for longer may be wrong.
_STALE_DAYS = 45
_STALE_HOURS = 26


class Health(NamedTuple):
    """Versions by name, the ledger, what is in it, refused rows, and the advice that follows."""

    versions: dict[str, str]
    ledger: Ledger
    found: Checkup
    rejects: int
    checked: date | None
    advice: tuple[str, ...]


def look(ledger: Ledger, book: Book, given: Settings) -> Health:
    """Look through a ledger and its surroundings."""
    found = checkup(ledger, book, authority=authority_of(given.config))
    rejects = sum(file.rows for file in ledger.files if file.kind == "reject")
    versions = {name: version(name) for name in _PARTS} | {"python": platform.python_version()}
    checked = max((rate.checked for rate in book.rates if rate.checked), default=None)
    advice = tuple(_advice(found, rejects, checked, given))
    return Health(versions, ledger, found, rejects, checked, advice)


def _advice(found: Checkup, rejects: int, checked: date | None, given: Settings) -> Iterator[str]:
    if not found.seen:
        yield "the ledger holds no usage: tokenomics ingest PATH"
        return
    hours = int((given.now - max(seen.last for seen in found.seen)).total_seconds() // 3600)
    if hours > _STALE_HOURS:
        yield f"the latest usage is {hours:,} hours old: tokenomics ingest PATH"
    if any(not overlap.certain for overlap in found.overlaps):
        yield "some overlaps rest on likeness: name an [[authority]] in tokenomics.toml, or accounts with --scope"
    if rejects:
        yield f"{counted(rejects, 'row')} refused: tokenomics ledger rejects"
    if checked and (days := (given.now.date() - checked).days) > _STALE_DAYS:
        yield f"the latest price was checked {days} days ago: update tokenomics, or give your own with --pricebook"


def as_text(health: Health) -> str:
    """The findings for people, the advice last."""
    parts = ", ".join(f"{name} {number}" for name, number in health.versions.items())
    lines = [parts, f"ledger {health.ledger.path} version {health.ledger.version}", ""]
    if health.found.seen:
        lines += [table([_row(seen) for seen in health.found.seen]), ""]
    lines += [sentence(overlap) for overlap in health.found.overlaps]
    lines += ["no two sources state the same usage"] if not health.found.overlaps else []
    lines += [f"prices checked until {health.checked or 'nobody knows when'}"]
    lines += [f"next: {advice}" for advice in health.advice] or ["all is well"]
    return "\n".join(lines) + "\n"


def _row(seen: Seen) -> dict[str, Value]:
    what = seen.grain if seen.series is None else f"{seen.grain} ({seen.series})"
    return {
        "provider": seen.provider,
        "source": seen.source,
        "records": seen.records,
        "of": what,
        "with response id": seen.named,
        "from": seen.first.date().isoformat(),
        "to": seen.last.date().isoformat(),
    }


def as_json(health: Health) -> str:
    """The findings for machines."""
    answer = {
        "versions": health.versions,
        "ledger": {"path": str(Path(health.ledger.path)), "version": health.ledger.version},
        "seen": [
            {**s._asdict(), "first": s.first.isoformat(), "last": s.last.isoformat()}
            for s in health.found.seen
        ],
        "overlaps": [overlap._asdict() for overlap in health.found.overlaps],
        "rejects": health.rejects,
        "prices_checked": health.checked.isoformat() if health.checked else None,
        "advice": health.advice,
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
