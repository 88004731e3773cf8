"""What starting up imports: heavy parts are left to the commands that need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tokenomics_cli.commands import COMMANDS

HEAVY = (
    "altair",
    "jinja2",
    "vl_convert",
    "_duckdb",
    "duckdb",
    "polars",
    "pyarrow",
    "deltalake",
    "pandera",
    "pydantic",
    "msgspec",
    "rich",
    "numpy",
    "pandas",
    "pyspark",
    "sqlglot",
    "statsforecast",
)
# What a report of logs that were read before does not need.
LATER = {
    "tokenomics.books.overlay",
    "tokenomics.books.parse",
    "tokenomics.intake.claims",
    "tokenomics.intake.pseudonyms",
    "tokenomics.intake.stage",
    "tokenomics.ledger.commits",
    "tokenomics.ledger.merge",
    "tokenomics.ledger.verifying",
    "tokenomics.outcomes",
    "tokenomics.sources.contract",
}
# What no command with plain options needs, whatever it asks.
SELDOM = frozenset(HEAVY) - {"_duckdb", "deltalake", "msgspec"}


def _imported(program: str) -> set[str]:
    """The packages that a program has imported when it ends."""
    return {module.split(".")[0] for module in _modules(program)}


def _modules(program: str) -> set[str]:
    """The modules that a program has imported when it ends."""
    code = f"import sys\ntry:\n    {program}\nexcept SystemExit:\n    pass\nprint(*sys.modules)"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["", "ingest", "report", "ledger", "ledger info", "demo"])
def test_help_imports_nothing_heavy(command: str) -> None:
    """Help comes without a database, frames, schemas or a terminal library."""
    arguments = ["tokenomics", *command.split(), "--help"]
    loaded = _imported(f"import tokenomics_cli.app as a; sys.argv = {arguments!r}; a.run()")

    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_version_imports_nothing_heavy() -> None:
    """The version comes as quickly as help."""
    loaded = _imported(
        "import tokenomics_cli.app as a; sys.argv = ['tokenomics', '--version']; a.run()"
    )

    assert loaded.isdisjoint(HEAVY)


def test_library_imports_its_parts_when_they_are_used() -> None:
    """`import tokenomics` alone loads neither database nor frames."""
    loaded = _imported("import tokenomics")

    assert loaded.isdisjoint(HEAVY)


def test_a_guard_needs_the_standard_library_alone() -> None:
    """Somebody's agent starts no later for it: no other package, and no event loop."""
    loaded = _imported("import tokenomics.guard") - _imported("pass")

    assert {name for name in loaded if not name.startswith("_")} - sys.stdlib_module_names == {
        "tokenomics"
    }
    assert "asyncio" not in loaded


def test_report_needs_no_schema_checks_and_no_frames() -> None:
    """The path of a report loads neither pandera nor polars."""
    loaded = _imported("import tokenomics.costing, tokenomics.report, tokenomics.intake")

    assert "_duckdb" in loaded
    assert loaded.isdisjoint({"duckdb", "pandera", "polars", "typer", "rich"})


@pytest.mark.parametrize(
    "command",
    [
        "report {log} --by day --format csv",
        "report --by feature",
        "report --by user --per success",
        "ingest {log}",
        "ledger info",
        "ledger cache",
        "prices list",
    ],
)
def test_commands_import_no_frames_and_no_schemas(command: str, tmp_path: Path) -> None:
    """A command with plain options runs without frames, pydantic or a terminal library."""
    log, ledger = tmp_path / "calls.csv", tmp_path / "ledger"
    log.write_text("ts,provider,model,input,output\n2026-08-01T00:00:00Z,openai,gpt-4o,10,1\n")
    start = "import tokenomics_cli.app as a; sys.argv = {}; a.run()"
    _imported(start.format(["tokenomics", "ingest", str(log), "--ledger", str(ledger)]))

    more = [] if command.startswith("prices") else ["--ledger", str(ledger)]
    words = ["tokenomics", *command.format(log=log).split(), *more]
    loaded = _imported(start.format(words))

    assert loaded.isdisjoint(SELDOM)


def test_a_report_of_known_logs_imports_what_it_asks(tmp_path: Path) -> None:
    """Where nothing is new a report needs no other command, no tasks, no formats, and nothing that writes."""
    log = tmp_path / "calls.csv"
    log.write_text("ts,provider,model,input,output\n2026-08-01T00:00:00Z,openai,gpt-4o,10,1\n")
    words = ["tokenomics", "report", str(log), "--ledger", str(tmp_path / "ledger"), "--by", "day"]
    start = f"import tokenomics_cli.app as a; sys.argv = {words!r}; a.run()"
    first, second = _modules(start), _modules(start)
    commands = {f"tokenomics_cli.{name}" for name in COMMANDS if name != "report"}

    assert "tokenomics.ledger.commits" in first
    assert second.isdisjoint(LATER | commands)
