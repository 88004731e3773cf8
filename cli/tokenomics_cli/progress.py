"""How far an ingest or a question is, on a line of the terminal that is gone when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from tokenomics.records.words import many
from tokenomics_cli.terminal import can_redraw, redraw

if TYPE_CHECKING:
    from tokenomics.ledger import Ledger

# Seconds between two lines about a question; a quick one is answered before the first.
_PAUSE = 1.0
# Less is read before anybody has looked.
_WORTH_SHOWING = 32_000_000
_MEGABYTE = 1_000_000
_MINUTE = 60


@contextmanager
def progress(
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Callable[[int, int], None] | None]:
    """What an ingest tells how far it is; None where nobody watches."""
    if not can_redraw():
        yield None
        return
    start = clock()

    def tell(done: int, whole: int) -> None:
        if whole >= _WORTH_SHOWING:
            redraw(line(done, whole, clock() - start))

    try:
        yield tell
    finally:
        redraw("")


@contextmanager
def asking(ledger: Ledger) -> Generator[None]:
    """Tell meanwhile, where somebody watches, for how long a question has been asked of how much."""
    if not can_redraw():
        yield
        return
    done = Event()
    teller = Thread(target=tick, args=(asked_of(ledger), done.wait), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def tick(
    what: str, is_over: Callable[[float], bool], clock: Callable[[], float] = time.monotonic
) -> None:
    """Draw a line a second until it is over, and none where it was over at once."""
    start, drawn = clock(), False
    while not is_over(_PAUSE):
        redraw(f"{what}, {_lasting(clock() - start)}")
        drawn = True
    if drawn:
        redraw("")


def asked_of(ledger: Ledger) -> str:
    """`asking 10,000,000 calls in 4 files`."""
    files = [file for file in ledger.files if file.kind == "usage"]
    return f"asking {many(sum(file.rows for file in files), 'call')} in {many(len(files), 'file')}"


def line(done: int, whole: int, seconds: float) -> str:
    """`read 120 of 705 MB, 92 MB/s, 7 s left`; the rate and the time as soon as anything is read."""
    read = f"read {done // _MEGABYTE:,} of {whole // _MEGABYTE:,} MB"
    if done >= whole:
        return f"{read}, writing"
    if not done or not seconds:
        return read
    rate = done / seconds
    return f"{read}, {rate / _MEGABYTE:,.0f} MB/s, {_lasting((whole - done) / rate)} left"


def _lasting(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // _MINUTE} min {whole % _MINUTE} s" if whole >= _MINUTE else f"{whole} s"
