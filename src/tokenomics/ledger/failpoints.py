"""Places where a test can kill the process, to prove that a commit is whole or absent."""

from __future__ import annotations

import os
import signal

VARIABLE = "TOKENOMICS_FAILPOINT"
FAILPOINTS = ("before_write", "after_write", "before_commit", "after_commit")


def reach(name: str, nth: int = 1) -> None:
    """Kill this process where the environment names this place as `name:nth`; plain `name` is the first.

    `nth` counts how often one commit has come by.
    """
    wanted = os.environ.get(VARIABLE)
    if wanted is not None and wanted in {f"{name}:{nth}", name if nth == 1 else ""}:
        os.kill(os.getpid(), signal.SIGKILL)
