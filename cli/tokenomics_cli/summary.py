"""What an ingest did, for the person who ran it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from tokenomics.ledger import Ledger, open_ledger
from tokenomics.places import Where
from tokenomics.records.errors import InputError
from tokenomics.rejects import Reject, rejects
from tokenomics_cli.tables import table
from tokenomics_cli.terminal import fail, near, say

if TYPE_CHECKING:
    from tokenomics.intake import FileReport, IngestResult

_SHOWN = 5


def show(result: IngestResult, ledger: Where, *, wordy: bool) -> None:
    """Tell what an ingest did where `wordy`; what could not be read is told in any case.

    Ends the command with exit code 2 where named files could not be read.
    """
    tell(result, ledger, wordy=wordy)
    if result.problems:
        raise typer.Exit(2)


def tell(result: IngestResult, ledger: Where, *, wordy: bool) -> None:
    """Tell what an ingest did where `wordy`, and name what could not be read in any case."""
    if wordy:
        say(*summary(result, ledger))
    for problem in result.problems:
        fail(problem)


def end_where_nothing_was_read(result: IngestResult) -> None:
    """End with exit code 2 where no file is a log: a report of nothing would look like no cost."""
    if any(file.status in {"read", "unchanged"} for file in result.files):
        return
    end_with_problems(result)
    for line in missed(result):
        say(line)
    raise InputError(
        f"nothing to report: of {len(result.files)} files none is a log of a known format; "
        "see 'tokenomics sources', or describe yours in a [[source]] of tokenomics.toml"
    )


def end_with_problems(result: IngestResult) -> None:
    """Name the files that could not be read and end with exit code 2; nothing where all could."""
    for problem in result.problems:
        fail(problem)
    if result.problems:
        raise typer.Exit(2)


def summary(result: IngestResult, ledger: Where) -> Iterator[str]:
    """The lines of an ingest's summary: files, rows by source, changes, refused rows."""
    yield _files_line(result, ledger)
    if rows := [_source_row(name, files) for name, files in _by_source(result.files)]:
        besides = any(row["besides"] for row in rows)
        yield from table(
            [row if besides else _without(row, "besides") for row in rows]
        ).splitlines()
        yield (
            f"{counted(sum(file.stated for file in result.files), 'record')}: "
            f"{result.added:,} added, {result.changed:,} changed, "
            f"{result.unchanged:,} already known, {counted(result.repeats, 'repeat')}"
            f"{f'; {result.removed:,} removed' if result.removed else ''}"
        )
    yield from result.notes
    yield from refused(result, open_ledger(ledger))
    yield from missed(result)


def refused(result: IngestResult, ledger: Ledger) -> Iterator[str]:
    """The first of the rows that this ingest refused, and where to see the rest."""
    files = [file.path for file in result.files if file.rejected]
    if not files:
        return
    found = rejects(ledger, files=files, limit=_SHOWN)
    yield f"{counted(found.total, 'row')} refused:"
    yield from (f"  {place(reject)}" for reject in found.first)
    if found.total > len(found.first):
        yield "  and more: tokenomics ledger rejects shows all of a ledger"


def unread(result: IngestResult | None) -> list[FileReport]:
    """The files that look like logs and were not read; none where nothing was ingested."""
    return [file for file in result.files if file.status == "unread"] if result else []


def missed(result: IngestResult) -> Iterator[str]:
    """The first of the files that look like logs and were not read, and why."""
    files = unread(result)
    if not files:
        return
    yield f"{counted(len(files), 'file')} not read:"
    yield from (f"  {near(file.path)}: {file.note}" for file in files[:_SHOWN])
    if len(files) > _SHOWN:
        yield f"  and {len(files) - _SHOWN:,} more"


def place(reject: Reject) -> str:
    """One refused row as `file:line field: reason`."""
    where = near(reject.file) + ("" if reject.line is None else f":{reject.line}")
    return (
        f"{where} {reject.field}: {reject.reason}" if reject.field else f"{where} {reject.reason}"
    )


def counted(number: int, what: str) -> str:
    """A number with the word for what it counts: `1 row`, `2 rows`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _files_line(result: IngestResult, ledger: Where) -> str:
    states = [file.status for file in result.files]
    words = {
        "unchanged": "unchanged",
        "ignored": "ignored",
        "unread": "not read",
        "failed": "failed",
    }
    others = [f"{states.count(s)} {word}" for s, word in words.items() if s in states]
    note = f" ({', '.join(others)})" if others else ""
    files = counted(states.count("read"), "file")
    return f"{files} read{note} into {near(ledger)} version {result.version}"


def _by_source(files: Sequence[FileReport]) -> Iterator[tuple[str, list[FileReport]]]:
    names = sorted({file.source for file in files if file.status == "read" and file.source})
    for name in names:
        yield name, [file for file in files if file.status == "read" and file.source == name]


def _source_row(name: str, files: Sequence[FileReport]) -> dict[str, str | int]:
    return {
        "source": name,
        "files": len(files),
        "rows": sum(file.rows for file in files),
        "records": sum(file.records for file in files),
        "skipped": sum(file.skipped for file in files),
        "rejected": sum(file.rejected for file in files),
        # Records of another kind that rows state besides, such as feedback on a call.
        "besides": sum(file.beside for file in files),
    }


def _without(row: dict[str, str | int], name: str) -> dict[str, str | int]:
    return {key: value for key, value in row.items() if key != name}
