"""How far an ingest is, on a line of the terminal that is gone when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from tokenomics_cli.terminal import can_redraw, redraw

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
