"""The matrix: `python -m support.faults --write docs/method/faults.md`."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from support.faults.steps import STEPS, Step
from support.faults.together import at_once, damaged, deleting, servers
from support.faults.trials import (
    Fault,
    Tried,
    clock,
    field,
    full_disk,
    full_spool,
    killed,
    killed_at_random,
    read_only,
    stopped,
    streams,
)
from support.small_disk import can_mount
from tokenomics.whole import whole

FAULTS: Mapping[str, Fault] = {
    "killed at a place": killed,
    "killed at random": killed_at_random,
    "Ctrl-C, SIGTERM": stopped,
    "disk full": full_disk,
    "no room for temporary files": full_spool,
    "read-only": read_only,
    "clock jumps": clock,
    "streams closed": streams,
    "eight at once": at_once,
    "server dies": servers,
    "ledger damaged": damaged,
    "killed while deleting": deleting,
}
_OF_DISKS = (full_disk, full_spool, read_only)
_KILLS = 100

Cells = Mapping[tuple[str, str], Sequence[Tried]]


def main() -> int:
    """Try what is asked for; 1 where something did not hold."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kills", type=int, default=_KILLS, help="random kills over all steps")
    options.add_argument("--step", action="append", help="only these steps")
    options.add_argument("--fault", action="append", help="only these faults")
    options.add_argument(
        "--keep", type=Path, help="where steps that are done are kept, for when this is killed"
    )
    options.add_argument("--write", type=Path, help="the page to write the table to")
    given = options.parse_args()
    start = time.monotonic()
    # Whoever is started in the background hears no Ctrl-C, and neither do the processes that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    cells: dict[tuple[str, str], list[Tried]] = {}
    steps = [step for step in STEPS if not given.step or step.name in given.step]
    disks = can_mount()
    if not disks:
        sys.stderr.write(
            "SKIPPED: full disks and read-only ones, for nothing can be mounted here\n"
        )
    jobs = [
        Job(step.name, given.seed, kills, tuple(given.fault or FAULTS), disks, given.keep)
        for step, kills in zip(steps, _shared(given.kills, len(steps)), strict=True)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for job, found in zip(jobs, pool.map(tried, jobs), strict=True):
            cells.update({(job.step, name): each for name, each in found.items()})
    if given.write:
        given.write.write_text(page(steps, cells, given.seed, disks=disks), "utf-8")
    broken = sum(each.wrong is not None for tried in cells.values() for each in tried)
    trials = sum(map(len, cells.values()))
    sys.stdout.write(f"{trials} trials, {broken} did not hold, {time.monotonic() - start:.0f} s\n")
    return 1 if broken else 0


class Job(NamedTuple):
    """The faults to try on a step."""

    step: str
    seed: int
    kills: int
    faults: tuple[str, ...]
    disks: bool
    keep: Path | None


def _shared(kills: int, steps: int) -> list[int]:
    return [kills // steps + (nth < kills % steps) for nth in range(steps)]


def tried(job: Job) -> dict[str, list[Tried]]:
    """The trials of a step by fault: those that are kept, else tried now."""
    kept = job.keep / f"{job.step}.json" if job.keep else None
    if kept is not None and kept.exists():
        said = json.loads(kept.read_text("utf-8"))
        return {name: [Tried(*each) for each in found] for name, found in said.items()}
    found = _tried(job)
    if kept is not None:
        with whole(kept, "output") as part:
            part.write_text(json.dumps(found), "utf-8")
    return found


def _tried(job: Job) -> dict[str, list[Tried]]:
    """The trials of a step; what did not hold is told at once."""
    (step,) = (step for step in STEPS if step.name == job.step)
    chance, found = random.Random(f"{job.seed} {job.step}"), dict[str, list[Tried]]()
    with field(step) as on:
        for name in job.faults:
            if job.disks or FAULTS[name] not in _OF_DISKS:
                found[name] = list(FAULTS[name](on, chance, job.kills))
                sys.stderr.write(f"{step.name}, {name}: {len(found[name])} tried\n")
            for each in found.get(name, ()):
                if each.wrong is not None:
                    sys.stderr.write(f"  {each.what}: {each.wrong}\n")
    return found


def page(steps: Sequence[Step], cells: Cells, seed: int, *, disks: bool) -> str:
    """The table, with what it means."""
    names = [name for name in FAULTS if any(cells.get((step.name, name)) for step in steps)]
    rows = [
        [step.name, *(_cell(cells.get((step.name, name), ())) for name in names)] for step in steps
    ]
    lines = [
        f"| {' | '.join(cells)} |"
        for cells in (["step", *names], ["---"] * (len(names) + 1), *rows)
    ]
    total = sum(map(len, cells.values()))
    held = sum(each.wrong is None for tried in cells.values() for each in tried)
    skipped = "" if disks else "Full and read-only disks could not be tried on this machine.\n\n"
    return (
        _HEAD.read_text("utf-8")
        + "\n".join(lines)
        + f"\n\n{skipped}{held} of {total} trials held; the random kills are those of seed {seed}.\n"
    )


def _cell(tried: Sequence[Tried]) -> str:
    if not tried:
        return ""
    wrong = [each for each in tried if each.wrong is not None]
    return f"{len(tried) - len(wrong)} of {len(tried)}" if wrong else str(len(tried))


_HEAD = Path(__file__).with_name("faults.md")

if __name__ == "__main__":
    sys.exit(main())
