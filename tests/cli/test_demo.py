"""Tests of demo.py: the first thing that anybody runs."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command

SMALL = ("demo", "--size", "0.02")


def test_the_demo_reports_and_says_what_to_try(tmp_path: Path) -> None:
    """The report is data, the walk through it narration."""
    done = command(*SMALL, cwd=tmp_path)

    assert done.code == 0
    assert done.out.startswith("Cost by feature")
    assert "try:  tokenomics report --config tokenomics-demo/tokenomics.toml" in done.err
    assert "rows refused" in done.err


def test_what_it_suggests_works(tmp_path: Path) -> None:
    """Each suggested command runs as it is written."""
    narration = command(*SMALL, cwd=tmp_path).err
    lines = [line.removeprefix("try:").split() for line in narration.splitlines()]
    tries = [words[1:] for words in lines if words[:1] == ["tokenomics"]]

    assert len(tries) == 3
    for words in tries:
        done = command(*words, cwd=tmp_path)
        assert done.code == 0, done.err
        assert len(done.out.splitlines()) > 2


def test_the_report_is_the_truth(tmp_path: Path) -> None:
    """The demo's totals equal the sums in truth.json, which know nothing of our prices."""
    command(*SMALL, "--seed", "7", cwd=tmp_path)
    truth = json.loads((tmp_path / "tokenomics-demo" / "truth.json").read_text("utf-8"))
    config = tmp_path / "tokenomics-demo" / "tokenomics.toml"
    report = json.loads(command("report", "--config", config, "--format", "json", cwd=tmp_path).out)

    assert report["totals"]["cost"] == truth["totals"]["cost"]
    assert report["totals"]["requests"] == truth["totals"]["requests"]


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """A second demo asks for another folder and changes nothing."""
    (tmp_path / "tokenomics-demo").mkdir()
    (tmp_path / "tokenomics-demo" / "mine.txt").write_text("mine", "utf-8")
    done = command(*SMALL, cwd=tmp_path)

    assert done.code == 2
    assert "tokenomics-demo" in done.err
    assert [path.name for path in (tmp_path / "tokenomics-demo").iterdir()] == ["mine.txt"]


def test_the_folder_can_be_chosen(tmp_path: Path) -> None:
    """--folder names where everything is written."""
    done = command(*SMALL, "--folder", "elsewhere", cwd=tmp_path)

    assert done.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_the_gateway_can_be_written_in_another_format(tmp_path: Path) -> None:
    """--logs names a format; one that is none is answered with the nearest."""
    done = command(*SMALL, "--logs", "portkey", "--folder", "p", cwd=tmp_path)
    wrong = command(*SMALL, "--logs", "portky", "--folder", "w", cwd=tmp_path)

    assert done.code == 0
    assert "portkey" in done.err
    assert (wrong.code, "did you mean 'portkey'?" in wrong.err) == (2, True)
