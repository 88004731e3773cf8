"""Being told to stop: what was begun is taken back, and the exit code says by what."""

from __future__ import annotations

import signal
from contextvars import ContextVar
from types import FrameType
from typing import NoReturn

# What a shell adds to a signal's number.
_BY_SIGNAL = 128
# Besides Ctrl-C: a service that is stopped, and a terminal that is closed.
_SIGNALS = ("SIGTERM", "SIGHUP")

_STOPPED_BY: ContextVar[int] = ContextVar("stopped_by", default=signal.SIGINT)


def listen() -> None:
    """End in order where the system says so: temporary files go, and so do those of an unfinished commit."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)


def code() -> int:
    """The exit code of a command that was interrupted."""
    return _BY_SIGNAL + _STOPPED_BY.get()


def _stop(number: int, _: FrameType | None) -> NoReturn:
    _STOPPED_BY.set(number)
    raise SystemExit(code())
