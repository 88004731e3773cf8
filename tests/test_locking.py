"""Locks between processes."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tokenomics.locking import locked

HELD = """
import sys
from pathlib import Path
from tokenomics.locking import locked
with locked(Path(sys.argv[1])) as is_ours:
    print(is_ours, flush=True)
    sys.stdin.readline()
"""


def test_a_lock_is_held_until_its_process_ended(tmp_path: Path) -> None:
    """However it ended: it is killed here. Nobody but the owner may open the file."""
    lock = tmp_path / "new" / ".lock"
    first = subprocess.Popen(
        [sys.executable, "-c", HELD, str(lock)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    with locked(lock, 0.01) as is_ours:
        assert not is_ours
    first.kill()
    first.communicate()
    with locked(lock) as is_ours:
        assert is_ours
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600


def test_a_place_that_takes_no_lock_is_an_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(OSError, match="file"), locked(tmp_path / "file" / ".lock"):
        pass
