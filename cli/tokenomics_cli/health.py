"""What `tokenomics doctor` looks at, as text and as JSON."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.budgeting.series import STALE
from tokenomics.checkup import Checkup, Seen, checkup
from tokenomics.ledger import Ledger, crowded, lost
from tokenomics.overlap.found import sentence
from tokenomics.records.words import lasting
from tokenomics.watching.upkeep import PRICES_MAX_AGE
from tokenomics_cli.request import authority_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import counted
from tokenomics_cli.surroundings import Installed, installed, installed_text, missing
from tokenomics_cli.tables import Narrow, Value, listing
from tokenomics_cli.terminal import near, width

_MEGABYTE = 1_000_000
# Of the table of usage: what may be cut, and what a narrow terminal does without.
_NARROW = (("provider", "source"), ("with response id", "of"))


class Health(NamedTuple):
    """What is installed, the ledger, what is in it, refused rows, and the advice that follows."""

    installed: Installed
    ledger: Ledger
    found: Checkup
    rejects: int
    checked: date | None
    advice: tuple[str, ...]


def look(ledger: Ledger, book: Book, given: Settings) -> Health:
    """Look through a ledger and its surroundings; one that is not there yet is empty."""
    found = Checkup((), ())
    if not lost(ledger):
        found = checkup(ledger, book, authority=authority_of(given.config))
    rejects = sum(file.rows for file in ledger.files if file.kind == "reject")
    checked = max((rate.checked for rate in book.rates if rate.checked), default=None)
    advice = (
        *_of_ledger(ledger, rejects),
        *_of_usage(ledger, found, given),
        *_of_prices(checked, given),
        *missing(given.config, os.environ),
    )
    return Health(installed(), ledger, found, rejects, checked, advice)


def _of_ledger(ledger: Ledger, rejects: int) -> Iterator[str]:
    """What is to be done about the ledger's files."""
    if ledger.version < 0:
        yield f"there is no ledger in {near(ledger.where)}: tokenomics init"
    if gone := lost(ledger):
        files = counted(len(gone), "file")
        yield f"{files} of the ledger {'is' if len(gone) == 1 else 'are'} gone or damaged: tokenomics ledger verify"
    if crowd := crowded(ledger):
        yield f"{crowd} small files: tokenomics ledger compact"
    if rejects:
        yield f"{counted(rejects, 'row')} refused: tokenomics ledger rejects"


def _of_usage(ledger: Ledger, found: Checkup, given: Settings) -> Iterator[str]:
    """What is to be done about usage that is old, or that several sources state."""
    if not found.seen:
        if ledger.version >= 0 and not lost(ledger):
            yield "the ledger holds no usage: tokenomics ingest PATH"
        return
    age = given.now - max(seen.last for seen in found.seen)
    if age > STALE:
        yield f"the latest usage is {lasting(age)} old: tokenomics ingest{'' if given.config.ledger.logs else ' PATH'}"
    if any(not overlap.certain for overlap in found.overlaps):
        yield "some overlaps rest on likeness: name an [[authority]] in tokenomics.toml, or accounts with --scope"


def _of_prices(checked: date | None, given: Settings) -> Iterator[str]:
    if checked and (age := given.now.date() - checked) > PRICES_MAX_AGE:
        yield f"the latest price was checked {lasting(age)} ago: update tokenomics, or give your own with --pricebook"


def as_text(health: Health) -> str:
    """The findings for people, the advice last."""
    room = width()
    lines = [*installed_text(health.installed), _ledger_line(health.ledger)]
    found = _found(health, room) if health.found.seen else []
    checked = f"prices checked until {health.checked or 'nobody knows when'}"
    advice = [f"next: {advice}" for advice in health.advice] or ["all is well"]
    told = [*_wrapped(lines, room), "", *found, *_wrapped([checked, *advice], room)]
    return "\n".join(told) + "\n"


def _found(health: Health, room: int) -> list[str]:
    rows = [_row(seen) for seen in health.found.seen]
    overlaps = [sentence(overlap) for overlap in health.found.overlaps]
    said = _wrapped(overlaps or ["no two sources state the same usage"], room)
    return [listing(rows, "table", Narrow(room, *_NARROW)), *said]


def _wrapped(lines: Iterable[str], room: int) -> list[str]:
    """Lines that go on below, indented, where they are longer than a terminal."""
    return [
        part
        for line in lines
        for part in textwrap.wrap(line, room, subsequent_indent="  ", break_long_words=False)
    ]


def _ledger_line(ledger: Ledger) -> str:
    if ledger.version < 0:
        return f"no ledger in {ledger.where}"
    size = sum(file.size for file in ledger.files) / _MEGABYTE
    files = counted(len(ledger.files), "file")
    return f"ledger {ledger.where} version {ledger.version}, {files}, {size:,.1f} MB"


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
        "versions": health.installed.versions,
        "extras": health.installed.extras,
        "ledger": _ledger_json(health.ledger),
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


def _ledger_json(ledger: Ledger) -> dict[str, object]:
    return {
        "path": str(ledger.where),
        "version": ledger.version if ledger.version >= 0 else None,
        "files": len(ledger.files),
        "bytes": sum(file.size for file in ledger.files),
        "damaged": [file.path for file in lost(ledger)],
    }
