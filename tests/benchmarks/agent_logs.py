"""Logs of agents read and reported, against native tools for them and bare reads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from data import claude_logs
from measure import Line, Setting, Work, emptied, paired, process, python, run, tokenomics
from mixed import mixed_logs


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
    for name, first, later in _peers(setting, folder):
        if first is None or later is None:
            yield Line(f"ingest + report {size}", name, None, "", f"{name} is not installed")
            continue
        goals = ("<= 0.6", "<= 0.25") if name.startswith("ccusage") else ("", "")
        work = f"ingest + report {size}"
        yield Line(work, name, paired(whole, first, runs=setting.runs), goals[0])
        work = f"ingest + report, nothing new, {size}"
        yield Line(work, name, paired(again, later, runs=setting.runs), goals[1])


def _peers(setting: Setting, folder: Path) -> Iterator[tuple[str, Work | None, Work | None]]:
    """Native tools for agent logs: how they are called, their first look and a later one."""
    ccusage, tokscale = (_found(name) for name in ("ccusage", "tokscale"))
    name = "ccusage claude daily --json --offline"
    words = [ccusage or "", *name.split()[1:]]
    work = process(words, CLAUDE_CONFIG_DIR=str(folder)) if ccusage else None
    yield name, work, work
    # It reads what lies in a home, and keeps there what it has read.
    home = setting.root / "home-of-tokscale"
    name = "tokscale models --json --client claude"
    words = [tokscale or "", *name.split()[1:], "--no-spinner"]
    later = process(words, HOME=str(home), XDG_CONFIG_HOME="", XDG_CACHE_HOME="")

    def first() -> None:
        emptied(home)
        (home / ".claude").mkdir(parents=True)
        (home / ".claude" / "projects").symlink_to(folder / "projects")
        later()

    yield (name, first, later) if tokscale else (name, None, None)


def _found(name: str) -> str | None:
    """A peer's command, from the environment or the PATH."""
    return os.environ.get(name.upper()) or shutil.which(name)


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
    memory = f"at most {run(command).memory >> 20:,} MB of memory"
    done = paired(fresh, bare, runs=min(setting.runs, 3))
    yield Line(f"ingest {size} MB of mixed logs", "bare read of their bytes", done, "", memory)
