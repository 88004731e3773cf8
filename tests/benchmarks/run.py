"""One table of ratios: our commands against peers and bare scans, measured in the same run.

python tests/benchmarks/run.py [--only NAME] [--megabytes N] [--rows N] [--runs N]
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from data import (
    big_ledger,
    billed_ledger,
    claude_logs,
    failing_ledger,
    imported_book,
    overlapping_ledger,
    parquet_files,
)
from designs import DESIGNS
from measure import Line, Paired, emptied, paired, peak_memory, process, python, show, tokenomics
from mixed import mixed_logs

CALLS = 20_000
NAMES = 5_000
TIMES = 10


class Setting(NamedTuple):
    """Where the data are, how much of them, and how often each pair is run."""

    root: Path
    megabytes: int
    rows: int
    runs: int


def ccusage() -> str | None:
    """The peer's command, from the environment or the PATH."""
    return os.environ.get("CCUSAGE") or shutil.which("ccusage")


def logs(setting: Setting) -> Iterator[Line]:
    """Ingest and report of agent logs, as whole processes."""
    folder = claude_logs(setting.root, setting.megabytes)
    size = f"{setting.megabytes} MB of agent logs"
    ledger = setting.root / "scratch-ledger"
    scan = python(
        'import duckdb; duckdb.sql("SELECT count(*), sum(TRY_CAST(message.usage.output_tokens AS BIGINT)) '
        f"FROM read_json('{folder}/projects/**/*.jsonl', format='newline_delimited', records=true, "
        "ignore_errors=true, maximum_object_size=67108864, columns={timestamp: 'VARCHAR', message: "
        "'STRUCT(id VARCHAR, model VARCHAR, usage STRUCT(input_tokens VARCHAR, output_tokens VARCHAR))'})\").fetchall()"
    )  # fmt: skip

    def fresh() -> None:
        emptied(ledger)
        process([tokenomics(), "ingest", folder, "--ledger", ledger])()

    def again() -> None:
        process([tokenomics(), "report", folder, "--ledger", ledger, "--by", "day"])()

    def whole() -> None:
        emptied(ledger)
        again()

    bare = process(scan)
    yield Line(
        f"ingest {size}", "bare DuckDB read of them", paired(fresh, bare, runs=setting.runs), ""
    )
    if (peer := ccusage()) is None:
        yield Line(f"ingest + report {size}", "ccusage", None, "<= 0.6", "ccusage is not installed")
        return
    their = process([peer, "claude", "daily", "--json", "--offline"], CLAUDE_CONFIG_DIR=str(folder))
    name = "ccusage claude daily --json --offline"
    yield Line(f"ingest + report {size}", name, paired(whole, their, runs=setting.runs), "<= 0.6")
    yield Line(
        f"ingest + report, nothing new, {size}",
        name,
        paired(again, their, runs=setting.runs),
        "<= 0.25",
    )


def mixed(setting: Setting) -> Iterator[Line]:
    """Ingest of logs of many kinds, as a whole process, and the most memory that it takes."""
    size = setting.megabytes * 10 // 7
    folder, ledger = mixed_logs(setting.root, size), setting.root / "mixed-ledger"
    command = [tokenomics(), "ingest", folder, "--ledger", ledger]

    def fresh() -> None:
        emptied(ledger)
        process(command)()

    bare = process(
        python(
            "import pathlib; [path.read_bytes() for path in "
            f"pathlib.Path({str(folder)!r}).rglob('*.jsonl')]"
        )
    )
    emptied(ledger)
    memory = f"at most {peak_memory(command) >> 20:,} MB of memory"
    done = paired(fresh, bare, runs=min(setting.runs, 3))
    yield Line(f"ingest {size} MB of mixed logs", "bare read of their bytes", done, "", memory)


def pricing(setting: Setting) -> Iterator[Line]:
    """Pricing of many requests inside one process, against a bare scan of the same columns."""
    from tokenomics.books import bundled
    from tokenomics.costing import CostQuery, costs
    from tokenomics.engine import connect
    from tokenomics.ledger import open_ledger

    path = big_ledger(setting.root, setting.rows)
    ledger, book, files = open_ledger(path), bundled(), parquet_files(path)
    con = connect(allowed=[path])
    scan = "SELECT {0}, sum(input), sum(cache_read), sum(output) FROM read_parquet($files) GROUP BY {0}"
    for dimension, column, goal in (("feature", "feature", 10e6), ("user", "user_id", 5e6)):
        query = CostQuery(by=(dimension,))
        done = paired(
            lambda query=query: costs(ledger, book, query, con=con),
            lambda column=column: con.execute(scan.format(column), {"files": files}).fetchall(),
            runs=setting.runs,
        )
        rate = f"{setting.rows / done.ours / 1e6:.1f} M requests/s"
        yield Line(
            f"price {setting.rows:,} requests by {dimension}",
            "bare group-by scan",
            done,
            f">= {goal / 1e6:.0f} M/s",
            rate,
        )
    yield _per_call(setting, lambda: costs(ledger, book, CostQuery(by=("feature",)), con=con))


