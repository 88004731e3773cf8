"""Following a folder: once at the start and once a change, until interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pytest

from support.logs import HEADER, ROWS, calls
from tokenomics.records.errors import ConfigError
from tokenomics_cli.watch import follow


def twice(roots: Iterable[Path], ledger: Path) -> Iterator[Collection[object]]:
    """Quiet, two changes with a quiet time between them, and no more."""
    yield from ([], [roots], [], [ledger])


def test_it_looks_first_and_after_each_change(tmp_path: Path) -> None:
    """Two changes are three looks."""
    looks: list[None] = []
    follow([str(tmp_path)], tmp_path / "ledger", lambda: looks.append(None), changes=twice)

    assert len(looks) == 3


@pytest.mark.parametrize("name", ["logs/*.csv", "logs/a.csv", "logs"])
def test_files_and_patterns_are_watched_by_folder(tmp_path: Path, name: str) -> None:
    """A file that is replaced and one that is new show in the folder they lie in."""
    (tmp_path / "logs").mkdir()
    watched: list[list[Path]] = []

    def changes(roots: Iterable[Path], _: Path) -> Iterator[Collection[object]]:
        watched.append(list(roots))
        return iter(())

    follow([str(tmp_path / name)], tmp_path / "ledger", lambda: None, changes=changes)

    assert watched == [[tmp_path / "logs"]]


def test_standard_input_cannot_be_watched(tmp_path: Path) -> None:
    """Following a stream is refused in one sentence."""
    with pytest.raises(ConfigError, match="standard input cannot be watched"):
        follow(["-"], tmp_path, lambda: None, changes=twice)


def test_a_growing_folder_is_followed(tmp_path: Path) -> None:
    """A real process reads what is there, then what comes, and ends quietly when interrupted."""
    logs = tmp_path / "logs"
    logs.mkdir()
    calls(logs / "one.csv")
    arguments = ["ingest", "logs", "--watch", "-v", "--ledger", "logs/.ledger"]
    program = f"import sys; sys.argv = ['tokenomics', *{arguments!r}]; import tokenomics_cli.app as a; a.main()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        first = list(_until(process.stderr, "already known"))
        (logs / "two.csv").write_text("\n".join([HEADER, ROWS[0].replace("02T", "05T")]) + "\n")
        second = list(_until(process.stderr, "already known"))
        os.kill(process.pid, signal.SIGINT)

        assert process.wait(timeout=60) in {0, 130}
    assert "1 file read" in first[0]
    assert "1 file read (1 unchanged)" in second[0]


def _until(lines: Iterable[str], text: str) -> Iterator[str]:
    for line in lines:
        yield line
        if text in line:
            return
