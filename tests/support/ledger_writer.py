"""A process that commits to ledgers, to be killed or raced against.

Run with a JSON job: `{"ledgers": [path], "batches": [{kind: [[key, rank, instant], …]}]}`.
Each batch is committed to each ledger in turn; `ready` is printed once and the first line of
standard input awaited before, so that several can begin together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from support.ledger_rows import put_kinds, row
from tokenomics.engine import connect
from tokenomics.failpoints import VARIABLE
from tokenomics.places import Where, folder_of, place

Batch = Mapping[str, Sequence[tuple[int, str, datetime]]]


class Writer:
    """Such a process, started and waiting for its word to begin."""

    def __init__(
        self, ledgers: Sequence[Where], batches: Sequence[Batch], *, failpoint: str | None = None
    ) -> None:
        """Start it; `failpoint` names the place where it is to die."""
        job = {
            "ledgers": [str(ledger) for ledger in ledgers],
            "batches": [
                {
                    kind: [(k, rank, at.isoformat()) for k, rank, at in rows]
                    for kind, rows in b.items()
                }
                for b in batches
            ],
        }
        self.process = subprocess.Popen(
            [sys.executable, __file__, json.dumps(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _environment(failpoint),
        )
        assert _stream(self.process.stdout).readline() == b"ready\n"

    def go(self) -> None:
        """Let it begin."""
        inlet = _stream(self.process.stdin)
        inlet.write(b"go\n")
        inlet.flush()

    def end(self) -> int:
        """Wait until it ends; its exit code, negative where a signal killed it."""
        self.process.communicate(timeout=60)
        return self.process.returncode

    def kill_after(self, seconds: float) -> int:
        """Kill it unless it ends sooner; its exit code."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return self.end()


def _environment(failpoint: str | None) -> dict[str, str]:
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    return {"PYTHONPATH": path} | ({VARIABLE: failpoint} if failpoint else {})


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _work(job: dict[str, Any]) -> None:
    ledgers = [place(path) for path in job["ledgers"]]
    con = connect(allowed=[folder_of(ledger) for ledger in ledgers])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for batch in job["batches"]:
        kinds = {
            kind: [row(key, rank, datetime.fromisoformat(at)) for key, rank, at in rows]
            for kind, rows in batch.items()
        }
        for ledger in ledgers:
            put_kinds(ledger, kinds, con=con)


if __name__ == "__main__":
    _work(json.loads(sys.argv[1]))
