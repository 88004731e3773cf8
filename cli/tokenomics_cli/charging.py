"""What teams owe written for others: rows of FOCUS that say how it was allocated, and a statement for each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing import CostReport
from tokenomics.costing.persons import Meant
from tokenomics.focus.allocation import write_owed
from tokenomics.outcomes import asked_of
from tokenomics.reconciling.owing import Owed, ShareBy, owed
from tokenomics.records.words import many
from tokenomics.report.statements import statements, within
from tokenomics.whole import whole
from tokenomics_cli.books import as_billed, prices_words
from tokenomics_cli.exporting import path_of, written
from tokenomics_cli.handles import Asked
from tokenomics_cli.request import Request, authority_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import near, say


class Wanted(NamedTuple):
    """How costs are shared out, and whether calls cost what was billed."""

    share_by: ShareBy
    is_billed: bool


def charge(request: Request, given: Settings, wanted: Wanted) -> None:
    """Write what is owed as rows of FOCUS to the file of --output."""
    path = path_of(request)

    def write(to: Asked, sought: Meant, book: Book) -> CostReport:
        found = _owed(to, sought, book, given, wanted)
        write_owed(found, path)
        say(f"{near(path)}: FOCUS 1.4, {many(len(found.owing), found.by[0])}")
        return found.report

    written(request, given, write)


def state(request: Request, given: Settings, wanted: Wanted, folder: Path) -> None:
    """Write a statement for each who owes into a folder."""

    def write(to: Asked, sought: Meant, book: Book) -> CostReport:
        ask = partial(_owed, to, book=book, given=given, wanted=wanted)
        found = ask(sought)
        finer = sought.query._replace(by=(*found.by, *within(found.by)))
        calls = ask(sought._replace(query=finer))
        words = prices_words(book, sought.query)
        pages = statements(found, calls, prices=as_billed(words) if wanted.is_billed else words)
        _put(folder, pages)
        say(f"{near(folder)}: {many(len(pages), 'statement')}")
        return found.report

    written(request, given, write)


def _owed(to: Asked, sought: Meant, book: Book, given: Settings, wanted: Wanted) -> Owed:
    judged = asked_of(given.config, given.now, sought.query.currency)
    return owed(
        to.ledger, book, sought.query, judged, share_by=wanted.share_by, is_billed=wanted.is_billed,
        rules=sought.rules, authority=authority_of(given.config), con=to.con,
    )  # fmt: skip


def _put(folder: Path, pages: Mapping[str, str]) -> None:
    """Write pages into a folder, which is made where there is none. Raises OSError where that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    for nth, (name, text) in enumerate(pages.items(), 1):
        with whole(folder / name, "output", nth=nth) as part:
            part.write_text(text, "utf-8", newline="")
