"""Fuzz every way in, or those that are named, and write into docs/method/fuzzing.md what was tried and found.

`make fuzz` runs it: `python tests/fuzzing/run.py [--seconds N] [--into FOLDER] [TARGET]...`. It ends with 1 where
something was found; the bytes and the trace of each finding are kept in the folder.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from support.fuzzed import TARGETS
from support.house import ROOT

PAGE = ROOT / "docs" / "method" / "fuzzing.md"
FUZZ = Path(__file__).with_name("fuzz.py")
_TRIED = re.compile(rb"stat::number_of_executed_units: (\d+)")
_PEAK = re.compile(rb"stat::peak_rss_mb: *(\d+)")
_ROW = re.compile(r"^\| `([^`]+)` \|.*\|$", re.MULTILINE)
_HEAD = "| way in | seconds | texts tried | most memory, MB | found |\n|---|---:|---:|---:|---:|\n"


class Run(NamedTuple):
    """What a run of one way in came to; `found` counts places where something was raised, and ends before the time."""

    name: str
    seconds: int
    tried: int
    memory: int
    found: int

    def row(self) -> str:
        """As a row of the table."""
        return (
            f"| `{self.name}` | {self.seconds} | {self.tried:,} | {self.memory:,} | {self.found} |"
        )


def fuzzed(name: str, seconds: int, into: Path) -> Run:
    """Fuzz one way in, in a process of its own."""
    found = into / name.replace(" ", "-")
    done = subprocess.run(
        [sys.executable, FUZZ, name, str(seconds), found], capture_output=True, check=False
    )
    (into / f"{found.name}.log").write_bytes(done.stderr)
    tried, memory = (int(m[1]) if (m := p.search(done.stderr)) else 0 for p in (_TRIED, _PEAK))
    places = len([*found.glob("*.txt")]) + (done.returncode != 0)
    return Run(name, seconds, tried, memory, places)


def written(page: str, runs: list[Run]) -> str:
    """The page with the rows of these runs in the place of those of the same ways in; others stay."""
    rows = {match[1]: match[0] for match in _ROW.finditer(page)} | {r.name: r.row() for r in runs}
    table = _HEAD + "".join(f"{rows[name]}\n" for name in TARGETS if name in rows)
    before, _, rest = page.partition(_HEAD)
    return before + table + re.sub(r"\A(\|.*\n)*", "", rest)


def main() -> int:
    """Fuzz, tell and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--into", type=Path, default=None)
    asked.add_argument("targets", nargs="*", choices=[[], *TARGETS])
    given = asked.parse_args()
    into = given.into or Path(tempfile.mkdtemp(prefix="tokenomics-fuzzing-"))
    into.mkdir(parents=True, exist_ok=True)
    runs: list[Run] = []
    for name in given.targets or TARGETS:
        runs.append(fuzzed(name, given.seconds, into))
        sys.stdout.write(f"{runs[-1].row()}\n")
        sys.stdout.flush()
        PAGE.write_text(written(PAGE.read_text("utf-8"), runs), "utf-8")
    sys.stdout.write(f"findings are in {into}\n")
    return int(any(run.found for run in runs))


if __name__ == "__main__":
    sys.exit(main())
