"""From files to commits: what is new is read, drafted, checked, counted and handed to the ledger.

Nothing is lost silently: of every file, rows read = recorded + skipped + rejected.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal, NamedTuple

from tokenomics.config import Config, people_of
from tokenomics.engine import connect, duckdb, make_spare
from tokenomics.intake import watermarks
from tokenomics.intake.batches import batches, bytes_of
from tokenomics.intake.units import SHOWN_REJECTS, Counts, Progress, Unit
from tokenomics.intake.watermarks import Watermark
from tokenomics.ledger import Committed, Ledger, open_ledger, used_columns
from tokenomics.ledger.layout import files_of
from tokenomics.people import digest_key, pseudonyms
from tokenomics.places import Where, folder_of
from tokenomics.records import words
from tokenomics.records.errors import ConfigError, RejectedRows, SourceError, TokenomicsError
from tokenomics.records.kinds import FILE
from tokenomics.sources import find
from tokenomics.sources.hints import NO_HINTS, Hints, change_reading, checked

if TYPE_CHECKING:
    from tokenomics.intake.pseudonyms import Naming
    from tokenomics.intake.stage import Staged

# Whoever may write into a folder chose it by a link, and learns nothing of what it says.
_ELSEWHERE = "no log, and a link leads to it out of what was named: name the file itself to see why"

Status = Literal["read", "unchanged", "ignored", "unread", "failed"]


class FileReport(NamedTuple):
    """What became of one file: rows = records + skipped + rejected, and what rows state besides.

    An `unread` file of a folder looks like a log that nobody knows, or is damaged; an `ignored`
    one is plainly no log, or repeats another; a `failed` one was named, or could not be opened.
    """

    path: str
    source: str | None
    status: Status
    rows: int
    records: int
    skipped: int
    rejected: int
    note: str | None
    beside: int = 0

    @property
    def stated(self) -> int:
        """The records that its rows became, with those of another kind that they state besides."""
        return self.records + self.beside


class IngestResult(NamedTuple):
    """What an ingest did.

    `added`, `changed`, `unchanged` and `removed` count usage and other records in the ledger after
    merging, `repeats` the records of the files beyond the first of their key: the files' records
    are added + changed + unchanged + repeats. `people` were stored as pseudonyms. `problems` are named files that could not be read,
    one sentence each.
    """

    version: int
    files: tuple[FileReport, ...]
    added: int
    changed: int
    unchanged: int
    removed: int
    repeats: int
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    people: int = 0


class Opened(NamedTuple):
    """A ledger at its latest version, and a connection that may read it."""

    ledger: Ledger
    con: duckdb.DuckDBPyConnection


def ingest(  # noqa: PLR0913
    paths: Sequence[str | Path],
    *,
    ledger: Where | Opened,
    config: Config,
    now: datetime,
    strict: bool = False,
    hints: Hints = NO_HINTS,
    progress: Progress | None = None,
) -> IngestResult:
    """Read what is new in files, folders, globs or standard input (`-`) into a ledger.

    A ledger is named by its folder or address, or open already. `progress` is told of the bytes that are read. Raises SourceError for a path that is not
    there, ConfigError for a hint that means nothing and for a file of people that is damaged or
    open to others, RejectedRows in a strict ingest with rejects or unread files and SourceError
    in one with failed files (nothing is committed then), and the ledger's errors.
    """
    hints = checked(hints, config.report.timezone)
    with tempfile.TemporaryDirectory(prefix="tokenomics-") as name:
        spool = Path(name)
        found = find.find(paths, spool)
        handle, marks = _known(ledger)
        plan = _plan(found, marks, config, hints)
        if strict:
            _refuse_unread(plan)
        if not plan.units:
            result = _result(_nothing(handle), plan.reports, plan.problems, ())
            return result._replace(notes=tuple(_kept(result, hints)))
        # Where a refused row is to leave the ledger as it was, all are looked at before a commit.
        several = [plan.units] if strict else list(batches(plan.units))
        told = _through(progress, [sum(map(bytes_of, units)) for units in several])
        work = _Work(handle, spool, config, now, hints, strict)
        done = [_commit_batch(work, *each) for each in zip(several, told, strict=True)]
    reports = [*plan.reports, *(report for each in done for report in each.reports)]
    notes = [note for each in done for note in each.notes]
    result = _result(_sum([each.committed for each in done]), reports, plan.problems, notes)
    people = len(frozenset[str]().union(*(each.people for each in done)))
    return result._replace(people=people, notes=(*result.notes, *_kept(result, hints)))


class _Work(NamedTuple):
    """What all batches of an ingest have in common."""

    ledger: Ledger
    spool: Path
    config: Config
    now: datetime
    hints: Hints
    strict: bool


class _Batch(NamedTuple):
    """What became of a batch of files."""

    committed: Committed
    reports: list[FileReport]
    notes: Sequence[str]
    people: frozenset[str]


def _commit_batch(work: _Work, units: Sequence[Unit], progress: Progress | None) -> _Batch:
    """Read a batch of files and commit what they say."""
    # The readers, and all that writes, where there is something to read.
    from tokenomics.intake.digests import give_key  # noqa: PLC0415
    from tokenomics.intake.stage import stage  # noqa: PLC0415
    from tokenomics.ledger.commits import commit  # noqa: PLC0415

    people = people_of(work.config, work.ledger.where)
    allowed = [*(unit.reading.path for unit in units), work.ledger.path, work.spool]
    with connect(allowed=allowed, temp_dir=work.spool, ordered=False) as con:
        done = stage(
            con, units, spool=work.spool, now=work.now, hints=work.hints, progress=progress
        )
        reports = [_report(counts) for counts in done.counts]
        if work.strict:
            _refuse_rejects(reports, done.samples)
        found = _pseudonymise(con, done, partial(_pseudonyms, people, work.ledger), work.config)
        give_key(con, done.tables, lambda: digest_key(people))
        committed = commit(
            con, work.ledger.where, done.tables, replaced=done.replaced, now=work.now
        )
    return _Batch(committed, reports, done.notes, found)


def _through(progress: Progress | None, sizes: Sequence[int]) -> list[Progress | None]:
    """What each batch tells its progress to, as a part of all bytes."""
    if progress is None:
        return [None] * len(sizes)

    def of(before: int) -> Progress:
        return lambda read, _: progress(before + read, sum(sizes))

    return [of(sum(sizes[:nth])) for nth in range(len(sizes))]


def _sum(done: Sequence[Committed]) -> Committed:
    """What several commits did together; the last one's version."""
    fields = zip(*(each[1:] for each in done), strict=True)
    counts = (sum(map(Counter[str], each), Counter[str]()) for each in fields)
    return Committed(done[-1].version, *counts)


