"""One table of ratios: our commands against peers and bare scans, measured in the same run.

python tests/benchmarks/run.py [--only NAME] [--megabytes N] [--rows N] [--runs N] [--write]

With --write each line goes into docs/method/speed.md too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from agent_logs import logs, mixed
from measure import Line, Setting, paired, process, python, show
from page import write
from prices import names, pricing
from questions import (
    agents,
    alert,
    anomalies,
    bill,
    budget,
    diff,
    drivers,
    failures,
    forecast,
    indicators,
    quality,
    report,
    start,
    success,
    waste,
    whatif,
)  # fmt: skip
from scale import scale, scaled


def guard(setting: Setting) -> Iterator[Line]:
    """What a guard adds to each call, in memory and in a shared file, and to a start."""
    import guards

    for used, done in guards.in_process(setting.runs):
        yield Line(f"guard a call, settled by {used}", "bare dict update", done, "< 20 us")
    done = guards.shared(setting.root, setting.runs)
    yield Line("guard a call, file shared", "bare SQLite update of a row", done, "< 1000 us")
    ours, bare = process(python("import tokenomics.guard")), process(python("pass"))
    done = paired(ours, bare, runs=setting.runs)
    yield Line("import tokenomics.guard", "python -c pass", done, "")


CASES = (
    start, names, logs, mixed, report, success, agents, quality, waste, anomalies, drivers, diff, failures,
    indicators, forecast, budget, alert, bill, whatif, pricing, guard, scale, scaled,
)  # fmt: skip


def main() -> int:
    """Run the chosen cases and print their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[case.__name__ for case in CASES], action="append")
    parser.add_argument("--megabytes", type=int, default=700)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    data = Path(tempfile.gettempdir()) / "tokenomics-bench"
    parser.add_argument("--data", type=Path, default=data)
    parser.add_argument("--write", action="store_true", help="keep the lines in the docs")
    asked = parser.parse_args()
    setting = Setting(asked.data, asked.megabytes, asked.rows, asked.runs)
    setting.root.mkdir(parents=True, exist_ok=True)
    chosen = [case for case in CASES if not asked.only or case.__name__ in asked.only]
    lines = (line for case in chosen for line in case(setting))
    day = datetime.now(UTC).date()
    show(lines, lambda line: write(line, day) if asked.write else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
