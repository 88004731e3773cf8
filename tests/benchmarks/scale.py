"""Ten times the calls: how seconds and memory grow, of whole processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data import native_calls, parquet_files
from measure import Line, Run, Setting, emptied, python, run, together, tokenomics

SIZES = (1_000_000, 10_000_000, 100_000_000)
QUESTIONS = {
    "report by feature": ("--by", "feature"),
    "report by user": ("--by", "user", "--limit", "20"),
    "cost per success by feature": ("--by", "feature", "--per", "success"),
}
_SUMS = "SELECT feature, sum(input), sum(cache_read), sum(output) FROM read_parquet({files!r}) GROUP BY feature"


def scale(setting: Setting) -> Iterator[Line]:
    """Calls ingested from Parquet files of their own, and asked, up to the chosen number of rows.

    The note says how much memory the process took at most, and how many times the seconds of a
    tenth of the calls it needed: ten is linear.
    """
    before: dict[str, float] = {}
    for rows in (size for size in SIZES if size <= setting.rows):
        logs, ledger = native_calls(setting.root, rows), setting.root / f"scale-{rows}"
        runs = setting.runs if rows < SIZES[-1] else min(setting.runs, 3)
        emptied(ledger)
        ingest = [tokenomics(), "ingest", logs, "--ledger", ledger]
        files = sorted(str(path) for path in logs.glob("calls-*.parquet"))
        works = {"ingest": _pairs(ingest, files, 1)}
        for name, words in QUESTIONS.items():
            asked = [tokenomics(), "report", *words, "--ledger", ledger]
            works[name] = _pairs(asked, parquet_files(ledger), runs)
        for name, pairs in works.items():
            done = together([(ours.seconds, bare.seconds) for ours, bare in pairs])
            grown = f", {done.ours / before[name]:.1f} x a tenth of them" if name in before else ""
            before[name] = done.ours
            memory = max(ours.memory for ours, _ in pairs) / (1 << 30)
            note = f"{memory:.1f} GiB{grown}"
            yield Line(f"{name}, {rows:,} calls", "bare DuckDB group-by process", done, "", note)


def _pairs(command: list[str | Path], files: list[str], runs: int) -> list[tuple[Run, Run]]:
    """Runs of a command and of a bare scan in turn."""
    scan = python(f"import duckdb; duckdb.sql({_SUMS.format(files=files)!r}).fetchall()")
    return [(run(command), run(scan)) for _ in range(runs)]
