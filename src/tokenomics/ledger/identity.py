"""Which bytes a data file holds: its name states their digest, its footer whose name it bears.

A name stands in every version that has the file, and in checkpoints, so a digest is kept for as long
as its file. Files of earlier versions have names without one.
"""

from __future__ import annotations

import re
from pathlib import Path

# The key of a Parquet file's own metadata under which its identity stands.
IDENTITY = "tokenomics"

_NAME = re.compile(r"([0-9a-f-]{36})-([0-9a-f]{64})\.parquet")
# Metadata of a file's own stand behind all that is said of its columns, a few bytes from its end.
_END = 1 << 10
_MAGIC = b"PAR1"


def name_of(identity: str, digest: str) -> str:
    """The name of a file with that identity, whose bytes have that digest."""
    return f"{identity}-{digest}.parquet"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; raises OSError where it cannot be read."""
    import hashlib  # noqa: PLC0415 - most questions read no file whole

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stated_digest(path: Path) -> str | None:
    """The digest that a file's name states; None of a file of an earlier version."""
    found = _NAME.fullmatch(path.name)
    return found[2] if found else None


def is_whole(path: Path, size: int, committed: int) -> bool:
    """Whether a file has that size and is the one that was written; `committed` are milliseconds of the epoch.

    What nobody touched since it was committed is taken to be what was committed: to read all of it
    each time would take longer than most answers.
    """
    try:
        state = path.stat()
        if state.st_size != size or not is_itself(path):
            return False
        stated = stated_digest(path)
        is_touched = state.st_mtime_ns // 1_000_000 > committed
        return not (is_touched and stated) or digest_of(path) == stated
    except OSError:
        return False


def is_itself(path: Path) -> bool:
    """Whether a file's end is that of the file that its name means: a quick look, at a few bytes.

    Of a file of an earlier version only that it ends as a Parquet file does.
    """
    found = _NAME.fullmatch(path.name)
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END))
        end = file.read()
    return end.endswith(_MAGIC) and (found is None or found[1].encode() in end)