def _kept(result: IngestResult, hints: Hints) -> Iterator[str]:
    """That labels are of records that are new: one is known by what it says, not by its label."""
    files = sum(file.status == "unchanged" for file in result.files)
    if hints.labels and (files or result.unchanged):
        known = [words.many(result.unchanged, "record")] if result.unchanged else []
        known += [f"the records of {words.many(files, 'unchanged file')}"] if files else []
        yield f"{' and '.join(known)} were known already and keep the labels that they have"


def _known(ledger: Where | Opened) -> tuple[Ledger, dict[str, Watermark]]:
    """The ledger, and how far each file was read.

    To open a connection takes a tenth of a small ingest, so none is where no file was read.
    """
    if isinstance(ledger, Opened):
        return ledger.ledger, watermarks.load(ledger.con, ledger.ledger)
    handle = open_ledger(ledger)
    if not files_of(handle, FILE.name):
        return handle, {}
    with connect(allowed=[folder_of(ledger)]) as con:
        return handle, watermarks.load(con, handle)


class _Plan(NamedTuple):
    units: list[Unit]
    reports: list[FileReport]
    problems: list[str]


def _plan(
    found: Sequence[find.Found], marks: dict[str, Watermark], config: Config, hints: Hints
) -> _Plan:
    plan = _Plan([], [], [])
    for item in found:
        try:
            _plan_file(item, marks, plan, config=config, hints=hints)
        except (TokenomicsError, OSError) as error:
            closed = isinstance(error, OSError)
            said = f"{item.real}: {error.strerror}" if closed else str(error)
            sentence = said.replace(item.real, item.label)
            if item.elsewhere and not closed:
                sentence = f"{item.label}: {_ELSEWHERE}"
            plan.problems.append(sentence)
            plan.reports.append(_not_read(item.label, "failed", sentence))
    readings = watermarks.without_rotations([unit.reading for unit in plan.units], marks)
    units = [unit._replace(reading=of) for unit, of in zip(plan.units, readings, strict=True)]
    return plan._replace(units=units)


