"""`tokenomics ledger`: what a ledger holds, its versions, what was refused, and tidying up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.groups import group
from tokenomics_cli.options import ConfigFile, Ledger, LedgerAt, Limit, ListForm, Now, RowsForm
from tokenomics_cli.tables import ListFormat, Narrow, Value, listing
from tokenomics_cli.terminal import emit, is_watched, near, say, width

if TYPE_CHECKING:
    from tokenomics.ledger import Version
    from tokenomics.rejects import Reject

_VERDICTS = ("added", "changed", "removed", "unchanged")

app = group("ledger", "Look into the ledger, and keep it tidy.")


@app.command()
def info(ledger: Ledger = None, config: ConfigFile = None, form: ListForm = "table") -> None:
    """What the latest version holds, a row a kind of record."""
    from tokenomics.ledger import info as look
    from tokenomics_cli.settings import settings

    found = look(settings(config, ledger=ledger).ledger)
    say(f"{near(found.path)} version {found.version}")
    rows = [{**h._asdict(), "months": _span(h.months)} for h in found.holdings]
    emit(listing(rows, form), exact=form != "table")


@app.command()
def history(ledger: Ledger = None, config: ConfigFile = None, form: ListForm = "table") -> None:
    """The versions, latest first, and what each changed."""
    from tokenomics.ledger import history as look
    from tokenomics_cli.settings import settings

    versions = look(settings(config, ledger=ledger).ledger)
    rows = [_version_row(each) for each in versions]
    narrow = Narrow(width(), ("at",), ("operation", "unchanged", "removed"))
    emit(listing(rows, form, narrow), exact=form != "table")


@app.command()
def diff(
    older: Annotated[str, typer.Argument(help="Version or instant to compare from.")],
    newer: Annotated[str, typer.Argument(help="Version or instant to compare with.")],
    ledger: Ledger = None,
    config: ConfigFile = None,
    form: RowsForm = "table",
) -> None:
    """What differs between two versions: records by kind, source, service and month, and their money."""
    from tokenomics.restatements import restatements
    from tokenomics_cli.handles import opened
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    rows = [r._asdict() for r in restatements(opened(given, older), opened(given, newer))]
    narrow = Narrow(width(), ("service",), ("source", "kind", "currency"))
    emit(listing(rows, form, narrow), exact=form != "table")


@app.command()
def compact(ledger: Ledger = None, config: ConfigFile = None, now: Now = None) -> None:
    """Join small files, and delete those of versions over 400 days old."""
    from tokenomics.engine import connect
    from tokenomics.ledger import compact as tidy
    from tokenomics_cli.handles import opened
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger, now=now)
    handle = opened(given)
    with connect(allowed=[handle.path]) as con:
        done = tidy(con, handle.where, now=given.now)
    if is_watched():
        say(f"{near(handle.where)} version {done.version}")


@app.command()
def verify(
    ledger: Ledger = None, ledger_at: LedgerAt = None, config: ConfigFile = None,
    form: ListForm = "table",
) -> None:  # fmt: skip
    """Whether every file of the ledger is as it was written, and what can be done where one is not.

    Every byte is read. Exit 1 where anything is broken.
    """
    from tokenomics_cli.settings import settings
    from tokenomics_cli.verifying import look_through

    look_through(settings(config, ledger=ledger), ledger_at, form)


@app.command()
def cache(
    clear: Annotated[
        bool, typer.Option("--clear", help="Delete them; they are made again.")
    ] = False,
    ledger: Ledger = None,
    config: ConfigFile = None,
    form: ListForm = "table",
) -> None:
    """The answers about large ledgers that are kept for the next question, of all ledgers."""
    from tokenomics import shelf
    from tokenomics_cli.handles import answers_folder, shelf_of
    from tokenomics_cli.settings import settings

    on = shelf_of(settings(config, ledger=ledger)) or shelf.Shelf(answers_folder(), 0)
    if clear:
        shelf.clear(on)
    files, size = shelf.held(on)
    row = {"folder": str(on.folder), "files": files, "size": size, "room": on.room}
    emit(listing([row], form), exact=form != "table")


@app.command()
def rotate_key(ledger: Ledger = None, config: ConfigFile = None) -> None:
    """Draw another key for the digests of prompts that are read from now on.

    Those of before stay, equal to none that comes, and nobody can find out any more what they are of.
    """
    from tokenomics.config import people_of
    from tokenomics.people import rotate_key as rotate
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    say(
        f"{near(rotate(people_of(given.config, given.ledger)))}: digests of before and from now on are never equal"
    )


@app.command()
def rejects(
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    limit: Limit = None,
    config: ConfigFile = None,
    form: ListForm = "table",
) -> None:
    """The rows that were refused: where they are and why."""
    from tokenomics.rejects import rejects as look
    from tokenomics_cli.handles import opened
    from tokenomics_cli.settings import settings

    found = look(opened(settings(config, ledger=ledger), ledger_at), limit=limit)
    if found.total > len(found.first):
        say(f"{len(found.first):,} of {found.total:,} refused rows")
    rows = [_reject_row(reject, form) for reject in found.first]
    narrow = Narrow(width(), ("file", "reason"), ("source", "ts"))
    emit(listing(rows, form, narrow), exact=form != "table")


def _reject_row(reject: Reject, form: ListFormat) -> dict[str, Value]:
    """A refused row; people read a path as seen from where they are."""
    row = reject._asdict()
    return row if form == "json" else {**row, "file": near(reject.file)}


def _version_row(version: Version) -> dict[str, Value]:
    """A version, with the numbers of its records; watermarks and rejects are no records."""
    records = {
        verdict: {kind: n for kind, n in counts.items() if kind not in {"file", "reject"}}
        for verdict, counts in version.counts.items()
    }
    counts = {name: sum(records.get(name, {}).values()) for name in _VERDICTS}
    return {"version": version.version, "at": version.at, "operation": version.operation, **counts}


def _span(months: tuple[str, ...]) -> str:
    """The first and the last month."""
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
