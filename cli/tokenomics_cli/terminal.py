"""Where words go: data to standard output, narration to standard error."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

from tokenomics.places import Remote, Where
from tokenomics.records.errors import OutsideError
from tokenomics.records.escape import printable
from tokenomics.whole import whole

_RED, _PLAIN = "\x1b[31m", "\x1b[0m"
# What stands for drawn characters on a stream that has none of them, each as wide as they are.
_PLAINER = dict(zip("…·▁▂▃▄▅▆▇█", "~._-:=+*%#", strict=True))
_ERRORS = "tokenomics.plainer"
# Lines of a page that no terminal shows: as long as people read with ease.
_PAGE = 80

_HUSHED: ContextVar[bool] = ContextVar("hushed", default=False)


def emit(text: str, output: Path | None = None, *, exact: bool = False) -> None:
    """Write data to standard output, or to a file.

    What is `exact` is for machines and so UTF-8, whatever the locale says. A reader that has seen
    enough (`| head`) is no error. Raises OutsideError where the data cannot be written.
    """
    try:
        if output is not None:
            with whole(output, "output") as part:
                part.write_text(text, "utf-8", newline="")
        else:
            if exact and isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8")
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as error:
        if output is None:
            _abandon(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise OutsideError(f"{output or 'standard output'}: {error.strerror}") from None


def lines_of(lines: Iterable[str]) -> str:
    """A text of lines; what stands in them, such as names of files, begins and moves none."""
    return "".join(f"{printable(line)}\n" for line in lines)


def say(*lines: str) -> None:
    """Narrate on standard error, unless quiet is asked for; a line's break in a name is none there."""
    if not _HUSHED.get():
        _tell(lines_of(lines))


def fail(text: str) -> None:
    """Say in one line what went wrong, red where a terminal shows colours."""
    line = f"error: {printable(text)}"
    _tell(f"{_RED}{line}{_PLAIN}\n" if has_colour(sys.stderr) else f"{line}\n")


def hush() -> None:
    """Narrate nothing from now on: only errors are told."""
    _HUSHED.set(True)


def _tell(text: str) -> None:
    """Write to standard error; that nobody listens there any more is no error."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def is_watched() -> bool:
    """Whether somebody sits in front of standard error, rather than a log file or cron."""
    return sys.stderr.isatty()


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def redraw(text: str) -> None:
    """Show a line on standard error in place of the one before, which ended in no line's end."""
    room = shutil.get_terminal_size((_PAGE, 0)).columns - 1
    _tell(f"\r{printable(text)[:room]:<{room}}\r")


def can_redraw() -> bool:
    """Whether somebody watches standard error on a terminal on which a line can be drawn anew."""
    return is_watched() and not _HUSHED.get() and os.environ.get("TERM") not in {"dumb", ""}


def width() -> int:
    """The characters of a line of the terminal, or COLUMNS; no end of them in a pipe or a file."""
    return shutil.get_terminal_size((sys.maxsize, 0)).columns


def page_width(output: Path | None = None) -> int:
    """The characters of a report's lines: the terminal's or COLUMNS, else those of a page."""
    return _PAGE if output is not None else shutil.get_terminal_size((_PAGE, 0)).columns


def has_colour(stream: TextIO) -> bool:
    """Whether colours are welcome: on a terminal that has them, and without NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", ""}
    return stream.isatty() and not plain


def near(path: Where | str) -> str:
    """A path as seen from the working folder, where it lies inside; an address as it is."""
    if isinstance(path, Remote):
        return str(path)
    here, whole = Path.cwd(), Path(path).resolve()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else path)


def prepare_streams() -> None:
    """Let no character and no closed stream be an error before there is something to say.

    What a stream cannot encode is written plainer or escaped. A standard output that is closed
    fails when it is written to, as a full disk does; a standard error that is closed swallows all.
    """
    _HUSHED.set(False)
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]  # closed by the caller
        sys.stdout = _nowhere(os.O_RDONLY)
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = _nowhere(os.O_WRONLY)
    codecs.register_error(_ERRORS, _plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def _nowhere(flags: int) -> TextIO:
    return os.fdopen(os.open(os.devnull, flags), "w", encoding="utf-8")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What to write for the first character that a stream cannot encode, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    char = error.object[error.start]
    escaped = char.encode("ascii", "backslashreplace").decode("ascii")
    return _PLAINER.get(char, escaped), error.start + 1


def _abandon(stream: TextIO) -> None:
    """Point a stream to nowhere, so that the interpreter's last flush of it stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