def _plan_file(
    item: find.Found, marks: dict[str, Watermark], plan: _Plan, *, config: Config, hints: Hints
) -> None:
    if find.told(item.real) != item.real:
        raise SourceError(f"{item.label}: the name is not UTF-8: rename it")
    stat = find.stat(item.real)
    mark = marks.get(item.label)
    if mark is not None and watermarks.is_unchanged(stat, mark) and not change_reading(hints):
        plan.reports.append(FileReport(item.label, mark.source, "unchanged", 0, 0, 0, 0, None))
        return
    if not plan.units:
        Thread(target=make_spare, daemon=True).start()
    from tokenomics.intake import claims  # noqa: PLC0415 - the formats, where there is a file to look at

    sample, source = claims.claim(item.path, config, hints)
    if source is None:
        status, sentence = claims.unclaimed(sample)
        if item.named and sample.container != "empty":
            raise SourceError(f"{item.label}: {sentence}")
        said = _ELSEWHERE if item.elsewhere else sentence
        plan.reports.append(_not_read(item.label, status, said))
        return
    for name in sample.header:
        if sample.header.count(name) > 1:
            raise SourceError(f"{item.label}: two columns are named {name!r}; rename one")
    keyless = not source.keyed
    restated = mark is not None and change_reading(hints)
    tail = sample.container == "jsonl" and not source.whole and not restated
    reading = watermarks.plan(item, stat, marks, keyless=keyless, may_tail=tail)
    if restated:
        reading = reading._replace(state="restated")
    plan.units.append(Unit(source, sample.container, reading))


def _not_read(label: str, status: Status, note: str) -> FileReport:
    return FileReport(label, None, status, 0, 0, 0, 0, note)


def _report(counts: Counts) -> FileReport:
    return FileReport(
        counts.unit.reading.label,
        counts.unit.source.name,
        "read",
        counts.rows,
        counts.recorded,
        counts.skipped,
        counts.rejected,
        counts.note,
        counts.beside,
    )


def _refuse_unread(plan: _Plan) -> None:
    unknown = [f"{file.path}: {file.note}" for file in plan.reports if file.status == "unread"]
    missed = [*plan.problems, *unknown]
    if not missed:
        return
    files = "1 file" if len(missed) == 1 else f"{len(missed)} files"
    sentence = (
        f"{files} not read, nothing was committed (--strict): {'; '.join(missed[:SHOWN_REJECTS])}"
    )
    raise SourceError(sentence) if plan.problems else RejectedRows(sentence)


def _refuse_rejects(reports: Sequence[FileReport], samples: Sequence[str]) -> None:
    rejected = sum(report.rejected for report in reports)
    if rejected:
        what = "row" if rejected == 1 else "rows"
        raise RejectedRows(
            f"{rejected} {what} refused, nothing was committed (--strict): {'; '.join(samples)}"
        )


def _pseudonymise(
    con: duckdb.DuckDBPyConnection, done: Staged, naming: Naming, config: Config
) -> frozenset[str]:
    """Put pseudonyms for people and tell whom; who they are is written down before the commit.

    So whoever commits first, two ingests at once give a person one pseudonym.
    """
    from tokenomics.intake.pseudonyms import pseudonymise  # noqa: PLC0415 - as above

    privacy = config.privacy
    named = None if privacy.keep_user_ids else naming
    return pseudonymise(con, done.tables, named, privacy.also)


def _pseudonyms(people: Path, ledger: Ledger, names: Iterable[str]) -> dict[str, str]:
    """The pseudonym of each name.

    Raises ConfigError where a bucket knows people already and this machine does not: it would give
    everybody a second name.
    """
    wanted = list(names)
    is_strange = ledger.remote and "user_id" in used_columns(ledger, "usage")
    if wanted and is_strange and not people.exists():
        raise ConfigError(
            f"{people} is not here, and the ledger {ledger.remote} knows people already: bring it from"
            " where they were ingested, or name one that all writers share in [privacy] people"
        )
    return pseudonyms(people, wanted)


def _nothing(handle: Ledger) -> Committed:
    return Committed(handle.version, {}, {}, {}, {})


def _result(
    committed: Committed, reports: list[FileReport], problems: list[str], notes: Sequence[str]
) -> IngestResult:
    books = ("file", "reject")

    def total(counts: Mapping[str, int]) -> int:
        return sum(count for kind, count in counts.items() if kind not in books)

    found = (committed.added, committed.changed, committed.unchanged)
    added, changed, unchanged = map(total, found)
    return IngestResult(
        version=committed.version,
        files=tuple(sorted(reports)),
        added=added,
        changed=changed,
        unchanged=unchanged,
        removed=total(committed.removed),
        repeats=sum(file.stated for file in reports) - added - changed - unchanged,
        notes=tuple(notes),
        problems=tuple(problems),
    )
