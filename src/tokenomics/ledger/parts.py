"""A ledger's usage in parts that change seldom, so that what is known of one is known for long."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence

from tokenomics.kept import Kept, Part
from tokenomics.ledger.layout import SMALL, DataFile
from tokenomics.ledger.scan import select
from tokenomics.shelf import Shelf

# Fewer rows are read as quickly as an answer about them is looked up.
LEAST = 100_000


def kept_of(shelf: Shelf | None, files: Sequence[DataFile], relation: str) -> Kept | None:
    """Usage files in parts, with the shelf of answers about them; None where none are kept.

    `relation` is SQL of all of them together. A large file is a part; the small ones of a month,
    which are joined sooner or later, are one together.
    """
    if shelf is None or sum(file.rows for file in files) < LEAST:
        return None
    groups: dict[str, list[DataFile]] = defaultdict(list)
    for file in files:
        groups[file.path if file.size >= SMALL else file.month].append(file)
    try:
        parts = [Part(select(some, "usage"), _identity(some)) for some in groups.values()]
    except OSError:  # a file that is gone is missed where it is read
        return None
    return Kept(shelf, relation, tuple(parts))


def _identity(files: Sequence[DataFile]) -> str:
    """What tells these files from all others, and from what somebody may have put in their place."""
    stats = [(file.path, os.stat(file.path)) for file in files]  # noqa: PTH116 - a path is a text here
    return repr([(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats])