def _per_call(setting: Setting, ours: Callable[[], object]) -> Line:
    work = f"price one request (of {setting.rows:,})"
    if importlib.util.find_spec("genai_prices") is None:
        return Line(work, "genai-prices call", None, "<= 0.002", "genai-prices is not installed")
    from genai_prices import Usage, calc_price

    def calls() -> None:
        for _ in range(CALLS):
            calc_price(
                Usage(input_tokens=1000, output_tokens=100),
                model_ref="gpt-4o",
                provider_id="openai",
            )

    done = paired(ours, calls, runs=setting.runs)
    each = Paired(done.ours / setting.rows, done.peer / CALLS, done.ratio * CALLS / setting.rows)
    return Line(work, "genai-prices call", each, "<= 0.002", f"{1 / each.ratio:,.0f} x as fast")


def names(setting: Setting) -> Iterator[Line]:
    """Books from their cache and many names resolved, against bare reads of the same."""
    from tokenomics.books import bundled

    known = list(bundled().models)
    around = (
        "{}",
        "{}[1m]",
        "[tool] {}",
        "{}-v1:0",
        "{}@20260131",
        "us.{}",
        "{}-next",
        "ft:{}:a::b",
    )
    asked = [(of, form.format(model)) for form in around for of, model in known]
    yield _names("load the book", setting.root / "books", [], asked[:NAMES], "<= 0.15 s")
    more = [(f"vendor-{number % 40}", f"model-{number}") for number in range(TIMES * len(known))]
    overlay = imported_book(setting.root / "imported.toml", more)
    mixed = [pair for pairs in zip(asked, more, strict=False) for pair in pairs]
    work = f"with an imported one {TIMES} x its size"
    yield _names(work, setting.root / "more-books", [overlay], mixed[:NAMES], "<= 0.3 s")


def _names(
    work: str, folder: Path, overlays: Sequence[Path], asked: Sequence[tuple[str, str]], goal: str
) -> Line:
    from msgspec import msgpack

    from tokenomics.books import book_from
    from tokenomics.books.match import matches

    models = book_from(folder, overlays).models
    stored = max(folder.glob("book-*"), key=lambda path: path.stat().st_mtime)

    def ours() -> None:
        book = book_from(folder, overlays)
        for of, name in asked:
            matches(book, of, name)

    def bare() -> None:
        msgpack.decode(stored.read_bytes()[16:])
        known = dict.fromkeys(models)
        for key in asked:
            known.get(key)

    done = paired(ours, bare, runs=5)
    return Line(f"{work} and resolve {len(asked):,} names", "bare decode and look-ups", done, goal)


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


def start(setting: Setting) -> Iterator[Line]:
    """Start-up, against Python's own."""
    bare = process(python("pass"))
    done = paired(process([tokenomics(), "--help"]), bare, runs=setting.runs)
    yield Line("--help", "python -c pass", done, "<= 0.25 s")
    logs, ledger = claude_logs(setting.root, 1), setting.root / "small-ledger"
    process([tokenomics(), "ingest", logs, "--ledger", ledger])()
    done = paired(process([tokenomics(), "report", "--ledger", ledger]), bare, runs=setting.runs)
    yield Line("report on a small ledger", "python -c pass", done, "<= 0.8 s")


CASES = (
    start, names, logs, mixed, report, success, agents, quality, waste, anomalies, drivers, diff, failures,
    indicators, forecast, budget, alert, bill, whatif, pricing, guard,
)  # fmt: skip


def main() -> int:
    """Run the chosen cases and print their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=[case.__name__ for case in CASES])
    parser.add_argument("--megabytes", type=int, default=700)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    data = Path(tempfile.gettempdir()) / "tokenomics-bench"
    parser.add_argument("--data", type=Path, default=data)
    asked = parser.parse_args()
    setting = Setting(asked.data, asked.megabytes, asked.rows, asked.runs)
    setting.root.mkdir(parents=True, exist_ok=True)
    chosen = [case for case in CASES if asked.only in {None, case.__name__}]
    show([line for case in chosen for line in case(setting)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
