"""`tokenomics export`, as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import command
from support.focus import focus_file, rows_of
from support.logs import calls


def test_logs_become_a_file_without_a_ledger(tmp_path: Path) -> None:
    """Paths are read for the export alone, and nothing but the file is left."""
    calls(tmp_path / "calls.csv")
    done = command("export", "focus", "calls.csv", "--output", "focus.csv", cwd=tmp_path)

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("focus.csv: FOCUS 1.2\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calls.csv", "focus.csv"]
    assert "ProviderName" in rows_of(tmp_path / "focus.csv")[0]


def test_a_sound_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    """Exit code 0, and no line of output."""
    focus_file(tmp_path, {})
    done = command("export", "check", "focus.csv", cwd=tmp_path)

    assert done == (0, "", "focus.csv: 0 violations\n")


def test_each_violation_is_a_line_of_output(tmp_path: Path) -> None:
    """Exit code 1; what a file says cannot steer a terminal."""
    focus_file(tmp_path, {"BilledCost": "$1"}, {"BillingCurrency": "\x1b[2J"})
    done = command("export", "check", "focus.csv", cwd=tmp_path)

    assert done.code == 1
    assert done.out.splitlines() == [
        "row 1: BilledCost: '$1' is no plain number",
        "row 2: BillingCurrency: '\\x1b[2J' is no currency of ISO 4217",
    ]
    assert done.err == "focus.csv: 2 violations\n"


def test_a_version_may_be_named(tmp_path: Path) -> None:
    """A file of 1.2 is none of 1.4."""
    focus_file(tmp_path, {})
    done = command("export", "check", "focus.csv", "--version", "1.4", cwd=tmp_path)

    assert done.out.splitlines()[0] == "HostProviderName: is missing, and mandatory in FOCUS 1.4"


@pytest.mark.parametrize("name", ["--version", "--by", "--since", "--pricebook", "--fail-on"])
def test_the_options_stand_in_the_help(name: str, tmp_path: Path) -> None:
    """Those of the export, and of questions what makes sense of rows."""
    told = command("export", "focus", "--help", cwd=tmp_path).out

    assert name in told
    assert "--limit" not in told
