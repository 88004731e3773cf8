"""Tests of init.py: from an installed tool to a report, as a user does it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from support import claude
from support.command import process
from tokenomics.demo import write_company


def test_one_command_reports_the_agents_of_a_new_machine(tmp_path: Path) -> None:
    """`tokenomics` alone needs nothing but Claude Code's logs: 1 input, 10 output at 5 and 25 USD a million."""
    project = tmp_path / ".claude" / "projects" / "p"
    project.mkdir(parents=True)
    claude.write(project / "s.jsonl", [claude.line()])
    done = process(cwd=tmp_path)

    assert done.returncode == 0
    assert b"claude-opus-4-6" in done.stdout
    assert b"0.000255" in done.stdout


def test_two_commands_report_a_company(tmp_path: Path) -> None:
    """`init` and `report` on the demo's logs say what its truth says, but for the gateway's own format."""
    write_company(tmp_path / "demo", seed=1, size=0.05)
    shutil.move(tmp_path / "demo" / "logs", tmp_path / "logs")
    begun = process("init", cwd=tmp_path)
    report = process("report", "--by", "source", "--format", "json", cwd=tmp_path)

    assert begun.returncode == 0, begun.stderr
    assert b"describe it in a [[source]]" in begun.stderr
    assert report.returncode == 0, report.stderr
    rows = {row["source"]: row for row in json.loads(report.stdout)["rows"]}
    truth = json.loads((tmp_path / "demo" / "truth.json").read_text("utf-8"))
    assert set(rows) == {"claude_code", "litellm", "native"}
    assert 0 < sum(row["requests"] for row in rows.values()) < truth["totals"]["requests"]
