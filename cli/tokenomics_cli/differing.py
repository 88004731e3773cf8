"""Two sides opened, compared and shown, and the gates on the change judged."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from tokenomics.books import Book
from tokenomics.comparing.difference import Diff
from tokenomics.comparing.judging import with_gates
from tokenomics.comparing.naming import side_of
from tokenomics.comparing.opening import Opened, Place, opened
from tokenomics.comparing.sides import compared
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.costing.answer import check
from tokenomics.gate import Gate, parse_gates
from tokenomics.intake import IngestResult, ingest
from tokenomics.ledger import Ledger
from tokenomics.outcomes import asked_of
from tokenomics.records.errors import ConfigError
from tokenomics.report import diff as written
from tokenomics.report.comment import markdown, marker
from tokenomics.report.forms import to_parquet
from tokenomics.report.junit import to_junit
from tokenomics.report.listing_data import to_csv
from tokenomics.report.origin import Origin
from tokenomics.timezones import zone
from tokenomics_cli.answer import check_output, origin_of
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.handles import opened as ledger_of
from tokenomics_cli.progress import progress
from tokenomics_cli.request import Request, authority_of, query_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import end_where_nothing_was_read, missed, refused, unread
from tokenomics_cli.terminal import emit, fail, near, page_width, say


class Wanted(NamedTuple):
    """The sides as they are named, what `diff` is asked besides, and its own ledger where a side is of it."""

    base: str
    head: str
    per: str | None
    min_sample: int
    comment_id: str | None
    form: str
    ledger: Ledger | None = None


def differ(request: Request, given: Settings, wanted: Wanted) -> None:
    """Show what changed from one side to the other.

    Ends the command with exit code 2 where a named file could not be read, and with 1 where a gate
    failed; the sentences are on standard error.
    """
    query = query_of(request, given.config, given.now)
    gates = _checked(request, wanted, query)
    book = book_for(given.config, request.pricebook, request.prices_known, currency=query.currency)
    with _both(request, given, wanted, query) as (base, head):
        asked = asked_of(given.config, given.now, query.currency)
        found = compared(
            base, head, book, asked, unit=wanted.per, authority=authority_of(given.config)
        )
        own = [side.ledger for side in (base, head) if side.named.path is None]
        wanted = wanted._replace(ledger=own[0] if own else None)
        files = [near(file.path) for file in unread(head.read)]
        found = with_gates(found, gates, wanted.min_sample, files)
        _show(request, given, wanted, found, book)
        _end(found, (base, head))


def _checked(request: Request, wanted: Wanted, query: CostQuery) -> tuple[Gate, ...]:
    """The gates; raises ConfigError for whatever is wrong before anything is read."""
    check(query)
    check_output(wanted.form, request.output)
    marker(wanted.comment_id)
    return parse_gates(request.fail_on or "", query.currency)


@contextmanager
def _both(
    request: Request, given: Settings, wanted: Wanted, query: CostQuery
) -> Generator[tuple[Opened, Opened]]:
    sides = [side_of(text, zone(query.tz)) for text in (wanted.base, wanted.head)]
    if request.ledger_at and all(side.path is not None for side in sides):
        raise ConfigError("--ledger-at asks a ledger as it was: name a period or a label of it")
    with tempfile.TemporaryDirectory(prefix="tokenomics-") as folder:
        place = Place(
            given.config, partial(_ledger, request, given), partial(_read, given), Path(folder)
        )
        with (
            opened(sides[0], query, place) as base,
            opened(sides[1], query, place) as head,
        ):
            yield base, head


def _ledger(request: Request, given: Settings, path: Path | None) -> Ledger:
    """The ledger at a path, else the settings' own, at the version that is asked for."""
    if path is None:
        return ledger_of(given, request.ledger_at)
    return ledger_of(given._replace(ledger=path))


def _read(given: Settings, paths: Sequence[str], ledger: Path, config: Config) -> IngestResult:
    with progress() as tell:
        result = ingest(
            paths, ledger=ledger, config=config, now=given.now, hints=given.hints, progress=tell
        )
    end_where_nothing_was_read(result)
    return result


def _show(request: Request, given: Settings, wanted: Wanted, found: Diff, book: Book) -> None:
    if wanted.form == "parquet" and request.output is not None:
        to_parquet(found.listing, request.output)
        return
    emit(_text(request, given, wanted, found, book), request.output, exact=wanted.form != "table")


def _text(request: Request, given: Settings, wanted: Wanted, found: Diff, book: Book) -> str:
    prices = prices_words(book, found.listing.report.query)
    if wanted.form == "json":
        return written.to_json(found, _origin(request, given, wanted, book))
    if wanted.form == "csv":
        return to_csv(found.listing)
    if wanted.form == "junit":
        return to_junit(found)
    if wanted.form == "markdown":
        return markdown(found, prices=prices, name=wanted.comment_id)
    return written.table(found, prices=prices, width=page_width(request.output))


def _origin(request: Request, given: Settings, wanted: Wanted, book: Book) -> Origin:
    options = {
        "base": wanted.base,
        "head": wanted.head,
        "per": wanted.per,
        "min_sample": wanted.min_sample,
        "fail_on": request.fail_on,
    }
    told = {k: v for k, v in options.items() if v is not None}
    origin = origin_of(request, given, book, "diff", told)
    if wanted.ledger is None:
        return origin
    return origin._replace(ledger_path=str(given.ledger), ledger_version=wanted.ledger.version)


def _end(found: Diff, sides: Sequence[Opened]) -> None:
    """Tell what was refused, not judged or failed, and end with the exit code for it."""
    problems: list[str] = []
    for side in sides:
        if side.read is not None and side.ledger is not None:
            problems += side.read.problems
            for line in (*side.read.notes, *refused(side.read, side.ledger), *missed(side.read)):
                say(line)
    failed = [f"gate {of.gate!r}: {of.sentence}" for of in found.gates if of.outcome == "failed"]
    for of in found.gates:
        if of.outcome not in {"failed", "passed"}:
            say(f"gate {of.gate!r} {of.outcome}: {of.sentence}")
    for sentence in (*problems, *failed):
        fail(sentence)
    if problems or failed:
        raise typer.Exit(2 if problems else 1)
