"""One watcher at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tokenomics.records.errors import LedgerReadOnly
from tokenomics.watching.alone import alone

HELD = """
import sys
from pathlib import Path
from tokenomics.watching.alone import alone
with alone(Path(sys.argv[1])) as is_alone:
    print(is_alone, flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_is_not_alone_until_the_first_ended(tmp_path: Path) -> None:
    """However the first one ends: it is killed here."""
    first = subprocess.Popen(
        [sys.executable, "-c", HELD, str(tmp_path / "ledger")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    with alone(tmp_path / "ledger") as is_alone:
        assert not is_alone
    first.kill()
    first.communicate()
    with alone(tmp_path / "ledger") as is_alone:
        assert is_alone


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The folder of the ledger's folder is a file."""
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(LedgerReadOnly, match="cannot be written"), alone(tmp_path / "file" / "x"):
        pass
