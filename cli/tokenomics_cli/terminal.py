"""Where words go: data to standard output, narration to standard error."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from typing import TextIO

from tokenomics.records.errors import OutsideError

_RED, _PLAIN = "\x1b[31m", "\x1b[0m"


def emit(text: str, output: Path | None = None) -> None:
    """Write data to standard output, or to a file.

    A reader that has seen enough (`| head`) is no error. Raises OutsideError where the data
    cannot be written.
    """
    try:
        if output is not None:
            output.write_text(text, "utf-8", newline="")
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as error:
        if output is None:
            _abandon(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise OutsideError(f"{output or 'standard output'}: {error.strerror}") from None


def say(text: str) -> None:
    """Narrate on standard error."""
    sys.stderr.write(f"{printable(text)}\n")


def fail(text: str) -> None:
    """Say in one line what went wrong, red where a terminal shows colours."""
    line = f"error: {printable(text)}"
    sys.stderr.write(f"{_RED}{line}{_PLAIN}\n" if has_colour(sys.stderr) else f"{line}\n")


def is_watched() -> bool:
    """Whether somebody sits in front of standard error, rather than a log file or cron."""
    return sys.stderr.isatty()


def width() -> int:
    """The characters of a line of the terminal, or COLUMNS; no end of them in a pipe or a file."""
    return shutil.get_terminal_size((sys.maxsize, 0)).columns


def has_colour(stream: TextIO) -> bool:
    """Whether colours are welcome: on a terminal that has them, and without NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def printable(text: str) -> str:
    """Text without the control characters by which a file could steer a terminal."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def near(path: Path | str) -> str:
    """A path as seen from the working folder, where it lies inside."""
    here, whole = Path.cwd(), Path(path).resolve()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else path)


def prepare_streams() -> None:
    """Let no character be an error: what a stream cannot encode is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _abandon(stream: TextIO) -> None:
    """Point a stream to nowhere, so that the interpreter's last flush of it stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
