"""How rows lie in files: one a line, one below a header, one a file, or a file a session.

Where a format knows its rows by an id a row is written twice, and one is torn, as it happens to logs.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tokenomics.demo.calls import Call
from tokenomics.demo.files import Rows
from tokenomics.demo.forms.form import Files, Row, by_session

Write = Callable[[Path, str, Iterable[Call]], Files]


def lines(row: Callable[[Call], Row]) -> Write:
    """A row a line of JSON; the last one is there twice, and then torn."""

    def write(folder: Path, name: str, calls: Iterable[Call]) -> Files:
        path = folder / f"{name}.jsonl"
        recorded, last = 0, ""
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for call in calls:
                last = _line(row(call))
                recorded += file.write(last) > 0
            file.write(f"{last}{_torn(last)}")
        yield path, Rows(recorded + 1, rejected=1)

    return write


def table(row: Callable[[Call], Row], *, has_ids: bool = True) -> Write:
    """A row below a header; where rows have ids the last one is there twice. The last is cut off."""

    def write(folder: Path, name: str, calls: Iterable[Call]) -> Files:
        path = folder / f"{name}.csv"
        recorded = 0
        values: Sequence[Any] = ()
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file, lineterminator="\n")
            for call in calls:
                told = row(call)
                if recorded == 0:
                    sheet.writerow(told)
                values = tuple(told.values())
                sheet.writerow(values)
                recorded += 1
            if has_ids:
                sheet.writerow(values)
            sheet.writerow(values[:2])
        yield path, Rows(recorded + has_ids, rejected=1)

    return write


def documents(row: Callable[[Call], Row], name_of: Callable[[Call], str]) -> Write:
    """A file a call, below the folder of its session."""

    def write(folder: Path, name: str, calls: Iterable[Call]) -> Files:
        for call in calls:
            path = folder / name / call.session / f"{name_of(call)}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(row(call), indent=1), encoding="utf-8", newline="\n")
            yield path, Rows(1)

    return write


def sessions(told: Callable[[str, Sequence[Call]], Iterable[tuple[Row, bool]]]) -> Write:
    """A file a session, of lines that say whether they state usage; the last one's last line is torn."""

    def write(folder: Path, name: str, calls: Iterable[Call]) -> Files:
        (folder / name).mkdir()
        found = by_session(calls)
        for number, (session, mine) in enumerate(found.items(), 1):
            path = folder / name / f"{session}.jsonl"
            torn = number == len(found)
            recorded = skipped = 0
            text = ""
            with path.open("w", encoding="utf-8", newline="\n") as file:
                for row, states in told(session, mine):
                    text = _line(row)
                    file.write(text)
                    recorded += states
                    skipped += not states
                file.write(_torn(text) if torn else "")
            yield path, Rows(recorded, skipped, rejected=int(torn))

    return write


def _line(row: Row) -> str:
    return json.dumps(row) + "\n"


def _torn(text: str) -> str:
    return text[: len(text) // 2] + "\n"
