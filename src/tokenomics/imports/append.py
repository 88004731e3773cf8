"""Appending to an imported book: what stands in it stays, byte for byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tokenomics.imports.files import LISTS
from tokenomics.imports.plan import Plan
from tokenomics.imports.record import Reading
from tokenomics.imports.recorded import Recorded, appended, head
from tokenomics.records.errors import OutsideError
from tokenomics.whole import whole


def append(
    path: Path, name: str, *, book: Recorded, reading: Reading, plan: Plan, day: date
) -> int:
    """Write what is planned below what the file holds, in one step; how many entries those are.

    A file to which nothing is added is left alone. Raises OutsideError where it cannot be written.
    """
    if not plan.changes:
        return 0
    used = {k.hours for change in plan.changes for k in change.added.entry.prices if k.hours}
    hours = {word: reading.hours[word] for word in sorted(used - book.hours)}
    text = appended([c.added for c in plan.changes], hours, day, reading.title)
    try:
        before = path.read_bytes() if path.exists() else head(name, LISTS[name].title).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, "prices") as part:
            part.write_bytes(before + text.encode())
    except OSError as error:
        raise OutsideError(f"{path}: {error.strerror}") from None
    return len(plan.changes)
