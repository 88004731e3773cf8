"""A look through a ledger: whether every file is what was written, and what can be done where one is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.engine import connect, duckdb
from tokenomics.ledger import log
from tokenomics.ledger.balance import unbalanced
from tokenomics.ledger.entries import entries
from tokenomics.ledger.file_check import changed, contradictions, other_bytes
from tokenomics.ledger.findings import COPY, Finding, Verdict
from tokenomics.ledger.identity import stated_digest
from tokenomics.ledger.layout import DataFile, Ledger, files_of, located
from tokenomics.ledger.log_check import check_log, others
from tokenomics.ledger.scan import relation
from tokenomics.ledger.soundness import lost
from tokenomics.ledger.versions import open_ledger
from tokenomics.places import Remote
from tokenomics.records.errors import LedgerError
from tokenomics.records.kinds import FILE, KINDS, NOTICE
from tokenomics.records.words import many

_SHOWN = 5

_TWICE = "SELECT count(*) - count(DISTINCT record_id) FROM {rows}"
_UNEVEN = """
SELECT source_file FROM {marks}
WHERE rows_read <> rows_recorded + rows_skipped + rows_rejected OR read_to > size OR read_to < 0
ORDER BY source_file
"""
_UNMARKED = """
SELECT DISTINCT source_file FROM {rows} WHERE source_file IS NOT NULL
AND source_file NOT IN (SELECT source_file FROM {marks}) ORDER BY source_file
"""
_FILES = "SELECT source_file FROM {rows}"
_FEWER = """
SELECT marks.source_file FROM {marks} AS marks LEFT JOIN
    (SELECT source_file, count(*) AS records FROM ({rows}) GROUP BY source_file) AS held USING (source_file)
WHERE coalesce(held.records, 0) < marks.rows_recorded ORDER BY marks.source_file
"""


class _Looked(NamedTuple):
    """A version, and what is wrong with its files by their paths."""

    ledger: Ledger
    wrong: dict[str, list[str]]

    def good(self) -> Ledger:
        """The version without the files that are broken."""
        files = tuple(file for file in self.ledger.files if file.path not in self.wrong)
        return self.ledger._replace(files=files)


def verify(path: Path | Remote | str, at: int | None = None) -> Verdict:
    """Look through the log and every byte of a version of a ledger, by default of its latest and of all before.

    Nothing is written. Raises LedgerError where there is no ledger, or where it lies in a bucket.
    """
    root = located(path)
    if isinstance(root, Remote):
        raise LedgerError(
            f"{root}: only a ledger in a folder can be looked through: copy it there with the store's own"
            " tool, and name the folder with --ledger"
        )
    if not entries(root):
        raise log.missing(root)
    with connect(allowed=[root]) as con:
        of_log = [*check_log(con, root), *unbalanced(root)]
        try:
            ledger = open_ledger(root, at, damaged=True)
        except LedgerError as error:
            if not of_log:
                raise
            return Verdict(
                root, None, 0, 0, 0, 0, 0, (*of_log, *_unread(error, root)), _whole(root)
            )
        looked = _Looked(ledger, _wrong(con, ledger))
        earlier, left = others(con, root, [file.path for file in ledger.files])
        earlier = [] if at is not None else earlier
        findings = (
            *of_log,
            *_files(con, looked),
            *_earlier(earlier),
            *_records(con, looked),
            *left,
        )
    is_broken = bool(looked.wrong) or any(finding.broken for finding in of_log)
    return Verdict(
        root, ledger.version, len(ledger.files), sum(file.rows for file in ledger.files),
        sum(file.size for file in ledger.files), sum(stated_digest(Path(f.path)) is None for f in ledger.files),
        len(earlier), findings, _whole(root) if is_broken else ledger.version,
    )  # fmt: skip


def _earlier(paths: Sequence[Path]) -> Iterator[Finding]:
    """What is wrong with files that only earlier versions have, of which reports may be asked anew.

    That one is gone is no finding: compacting deletes those that are old.
    """
    for path in paths:
        if said := other_bytes(path):
            yield Finding("file", str(path), f"{said}; only earlier versions have it", f"{COPY} (its name ends in its SHA-256)")  # fmt: skip


def _unread(error: LedgerError, root: Path) -> Iterator[Finding]:
    """That a version cannot be opened, where the log's own findings do not say so already."""
    if "has lost its end" not in str(error):
        yield Finding("log", str(root), "cannot be opened as it is", "mend the log first")


