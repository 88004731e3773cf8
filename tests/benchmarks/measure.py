"""Timing by ratio: two commands or calls in turn, the median of their pairwise ratios.

A machine that slows down slows both, so a ratio holds where seconds do not.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]


class Setting(NamedTuple):
    """Where the data are, how much of them, and how often each pair is run."""

    root: Path
    megabytes: int
    rows: int
    runs: int


class Paired(NamedTuple):
    """Medians in seconds of ours and of the peer, and of the ratios pair by pair: the median, the least, the greatest."""

    ours: float
    peer: float
    ratio: float
    least: float
    most: float


class Run(NamedTuple):
    """A process that was run: its seconds, those of the processors, and its greatest resident set in bytes."""

    seconds: float
    busy: float
    memory: int


class Line(NamedTuple):
    """One line of the table: what was done, against what, and the goal if there is one."""

    work: str
    against: str
    paired: Paired | None
    goal: str
    note: str = ""


def paired(ours: Work, peer: Work, *, runs: int = 5) -> Paired:
    """Time two works in turn, after one warm-up of each."""
    ours()
    peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    return together(pairs)


def together(pairs: Sequence[tuple[float, float]]) -> Paired:
    """What pairs of seconds, ours and the peer's, come to."""
    ratios = [ours / peer for ours, peer in pairs]
    return Paired(
        statistics.median(ours for ours, _ in pairs),
        statistics.median(peer for _, peer in pairs),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
    )


def seconds(work: Work) -> float:
    """How long a work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process(command: Sequence[str | Path], **environment: str) -> Work:
    """A work that runs a whole process and fails when it does.

    Modules are compiled once and kept, as they are where a package is installed.
    """
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            capture_output=True,
            env={**inherited, **environment},
        )

    return run


# A child is charged with the memory of whoever started it, so a small process does.
_LAUNCH = """
import os, subprocess, sys, time
begun = time.perf_counter()
started = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(started.pid, 0)
print(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command: Sequence[str | Path]) -> Run:
    """Run a whole process, and fail when it does."""
    words = [sys.executable, "-S", "-c", _LAUNCH, *map(str, command)]
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return Run(float(told[0]), float(told[1]), int(told[2]))


def python(code: str) -> list[str]:
    """The command that runs a piece of Python."""
    return [sys.executable, "-c", code]


def tokenomics() -> str:
    """The command under test: the one beside this Python."""
    return str(Path(sys.executable).with_name("tokenomics"))


def emptied(folder: Path) -> Path:
    """The folder, not there."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def show(lines: Iterable[Line], kept: Callable[[Line], None]) -> None:
    """Print the table, each line as soon as it is known, and hand it to whoever keeps it."""
    print(_row("work", "against", "ours", "peer", "ratio", "from .. to"), " goal", flush=True)
    for line in lines:
        kept(line)
        found = line.paired
        figures = (
            ("", "", "-", "")
            if found is None
            else (
                shown(found.ours), shown(found.peer), f"{found.ratio:.3g}",
                f"{found.least:.3g} .. {found.most:.3g}",
            )
        )  # fmt: skip
        told = _row(line.work, line.against, *figures)
        print(f"{told}  {line.goal}  {line.note}".rstrip(), flush=True)


def _row(work: str, against: str, *figures: str) -> str:
    ours, peer, ratio, spread = figures
    return f"{work:<52} {against:<44} {ours:>8} {peer:>8} {ratio:>7} {spread:>15}"


def shown(seconds: float) -> str:
    """A duration in the unit that suits it."""
    if seconds >= 0.01:
        return f"{seconds:.3f} s"
    return f"{seconds * 1e6:.2f} us"
