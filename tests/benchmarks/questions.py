"""Questions as whole processes, each against a bare scan of the same Parquet files as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from data import (
    big_ledger,
    billed_ledger,
    claude_logs,
    failing_ledger,
    overlapping_ledger,
    parquet_files,
)
from designs import DESIGNS
from measure import Line, Setting, emptied, paired, process, python, tokenomics


def start(setting: Setting) -> Iterator[Line]:
    """Start-up, against Python's own."""
    bare = process(python("pass"))
    done = paired(process([tokenomics(), "--help"]), bare, runs=setting.runs)
    yield Line("--help", "python -c pass", done, "<= 0.25 s")
    logs, ledger = claude_logs(setting.root, 1), setting.root / "small-ledger"
    process([tokenomics(), "ingest", logs, "--ledger", ledger])()
    done = paired(process([tokenomics(), "report", "--ledger", ledger]), bare, runs=setting.runs)
    yield Line("report on a small ledger", "python -c pass", done, "<= 0.8 s")


def report(setting: Setting) -> Iterator[Line]:
    """A first and a second report as whole processes, against a bare scan as a whole process."""
    for what, path in (
        ("", big_ledger(setting.root, setting.rows)),
        (" by two sources", overlapping_ledger(setting.root, setting.rows)),
    ):
        yield from _report(setting, path, f"{setting.rows:,} requests{what}")


def _report(setting: Setting, path: Path, size: str) -> Iterator[Line]:
    scan = python(
        f'import duckdb; duckdb.sql("SELECT feature, sum(input), sum(output) FROM read_parquet('
        f'{parquet_files(path)!r}) GROUP BY feature").fetchall()'
    )
    cache = setting.root / "answers"
    ours = process(
        [tokenomics(), "report", "--ledger", path, "--by", "feature"], XDG_CACHE_HOME=str(cache)
    )

    def cold() -> None:
        for answers in cache.glob("tokenomics/*/answers"):
            emptied(answers)
        ours()

    for when, work, goal in (("first", cold, ""), ("second", ours, "<= 3")):
        done = paired(work, process(scan), runs=setting.runs)
        yield Line(f"{when} report of {size}", "bare DuckDB group-by process", done, goal)


def success(setting: Setting) -> Iterator[Line]:
    """What a success costs as a whole process, against a bare scan as a whole process."""
    words = ("report", "--by", "feature", "--per", "success")
    yield _of_tasks(setting, words, "cost per success by feature")


def agents(setting: Setting) -> Iterator[Line]:
    """What agents' tasks take as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("agents",), "agents' tasks")


def quality(setting: Setting) -> Iterator[Line]:
    """How well models do as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("quality",), "quality against cost")


def indicators(setting: Setting) -> Iterator[Line]:
    """Indicators of all calls as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("indicators",), "FinOps indicators")


def waste(setting: Setting) -> Iterator[Line]:
    """What could be spent better as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("waste",), "what could be spent better")


def whatif(setting: Setting) -> Iterator[Line]:
    """Designs as whole processes, each against a bare scan as a whole process."""
    for name, words in DESIGNS.items():
        yield _of_tasks(setting, ("whatif", *words), f"what if {name}")


def anomalies(setting: Setting) -> Iterator[Line]:
    """What is unusual as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("anomalies", "--now", "2026-09-01"), "anomalies by hour and day")


def forecast(setting: Setting) -> Iterator[Line]:
    """What a month comes to as a whole process, against a bare scan as a whole process."""
    yield _of_tasks(setting, ("forecast", "--now", "2026-08-25"), "forecast of a month")


def budget(setting: Setting) -> Iterator[Line]:
    """How a budget and those of every feature stand as a whole process, against a bare scan as one."""
    words = ("budget", "--now", "2026-08-25", "--config", _budgets(setting))
    yield _of_tasks(setting, words, "budgets, and of each feature")


def alert(setting: Setting) -> Iterator[Line]:
    """What is worth a message as a whole process, against a bare scan as a whole process."""
    words = ("alert", "--dry-run", "--now", "2026-08-25", "--config", _budgets(setting))
    yield _of_tasks(setting, words, "alert --dry-run with budgets")


def _budgets(setting: Setting) -> Path:
    """A configuration with two budgets, one of them for each feature."""
    path = setting.root / "budgets.toml"
    path.write_text(
        '[[budget]]\nname = "all"\namount = "100000 USD"\n'
        '[[budget]]\nname = "feature"\nfor_each = "feature"\namount = "9000 USD"\n'
    )
    return path


def drivers(setting: Setting) -> Iterator[Line]:
    """What changed the cost between two halves as a whole process, against a bare scan as a whole process."""
    words = ("drivers", "--since", "2026-08-16", "--until", "2026-08-31")
    yield _of_tasks(setting, words, "what changed the cost")


def diff(setting: Setting) -> Iterator[Line]:
    """What changed between two halves, with intervals, as a whole process, against a bare scan as one."""
    words = ("diff", "2026-08-01..2026-08-15", "2026-08-16..2026-08-30")
    yield _of_tasks(setting, words, "diff of two halves")


def failures(setting: Setting) -> Iterator[Line]:
    """What became of calls as a whole process, against a bare scan as a whole process."""
    path = failing_ledger(setting.root, setting.rows)
    yield _of_tasks(setting, ("failures",), "what became of calls", path)


def bill(setting: Setting) -> Iterator[Line]:
    """A bill of 100,000 lines beside calls, as a whole process, against a bare scan as a whole process."""
    path = billed_ledger(setting.root, setting.rows)
    yield _of_tasks(setting, ("reconcile",), "a bill reconciled with calls", path)
    words = ("report", "--cost-basis", "billed", "--by", "team")
    yield _of_tasks(setting, words, "a bill spread over calls", path)
    yield _of_tasks(setting, ("chargeback", "--cost-basis", "billed"), "a bill charged back", path)


def _of_tasks(
    setting: Setting, words: Sequence[str | Path], work: str, ledger: Path | None = None
) -> Line:
    path = ledger or big_ledger(setting.root, setting.rows)
    scan = python(
        f'import duckdb; duckdb.sql("SELECT max(used) FROM (SELECT task_id, sum(input) AS used '
        f'FROM read_parquet({parquet_files(path)!r}) GROUP BY task_id)").fetchall()'
    )
    ours = process([tokenomics(), *words, "--ledger", path])
    done = paired(ours, process(scan), runs=setting.runs)
    return Line(
        f"{work} of {setting.rows:,} requests", "bare DuckDB group-by task process", done, ""
    )