def _wrong(con: duckdb.DuckDBPyConnection, ledger: Ledger) -> dict[str, list[str]]:
    """What is wrong with each file of a version that anything is wrong with."""
    found: dict[str, list[str]] = {}
    nulls = log.null_counts(ledger)
    for file in ledger.files:
        said = changed(file)
        problems = [said] if said else [*contradictions(con, log.Written(file, nulls[file.path]))]
        if problems:
            found[file.path] = problems
    return found


def _files(con: duckdb.DuckDBPyConnection, looked: _Looked) -> Iterator[Finding]:
    broken = [file for file in looked.ledger.files if file.path in looked.wrong]
    again = _sources(con, looked) if broken else ""
    for file in broken:
        copy = f"{COPY}{_known_by(file)}"
        for problem in looked.wrong[file.path]:
            yield Finding("file", file.path, problem, f"{copy}{again}")


def _known_by(file: DataFile) -> str:
    digest = stated_digest(Path(file.path))
    return " (its name ends in its SHA-256)" if digest else ""


def _sources(con: duckdb.DuckDBPyConnection, looked: _Looked) -> str:
    """Which files must be read again for what the broken ones held, as far as watermarks tell."""
    good = looked.good()
    if any(file.kind == FILE.name for file in looked.ledger.files if file.path in looked.wrong):
        return ", or read all logs into a new ledger"
    rows = " UNION ALL ".join(
        _FILES.format(rows=relation(good, kind)) for kind in KINDS if kind != FILE.name
    )
    text = _FEWER.format(marks=relation(good, FILE.name), rows=rows)
    names = [name for (name,) in con.execute(text).fetchall()]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    listed = f"; what it held is in {', '.join(names[:_SHOWN])}{more}" if names else ""
    return f", or read the logs into a new ledger{listed}"


def _records(con: duckdb.DuckDBPyConnection, looked: _Looked) -> Iterator[Finding]:
    """What is wrong with rows of the files that can be read."""
    good = looked.good()
    new = "read the logs into a new ledger"
    marks = relation(good, FILE.name)
    for kind in sorted({file.kind for file in good.files}):
        rows = relation(good, kind)
        (twice,) = con.execute(_TWICE.format(rows=rows)).fetchone() or (0,)
        if twice:
            yield Finding("records", kind, f"{many(twice, 'row')} bear the id of another one", new)
        if kind not in {FILE.name, NOTICE.name} and not looked.wrong:
            yield from _named(con, _UNMARKED.format(rows=rows, marks=marks), "holds rows of a file that no watermark names", new, kind)  # fmt: skip
    if files_of(good, FILE.name):
        yield from _named(con, _UNEVEN.format(marks=marks), "a watermark's rows do not sum up", "read that file again", "file")  # fmt: skip


def _named(
    con: duckdb.DuckDBPyConnection, text: str, problem: str, remedy: str, kind: str
) -> Iterator[Finding]:
    names: Sequence[str] = [name for (name,) in con.execute(text).fetchall()]
    for name in names:
        yield Finding("watermarks", kind, f"{problem}: {name}", remedy)


def _whole(root: Path) -> int | None:
    """The latest version of which every file is as it was written, as far as the log can be read."""
    sound: dict[str, bool] = {}
    for version in sorted((entry.version for entry in entries(root)), reverse=True):
        ledger = log.version_of(root, version)
        if ledger is None or lost(ledger):
            continue
        for file in ledger.files:
            if file.path not in sound:
                sound[file.path] = changed(file) is None
        if all(sound[file.path] for file in ledger.files):
            return version
    return None
