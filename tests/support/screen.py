"""Running the command line on a terminal that is none: a pseudo-terminal of a given width."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping
from pathlib import Path

from support.command import Done, environment, program

_ROWS = 24


def on_screen(
    *arguments: str | Path, cwd: Path, columns: int = 80, env: Mapping[str, str] | None = None
) -> Done:
    """Run `tokenomics` with standard output and error on one terminal; what it shows is in `out`."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    run = subprocess.Popen(
        [program(), *map(str, arguments)],
        cwd=cwd,
        env={"TERM": "xterm", **environment(cwd, env)},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return Done(run.wait(), shown.decode("utf-8").replace("\r\n", "\n"), "")


def _read(end: int) -> bytes:
    """What is there to read; nothing once the other end is closed."""
    try:
        return os.read(end, 1 << 16)
    except OSError:
        return b""
