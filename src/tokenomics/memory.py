"""How much memory a database may take, for all connections that are made from now on.

It is said once, by whoever starts a program, and not handed through every question.
"""

from __future__ import annotations

import re
from contextvars import ContextVar

from tokenomics.records.errors import ConfigError

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?", re.IGNORECASE)
_STEPS = "KMGT"
# Below it a database cannot hold the blocks that it works on.
LEAST = 64 * 10**6

_LIMIT: ContextVar[int | None] = ContextVar("memory_limit", default=None)


def limit_memory(size: str | None) -> None:
    """Bound what each database of this program may take, such as 512MB or 4GiB; None: four fifths of the machine's.

    What does not fit goes to files in the folder for temporary ones. Raises ConfigError for a text
    that is no size, and for less than anything can be done with.
    """
    found = None if size is None else size_of(size)
    if found is not None and found < LEAST:
        raise ConfigError(f"{size} of memory is too little for any question: give 64MB or more")
    _LIMIT.set(found)


def memory_limit() -> int | None:
    """The bytes that a database may take; None where nobody said."""
    return _LIMIT.get()


def size_of(text: str) -> int:
    """The bytes of a size as people write it: 512MB, 1.5GB, 4GiB, 0; ConfigError for another text."""
    if text.strip() == "0":
        return 0
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ConfigError(f"{text!r} is no size: write 512MB, 4GB or 4GiB")
    number, unit, binary = found.groups()
    return int(float(number) * (1024 if binary else 1000) ** (_STEPS.index(unit.upper()) + 1))


def lack_of_memory(error: Exception) -> str:
    """What to tell a user whose database found no room, in memory or for temporary files."""
    import tempfile  # noqa: PLC0415 - a start without an error needs none of it

    place = tempfile.gettempdir()
    if "temp_directory" in str(error) or "offload" in str(error):
        return (
            f"no room for temporary files in {place}: make some, or name another folder by TMPDIR"
        )
    limit = memory_limit()
    had = f"{limit / 10**6:,.0f} MB of memory are" if limit else "the memory of this machine is"
    what = "ask about fewer months by --since, or read fewer files at once"
    return f"{had} too little for this: give more by --memory-limit, {what}"
