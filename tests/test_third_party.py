"""A source of somebody else: the documented example, installed as its users would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.house import ROOT

EXAMPLE = ROOT / "examples" / "acme_source"
LINES = [
    {"acme": 1, "id": "c1", "at": 1793611260, "model": "gpt-4o", "in": 1000, "cached": 400, "out": 50},
    {"acme": 1, "id": "c2", "at": 1793611261, "model": "gpt-4o", "in": 100, "cached": 400, "out": 50},
]  # fmt: skip


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which the example is installed beside this project."""
    target = tmp_path / "site"
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--disable-pip-version-check", "--target", target, EXAMPLE,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    paths = [str(target), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def test_the_example_reads_its_logs(tmp_path: Path, installed: dict[str, str]) -> None:
    """The source is listed, claims its file, prices the good call and refuses the impossible one.

    600 input, 400 cached, 50 output of gpt-4o: 600 x 2.50 + 400 x 1.25 + 50 x 10 = 2500 millionths.
    """
    log = tmp_path / "acme.jsonl"
    log.write_text("".join(json.dumps(line) + "\n" for line in LINES))

    def tokenomics(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = f"import sys; sys.argv = ['tokenomics', *{list(arguments)!r}]; import tokenomics_cli.app as a; a.main()"
        return subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True,
            env=installed, cwd=tmp_path,
        )  # fmt: skip

    listed = {row["source"] for row in json.loads(tokenomics("sources", "--format", "json").stdout)}
    report = tokenomics("report", "acme.jsonl", "--format", "json")
    totals = json.loads(report.stdout)["totals"]

    assert "acme" in listed
    assert totals["cost"] == "0.0025"
    assert "acme.jsonl:2 cached: exceeds in" in report.stderr


def test_the_example_is_short() -> None:
    """What a source takes fits on a screen."""
    lines = (EXAMPLE / "acme_source.py").read_text("utf-8").splitlines()

    assert len(lines) <= 60
