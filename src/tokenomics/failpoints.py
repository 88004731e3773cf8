"""Places where a test can end or stop the process, to prove that what is written is whole or absent."""

from __future__ import annotations

import os
import signal

VARIABLE = "TOKENOMICS_FAILPOINT"
# What is written, and where: before and after each there is a place.
WRITES = (
    "write",  # a file of a ledger's rows
    "commit",  # a version of a ledger
    "delete",  # a file that no version of a ledger needs
    "people",  # who is behind a pseudonym, and the key of digests
    "page",  # a page of a provider's report
    "month",  # the pages of a month where they are read
    "fetched",  # when months were fetched
    "book",  # prices as they were put together, in the cache
    "answer",  # an answer that is kept about a large ledger
    "prices",  # an imported book
    "output",  # what a question answered, and a configuration
)
FAILPOINTS = tuple(f"{when}_{what}" for what in WRITES for when in ("before", "after"))


def reach(name: str, nth: int = 1) -> None:
    """Send this process a signal where the environment names this place as `name:nth` or `name:nth=SIGNAL`.

    A plain `name` is the first, the signal is SIGKILL unless it is named. `nth` counts how often one
    piece of work has come by.
    """
    if (number := signal_at(name, nth)) is not None:
        os.kill(os.getpid(), number)


def signal_at(name: str, nth: int) -> signal.Signals | None:
    """The signal that the environment wants at a place."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return None
    place, _, word = wanted.partition("=")
    is_here = place in {f"{name}:{nth}", name if nth == 1 else ""}
    return signal.Signals[word or "SIGKILL"] if is_here else None
