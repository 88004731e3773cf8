"""The script that CI runs, as a process of its own, and the action around it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from support.command import environment, program
from support.github_server import PULL, github
from support.house import ROOT
from support.sides import FORTY, side

SCRIPT = ROOT / "examples" / "ci" / "compare.sh"
ACTION = (ROOT / "action.yml").read_text("utf-8")


def _run(folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    path = f"{Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(SCRIPT)],
        cwd=folder,
        env={**environment(folder), "PATH": path, "TOKENOMICS_LOGS": "logs", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def _logs(folder: Path, factor: int) -> None:
    """40 tasks of gpt-4o, whose million of input costs 2.50."""
    side(folder, "logs", [cost * factor for cost in FORTY], model="gpt-4o")
    for file in (folder / "logs").iterdir():
        file.write_text(file.read_text("utf-8").replace(",acme,", ",openai,"), "utf-8")


def test_a_dearer_build_is_commented_and_fails(tmp_path: Path) -> None:
    """The first build has nothing to compare with, the second one costs thrice as much."""
    summary = tmp_path / "summary.md"
    _logs(tmp_path, 1)
    first = _run(tmp_path, {"TOKENOMICS_OUT": "base", "GITHUB_STEP_SUMMARY": str(summary)})
    _logs(tmp_path, 3)
    with github() as server:
        (tmp_path / "event.json").write_text(f'{{"pull_request": {{"number": {PULL}}}}}', "utf-8")
        second = _run(
            tmp_path,
            {
                **server.environment(GITHUB_EVENT_PATH=str(tmp_path / "event.json")),
                "TOKENOMICS_BASE": "base/ledger",
                "TOKENOMICS_FAIL_ON": "cost_per_task>+10%,unpriced",
                "TOKENOMICS_COMMENT": "true",
            },
        )

    assert (first.returncode, first.stderr) == (
        0,
        "no base to compare with yet: no change is judged\n",
    )
    assert "| **total** |" in summary.read_text("utf-8")
    assert second.returncode == 1
    assert "error: gate 'cost_per_task>+10%': the cost per task rose by 200 %" in second.stderr
    assert server.comments[0]["body"].startswith("<!-- tokenomics:diff -->\n**Cost per request 0.")
    cases = ET.parse(tmp_path / "tokenomics-ci" / "junit.xml").getroot().iter("testcase")
    assert [len(case) for case in cases] == [1, 0]


def test_what_cannot_be_compared_is_no_failed_gate(tmp_path: Path) -> None:
    """A gate that is none ends with 2, and nobody comments."""
    _logs(tmp_path, 1)
    done = _run(
        tmp_path,
        {"TOKENOMICS_BASE": "logs", "TOKENOMICS_FAIL_ON": "dearer", "TOKENOMICS_COMMENT": "true"},
    )

    assert done.returncode == 2
    assert "unknown gate 'dearer'" in done.stderr


def test_no_input_of_the_action_is_code() -> None:
    """What a caller says reaches a script by its environment, and never becomes a part of it."""
    scripts = re.findall(r"^      run: \|\n((?:        .*\n)+)", ACTION, re.MULTILINE)

    assert len(scripts) == 3
    assert not any("${{" in script for script in scripts)


@pytest.mark.parametrize(
    "name", re.findall(r"^  ([a-z-]+):\n    description", ACTION, re.MULTILINE)
)
def test_every_input_is_documented(name: str) -> None:
    """Each stands in docs/ci.md."""
    assert f"| `{name}` |" in (ROOT / "docs" / "ci.md").read_text("utf-8")
