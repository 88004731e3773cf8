"""Ten times the calls: how seconds and memory grow, of whole processes."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
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


Pairs = Sequence[tuple[Run, Run]]


def scale(setting: Setting) -> Iterator[Line]:
    """Calls ingested from Parquet files of their own, up to the chosen number of rows.

    The note says how much memory the process took at most, and how many times the processors'
    seconds of a tenth of the calls it needed: ten is linear.
    """
    before = dict[str, float]()
    for rows in _sizes(setting):
        logs = native_calls(setting.root, rows)
        files = sorted(str(path) for path in logs.glob("calls-*.parquet"))
        emptied(_ledger(setting, rows))
        yield from _lines({"ingest": _pairs(_ingest(setting, rows), files, 1)}, rows, before)


def scaled(setting: Setting) -> Iterator[Line]:
    """The ledgers of them asked: a first question sums up what a second finds, and has its own line."""
    before = dict[str, float]()
    for rows in _sizes(setting):
        ledger, runs = _ledger(setting, rows), setting.runs if rows < SIZES[-1] else 3
        if not ledger.exists():
            run(_ingest(setting, rows))
        files, works = parquet_files(ledger), dict[str, Pairs]()
        run([tokenomics(), "ledger", "cache", "--clear"])
        for name, words in QUESTIONS.items():
            asked = [tokenomics(), "report", *words, "--ledger", ledger]
            first, *later = _pairs(asked, files, 1 + runs)
            works |= {f"first {name}": [first], f"second {name}": later}
        yield from _lines(works, rows, before)


def _sizes(setting: Setting) -> Iterator[int]:
    return (size for size in SIZES if size <= setting.rows)


def _ledger(setting: Setting, rows: int) -> Path:
    return setting.root / f"scale-{rows}"


def _ingest(setting: Setting, rows: int) -> list[str | Path]:
    logs = native_calls(setting.root, rows)
    return [tokenomics(), "ingest", logs, "--ledger", _ledger(setting, rows)]


def _lines(works: Mapping[str, Pairs], rows: int, before: dict[str, float]) -> Iterator[Line]:
    """A line a work, and in `before` the processors' seconds for ten times the rows to be held against."""
    for name, pairs in works.items():
        done = together([(ours.seconds, bare.seconds) for ours, bare in pairs])
        busy = statistics.median(ours.busy for ours, _ in pairs)
        grown = f", {busy / before[name]:.1f} x a tenth of them" if name in before else ""
        before[name] = busy
        memory = max(ours.memory for ours, _ in pairs) / (1 << 30)
        note = f"{memory:.1f} GiB, {busy:.1f} CPU s{grown}"
        yield Line(f"{name}, {rows:,} calls", "bare DuckDB group-by process", done, "", note)


def _pairs(command: list[str | Path], files: list[str], runs: int) -> list[tuple[Run, Run]]:
    """Runs of a command and of a bare scan in turn."""
    scan = python(f"import duckdb; duckdb.sql({_SUMS.format(files=files)!r}).fetchall()")
    return [(run(command), run(scan)) for _ in range(runs)]
