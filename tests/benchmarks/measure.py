"""Timing by ratio: two commands or calls in turn, the median of their pairwise ratios.

A machine that slows down slows both, so a ratio holds where seconds do not.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]


class Paired(NamedTuple):
    """Medians in seconds of ours and of the peer, and the median of the ratios pair by pair."""

    ours: float
    peer: float
    ratio: float


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
    pairs = [(_seconds(ours), _seconds(peer)) for _ in range(runs)]
    return Paired(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def _seconds(work: Work) -> float:
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


def peak_memory(command: Sequence[str | Path]) -> int:
    """The greatest resident set of a process, in bytes; nothing larger may have been run before."""
    process(command)()
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


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


def show(lines: Sequence[Line]) -> None:
    """Print the table."""
    print(f"{'work':<52} {'against':<44} {'ours':>8} {'peer':>8} {'ratio':>7}  goal")
    for line in lines:
        if line.paired is None:
            print(
                f"{line.work:<52} {line.against:<44} {'':>8} {'':>8} {'-':>7}  {line.goal}  {line.note}"
            )
            continue
        ours, peer, ratio = line.paired
        print(
            f"{line.work:<52} {line.against:<44} {_shown(ours):>8} {_shown(peer):>8} {ratio:>7.3g}  "
            f"{line.goal}  {line.note}"
        )


def _shown(seconds: float) -> str:
    """A duration in the unit that suits it."""
    if seconds >= 0.01:
        return f"{seconds:.3f} s"
    return f"{seconds * 1e6:.2f} us"
