"""Ledgers broken on purpose, each in its own way."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from support.ledger_rows import put, row

Break = Callable[[Path], object]

OCTOBER = datetime(2026, 10, 31, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 3, tzinfo=UTC)
_HOME = tempfile.TemporaryDirectory(prefix="tokenomics-damage-")


class Damage(NamedTuple):
    """What is done to a ledger, and a word of what is said of it."""

    name: str
    do: Break
    said: str


def made(ledger: Path) -> Path:
    """A ledger of three commits with usage of two months, whose files are of one size and have names of their own."""
    for key, at in enumerate((OCTOBER, NOVEMBER, NOVEMBER.replace(day=4)), 1):
        put(
            ledger,
            usage=[row(key, at=at, provider="openai", model_served="gpt-4-0613", input=1000, output=0,
                       grain="request", billing="metered", token_basis="reported", source_file=f"{key}.jsonl")],
            file=[row(key, at=at, source_file=f"{key}.jsonl", size=9, read_to=9, rows_read=1,
                      rows_recorded=1, rows_skipped=0, rows_rejected=0)],
        )  # fmt: skip
    return ledger


@cache
def _made() -> Path:
    return made(Path(_HOME.name, "ledger"))


def three_versions(ledger: Path) -> Path:
    """Such a ledger, always the same one."""
    shutil.copytree(_made(), ledger, dirs_exist_ok=True)
    return ledger


def files(ledger: Path, month: str = "2026-10") -> list[Path]:
    """The data files of usage of a month."""
    return sorted((ledger / "kind=usage" / f"month={month}").glob("*.parquet"))


def entry(ledger: Path, version: int) -> Path:
    """The log entry of a version."""
    return ledger / "_delta_log" / f"{version:020}.json"


def flip(path: Path, at: int | None = None) -> None:
    """Turn over one bit of a file, as an hour later."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 4
    path.write_bytes(data)
    later = path.stat().st_mtime + 3600
    os.utime(path, (later, later))


def swap(one: Path, other: Path) -> None:
    """Exchange two files under their names; both keep their times."""
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def cut(path: Path, left: float = 0.5) -> None:
    """Leave a share of a file."""
    os.truncate(path, int(path.stat().st_size * left))


def cut_lines(path: Path, lines: int) -> None:
    """Leave the first lines of a file."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:lines]))


def _replace(ledger: Path) -> None:
    """Put another file of the same size in the place of one."""
    (one,), other = files(ledger), files(ledger, "2026-11")[0]
    assert one.stat().st_size == other.stat().st_size
    shutil.copyfile(other, one)


DATA = (
    Damage("gone", lambda ledger: files(ledger)[0].unlink(), "is gone"),
    Damage("truncated", lambda ledger: cut(files(ledger)[0]), "bytes where"),
    Damage("emptied", lambda ledger: cut(files(ledger)[0], 0), "0 bytes where"),
    Damage("flipped", lambda ledger: flip(files(ledger)[0]), "holds other bytes"),
    Damage(
        "swapped", lambda ledger: swap(files(ledger)[0], files(ledger, "2026-11")[0]), "another file"
    ),
    Damage("replaced", _replace, "another file"),
)  # fmt: skip
LOGS = (
    Damage("last entry half written", lambda ledger: cut(entry(ledger, 2)), "half written"),
    Damage("last entry cut at a line", lambda ledger: cut_lines(entry(ledger, 2), 2), "lost its end"),
    Damage("last entry empty", lambda ledger: cut(entry(ledger, 2), 0), "lost its end"),
    Damage("middle entry empty", lambda ledger: cut(entry(ledger, 1), 0), "lost its end"),
    Damage("middle entry gone", lambda ledger: entry(ledger, 1).unlink(), "of version 1 is gone"),
    Damage("entry broken", lambda ledger: entry(ledger, 1).write_text("{nonsense\n"), "half written"),
    Damage("first entry gone", lambda ledger: entry(ledger, 0).unlink(), "begin at version 1"),
    Damage("entry of another version", lambda ledger: shutil.copy(entry(ledger, 2), entry(ledger, 1)), "is the entry of version 2"),
)  # fmt: skip
