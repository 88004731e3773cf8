"""The faults: each is tried on a step, on fresh ground each time; a trial that ends without an error held."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from support.command import Done
from support.faults.ground import PATIENCE, Ground, afresh, ground, places
from support.faults.steps import Step
from tokenomics.ledger import open_ledger

# What is left on a full disk: nothing, room for a file of people, for some files of rows, for nearly all.
_SPARE = (0, 4_096, 16_384, 65_536)
# Before anything was known, a year ahead, and hours that Berlin has twice or never.
_DAYS = ("2020-01-01T00:00:00Z", "2027-11-15T12:00:00Z", "2026-10-25T02:30:00+02:00", "2026-03-29T02:30:00+01:00")  # fmt: skip
_STREAMS = (">&-", "2>&-", "| head -c 1", ">/dev/full", "<&-")


class Tried(NamedTuple):
    """One trial: what it was in words, and what did not hold; None where all did."""

    what: str
    wrong: str | None


class Field(NamedTuple):
    """A step with its ground, a copy of that before the step, and what the step does undisturbed:
    what it comes to, by which places.
    """

    step: Step
    mine: Ground
    kept: Path
    untouched: str
    places: tuple[str, ...]


Fault = Callable[[Field, random.Random, int], Iterator[Tried]]


@contextmanager
def field(step: Step) -> Generator[Field]:
    """The field of a step."""
    with ground(cold=step.cold) as mine:
        step.prepare(mine)
        kept = mine.folder.with_name("kept")
        shutil.copytree(mine.folder, kept)
        with afresh(mine, kept):
            untouched = step.redo(mine)
        with afresh(mine, kept):
            passed = tuple(places(mine, *step.words))
        yield Field(step, mine, kept, untouched, passed)


def trial(
    on: Field,
    what: str,
    fault: Callable[[Ground], object],
    *,
    disk: bool = False,
    told: Callable[[str], str] = str,
) -> Tried:
    """A fault on fresh ground; then the step is done again and must come to what an untouched one does.

    `told` leaves of that what can be the same.
    """
    with afresh(on.mine, on.kept, disk=disk) as mine:
        try:
            fault(mine)
            found, right = told(on.step.redo(mine)), told(on.untouched)
            assert found == right, f"done again it comes to {found!r}, untouched to {right!r}"
        except (AssertionError, subprocess.TimeoutExpired) as error:
            return Tried(what, str(error) or type(error).__name__)
    return Tried(what, None)


def without_version(told: str) -> str:
    """A report without the version's number: an ingest reads a file again that was noted by a clock set back."""
    return re.sub(r'"version": \d+', "", told)


def ended(done: Done, *codes: int) -> None:
    """One of those exit codes, and no more than a line of error."""
    assert done.code in codes, done
    assert "Traceback" not in done.err, done
    if done.code > 0 and done.code < 128:
        lines = done.err.splitlines()
        assert [line.startswith("error: ") for line in lines].count(True) == 1, done
        assert lines[-1].startswith("error: "), done


def killed(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Killed at each place where something is written."""
    for place in on.places:

        def fault(mine: Ground, place: str = place) -> None:
            done = mine.end(*on.step.words, TOKENOMICS_FAILPOINT=place)
            assert done.code == -signal.SIGKILL, done

        yield trial(on, place, fault)


def killed_at_random(on: Field, chance: random.Random, times: int) -> Iterator[Tried]:
    """Killed at any moment of the time that it takes."""
    with afresh(on.mine, on.kept):
        start = time.monotonic()
        on.mine.end(*on.step.words)
        seconds = time.monotonic() - start
    for _ in range(times):
        moment = chance.uniform(0.1, 1.1) * seconds

        def fault(mine: Ground, moment: float = moment) -> None:
            with mine.start(*on.step.words) as process:
                try:
                    process.communicate(timeout=moment)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate(timeout=PATIENCE)
            assert process.returncode in (0, -signal.SIGKILL), process.returncode

        yield trial(on, f"after {moment:.2f} s", fault)


def stopped(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Ctrl-C and SIGTERM before the first of each sort of thing is written: its exit code, nothing left."""
    firsts = [place for place in on.places if place.startswith("before_") and place.endswith(":1")]
    for place in firsts:
        for number in (signal.SIGINT, signal.SIGTERM):

            def fault(mine: Ground, place: str = place, number: signal.Signals = number) -> None:
                done = mine.end(*on.step.words, TOKENOMICS_FAILPOINT=f"{place}={number.name}")
                assert done.code == 128 + number, done
                assert "error" not in done.err, done
                assert "Traceback" not in done.err, done
                _is_clean(mine)

            yield trial(on, f"{number.name} at {place}", fault)


def _is_clean(mine: Ground) -> None:
    """No temporary files, no parts, and no rows that no version names."""
    assert not list(mine.spool.iterdir()), list(mine.spool.iterdir())
    parts = [path for path in mine.folder.rglob("*.part") if path.is_file()]
    assert not parts, parts
    ledger = mine.folder / ".tokenomics"
    versions = range(open_ledger(ledger).version + 1)
    named = {file.path for version in versions for file in open_ledger(ledger, version).files}
    rows = {str(path) for path in ledger.resolve().glob("kind=*/**/*.parquet")}
    assert rows <= named, rows - named


def full_disk(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """The disk of folder, ledger and output has no room, or little."""
    for spare in _SPARE:

        def fault(mine: Ground, spare: int = spare) -> None:
            assert mine.disk is not None
            with mine.disk.full(spare):
                done = mine.end(*on.step.words)
            ended(done, 0, 3)

        yield trial(on, f"{spare} bytes left", fault, disk=True)


def full_spool(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Temporary files have no room."""

    def fault(mine: Ground) -> None:
        assert mine.disk is not None
        spool = mine.folder / "tmp"
        spool.mkdir()
        with mine.disk.full():
            done = mine.end(*on.step.words, TMPDIR=str(spool))
        ended(done, 0, 3)
        spool.rmdir()

    yield trial(on, "no room", fault, disk=True)


def read_only(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Folder and ledger cannot be written."""

    def fault(mine: Ground) -> None:
        assert mine.disk is not None
        with mine.disk.read_only():
            done = mine.end(*on.step.words)
        ended(done, 0, 3)

    yield trial(on, "read-only", fault, disk=True)


def clock(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """The clock jumps: long before the last version, a year ahead, an hour that is there twice or never."""
    for day in _DAYS if on.step.has_days else ():

        def fault(mine: Ground, day: str = day) -> None:
            ended(mine.do(*on.step.words, TOKENOMICS_NOW=day), 0)

        yield trial(on, day, fault, told=without_version)


def streams(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Standard streams that are closed, full, or read no further."""
    for ends in _STREAMS:

        def fault(mine: Ground, ends: str = ends) -> None:
            ended(mine.run(*on.step.words, ends=ends), 0, 3)

        yield trial(on, ends, fault)
