"""Being told to stop: exit codes, and nothing left behind."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from support.command import command, environment, program
from support.logs import calls

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize("number", _SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("place", ["before_write", "after_write:2", "before_commit"])
def test_an_ingest_that_is_stopped_leaves_nothing(
    tmp_path: Path, place: str, number: signal.Signals
) -> None:
    """Stopped before it commits: the shell's exit code, no word, no file of rows and no temporary one."""
    spool = tmp_path / "spool"
    spool.mkdir()
    calls(tmp_path / "calls.csv")
    env = {"TOKENOMICS_FAILPOINT": f"{place}={number.name}", "TMPDIR": str(spool)}
    done = subprocess.run(
        [program(), "ingest", "calls.csv"],
        cwd=tmp_path, env=environment(tmp_path, env), capture_output=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (128 + number, b"", b"")
    assert list(spool.iterdir()) == []
    assert list((tmp_path / ".tokenomics").rglob("*.parquet")) == []
    assert command("ingest", "calls.csv", cwd=tmp_path).code == 0
